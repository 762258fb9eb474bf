-- Grants, all or nothing, a slot under the account's and the campaign's cap, the callee's number, and a send moment under the rates, to the call whose
-- turn it is; then to the next ones in their order, as long as there are any. The lease lapses by itself until it is made firm. Sent twice, it grants
-- the same leases again, with later moments.
-- A lease of the same attempt that is not firm is taken over: who had it died before the claim, or holds the same record and will find the call claimed,
-- or find its lease gone and ask again.
-- The callee of a lease that lapsed stays taken until somebody saw (and told `forget`) that its attempt was never claimed: a claimed one is
-- looked up at Plivo by this number, and another call to it would be taken for it.
-- KEYS: 1 leases, 2 callees, 3 rate, 4 limits, 5 stops, 6 demand, 7 turn, 8 campaigns, 9 the do-not-call list, by number, 10 what the keys of a number's dials begin with, 11 epoch
-- ARGV: 1 ms until a lease lapses, 2 most leases at once, 3 dials a second, 4 us that a dial may be late, 5 how far ahead a moment may lie in us,
--       6 the less urgent calls' reserved share, 7 the asking pod, or '' for a call that was claimed already and waits for nobody's turn,
--       8 ms for which its demand is believed, 9 how often a number may be dialed, or 0, 10 within how many ms; then for each call:
--       1 lease, 2 callee's number, 3 the call's priority (1 to 4), 4 the priorities that wait in this pod besides it and those before it, as digits,
--       5 what a stop of the campaign is named, 6 the caller number, 7 what a stop of that is named, 8 the dials a second that it may make, or '' for any
-- Returns for each call, in their order: { 'granted', us until the send moment, that moment, us by which its dial may be late } | { 'do_not_call', 0 } | { 'callee_busy', 0 } | { 'dialed_enough', us after which it may be dialed } | { 'number_stopped', 0 }
--       | { 'campaign_stopped', 0 } | { 'campaign_cancelled', 0 } | { 'campaign_paused', 0 } | { 'campaign_full', 0 }
--       | { 'number_later' or 'campaign_later', us after which it may dial, us between two of its dials };
-- or, as the last one, what holds for those behind it too: { 'full', 0 } | { 'later', us after which to ask again }
--       | { 'yield', the priority whose turn it is } | { 'stopped', 0 }.
-- @include clock
-- @include epoch
-- @include limits
-- @include lease
-- @include campaign
-- @include rate
-- @include narrower
-- @include turn
-- @include dials
local leases_key, callees_key, rate_key, limits_key, stops_key, demand_key, turn_key, campaigns_key, dnc_key, dials_key, epoch_key = unpack(KEYS)
local this_epoch = epoch(epoch_key)
if not this_epoch then return CLOSED end
local lapse, tolerance, horizon, pod, believed = tonumber(ARGV[1]), tonumber(ARGV[4]), tonumber(ARGV[5]), ARGV[7], tonumber(ARGV[8])
local most = limit(limits_key, 'max_concurrent_calls', ARGV[2])
local account = rate_of(rate_key, limit(limits_key, 'rate_limit_per_second', ARGV[3]), tolerance)
local share = limit(limits_key, 'reserved_share', ARGV[6])
local most_dials, dials_period = tonumber(ARGV[9]), tonumber(ARGV[10])
local COMMON, EACH = 10, 8
local LAST = { full = true, later = true, yield = true, stopped = true }
local LONGEST = 2 * lapse + 60000

local now = micros()
local now_ms = math.floor(now / 1000)
purge(leases_key, now_ms, LONGEST)
local stops = redis.call('EXISTS', stops_key) == 1
local elsewhere = pod ~= '' and waiting_elsewhere(demand_key, pod, now_ms, believed)
local waits_here
local campaigns = {}

local function stopped(campaign_stop, number_stop)
  local found = redis.call('HMGET', stops_key, 'account:account', number_stop, campaign_stop)
  return found[1] and 'stopped' or found[2] and 'number_stopped' or found[3] and 'campaign_stopped'
end

-- What is known of the campaign of a lease, read once.
local function campaign_known(campaign)
  if not campaign then return {} end
  if not campaigns[campaign] then
    local set = campaign_settings(campaigns_key, campaign)
    campaigns[campaign] = { paused = set.paused == true, cancelled = is_cancelled(set), most = number_or_nil(set.max_concurrent), rate = number_or_nil(set.rate_per_second) }
    purge(leases_key .. ':' .. campaign, now_ms, LONGEST)
  end
  return campaigns[campaign]
end

-- Why no call of the campaign may be dialed now, if so.
local function campaign_closed(campaign, known, held)
  if known.cancelled then return 'campaign_cancelled' end
  if known.paused then return 'campaign_paused' end
  if not held and known.most and redis.call('ZCARD', leases_key .. ':' .. campaign) >= known.most then return 'campaign_full' end
end

-- Whether another attempt has the callee.
local function is_busy(callee, lease)
  local other = redis.call('HGET', callees_key, callee)
  if not other or other == lease then return false end
  if attempt_of(other) ~= attempt_of(lease) or redis.call('ZSCORE', leases_key, other) == 'inf' then return true end
  drop(leases_key, other)
  return false
end

local function ask(lease, callee, priority, besides, campaign_stop, number, number_stop, number_rate)
  local stop = stops and stopped(campaign_stop, number_stop)
  if stop then return { stop, 0 } end
  local campaign = campaign_of(lease)
  local known = campaign_known(campaign)
  local held = redis.call('ZSCORE', leases_key, lease)
  if not held and is_busy(callee, lease) then return { 'callee_busy', 0 } end
  local wait = most_dials > 0 and ms_until_dialable(dials_key .. ':' .. callee, most_dials, now_ms, dials_period)
  if wait then return { 'dialed_enough', wait * 1000 } end
  local closed = campaign_closed(campaign, known, held) -- after what it had under a dead permit is free
  if closed then return { closed, 0 } end
  local moment = next_moment(account, now, horizon)
  local rates = narrower_rates(rate_key .. ':' .. this_epoch, number, number_rate, campaign, known.rate, tolerance)
  local narrow, own = not_yet(rates, moment, now, horizon)
  if narrow then return { narrow.answer, own - now, narrow.spacing } end

  local first, others
  if pod ~= '' then
    waits_here = priority .. besides
    first, others = waiting_priorities(elsewhere, waits_here)
    local turn = whose_turn(turn_key, first, others)
    if turn ~= tonumber(priority) then return { 'yield', turn } end
  end
  if not held and redis.call('ZCARD', leases_key) >= most then return { 'full', 0 } end
  if moment - now > horizon then return { 'later', moment - now - horizon } end

  local late = take(account, rates, moment, now)
  if not held then hold(leases_key, lease, now_ms + lapse) end
  redis.call('HSET', callees_key, callee, lease)
  if pod ~= '' then
    took_turn(turn_key, tonumber(priority), first, others, share)
    waits_here = besides
  end
  return { 'granted', moment - now, moment, late }
end

-- For each call in their order, whether nobody may call its number: looked up at once, since every command costs a tenth of a permit.
local function on_do_not_call_list()
  local callees = {}
  for at = COMMON + 2, #ARGV, EACH do callees[#callees + 1] = ARGV[at] end
  return redis.call('HMGET', dnc_key, unpack(callees))
end

local listed = on_do_not_call_list()
local answers = {}
for at = COMMON + 1, #ARGV, EACH do
  local lease, callee, priority, besides, campaign_stop, number, number_stop, number_rate = unpack(ARGV, at, at + EACH - 1)
  local answer = listed[#answers + 1] and { 'do_not_call', 0 } -- what it has under a dead permit lapses
    or ask(lease, callee, priority, besides, campaign_stop, number, number_stop, tonumber(number_rate))
  answers[#answers + 1] = answer
  if LAST[answer[1]] then break end
end
if waits_here then note_demand(demand_key, pod, waits_here, whole(now_ms + believed)) end
return answers
