-- Makes a lease firm: from here it is given back only by `release`.
-- Its attempt is about to be dialed, so here it counts for its number, once.
-- KEYS: 1 leases, 2 the number's dials, 3 epoch
-- ARGV: 1 lease, 2 ms for which it counts, or 0 where there is no cap
-- Returns { 1 }, or { 0 } when it has lapsed. Sent twice, it answers the same.
-- @include clock
-- @include epoch
-- @include lease
-- @include dials
local leases_key, number_dials_key, epoch_key, lease, period = KEYS[1], KEYS[2], KEYS[3], ARGV[1], tonumber(ARGV[2])

if not epoch(epoch_key) then return CLOSED end

local now_ms = math.floor(micros() / 1000)

local lapse = redis.call('ZSCORE', leases_key, lease)
if not lapse or tonumber(lapse) <= now_ms then return { 0 } end
drop(leases_key, lease)
hold(leases_key, lease, 'inf')
if period > 0 then count_dial(number_dials_key, attempt_of(lease), now_ms, period) end
return { 1 }
