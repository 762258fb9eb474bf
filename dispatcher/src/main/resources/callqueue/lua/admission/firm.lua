-- Makes leases firm: from here each is given back only by `release`.
-- Their attempts are about to be dialed, so here each counts for its number, once.
-- KEYS: 1 leases, 2 epoch, then for each lease: the number's dials
-- ARGV: 1 ms for which an attempt counts, or 0 where there is no cap, then for each lease: the lease, and the epoch in which its call was claimed, or '' for any
-- Returns for each lease, in their order: 1, or 0 when it has lapsed, or -1 when Redis was made anew since the claim. Sent twice, it answers the same.
-- @include clock
-- @include epoch
-- @include lease
-- @include dials
local leases_key, epoch_key, period = KEYS[1], KEYS[2], tonumber(ARGV[1])

local this_epoch = epoch(epoch_key)
if not this_epoch then return CLOSED end

local now_ms = math.floor(micros() / 1000)

local function make_firm(lease, claimed_epoch, number_dials_key)
  if claimed_epoch ~= '' and tonumber(claimed_epoch) ~= this_epoch then return -1 end
  local lapse = redis.call('ZSCORE', leases_key, lease)
  if not lapse or tonumber(lapse) <= now_ms then return 0 end
  drop(leases_key, lease)
  hold(leases_key, lease, 'inf')
  if period > 0 then count_dial(number_dials_key, attempt_of(lease), now_ms, period) end
  return 1
end

local answers = {}
for i = 1, #KEYS - 2 do answers[i] = make_firm(ARGV[2 * i], ARGV[2 * i + 1], KEYS[i + 2]) end
return answers
