-- Grants, all or nothing, a slot under the cap, the callee's number, and a send moment under the rate, to the call whose turn it is.
-- The lease lapses by itself until it is made firm. Sent twice, it grants the same lease again, with a later moment.
-- A lease is named <call id>/<attempt>/<token>. One of the same attempt that is not firm is taken over: who had it died before the claim,
-- or holds the same record and will find the call claimed, or find its lease gone and ask again.
-- The callee of a lease that lapsed stays taken until somebody saw (and told `forget`) that its attempt was never claimed: a claimed one is
-- looked up at Plivo by this number, and another call to it would be taken for it.
-- KEYS: 1 leases, 2 callees, 3 rate, 4 limits, 5 stops, 6 demand, 7 turn, 8 caller numbers
-- ARGV: 1 lease, 2 callee's number, 3 ms until the lease lapses, 4 most leases at once, 5 dials a second, 6 us that a dial may be late,
--       7 how far ahead a moment may lie in us, 8 the less urgent calls' reserved share, 9 the asking pod, or '' for a call that was claimed
--       already and waits for nobody's turn, 10 the call's priority (1 to 4), 11 the priorities that wait in this pod besides, as digits,
--       12 ms for which its demand is believed, 13 and 14 what a stop of the caller number and one of the campaign are named,
--       15 the caller number, 16 the dials a second that it may make, or '' for any
-- Returns { 'granted', us until the send moment } | { 'full', 0 } | { 'later', us after which to ask again } | { 'callee_busy', 0 }
--       | { 'yield', the priority whose turn it is } | { 'stopped', 0 }
--       | { 'number_stopped', 0 } | { 'campaign_stopped', 0 } | { 'number_later', us after which the caller number may dial }.
-- @include clock
-- @include limits
-- @include number
-- @include rate
-- @include turn
local leases_key, callees_key, rate_key, limits_key, stops_key, demand_key, turn_key, numbers_key = unpack(KEYS)
local lease, callee, lapse = ARGV[1], ARGV[2], tonumber(ARGV[3])
local pod, priority, besides = ARGV[9], tonumber(ARGV[10]), ARGV[11]
local tolerance, number, number_rate = tonumber(ARGV[6]), ARGV[15], tonumber(ARGV[16])

local function attempt_of(name)
  return string.match(name, '^(.*)/')
end

local now = micros()
local now_ms = math.floor(now / 1000)
redis.call('ZREMRANGEBYSCORE', leases_key, '-inf', now_ms)
local stops = redis.call('HMGET', stops_key, 'account:account', ARGV[13], ARGV[14])
if stops[1] then return { 'stopped', 0 } end
if stops[2] then return { 'number_stopped', 0 } end
if stops[3] then return { 'campaign_stopped', 0 } end

local held = redis.call('ZSCORE', leases_key, lease)
if not held then
  local other = redis.call('HGET', callees_key, callee)
  if other and other ~= lease then
    if attempt_of(other) ~= attempt_of(lease) or redis.call('ZSCORE', leases_key, other) == 'inf' then return { 'callee_busy', 0 } end
    redis.call('ZREM', leases_key, other)
  end
end

local number_again = number_wait(numbers_key, number, number_rate, rate_key, now, tolerance)
if number_again then return { 'number_later', number_again } end

local first, others
if pod ~= '' then
  note_demand(demand_key, pod, priority .. besides, whole(now_ms + tonumber(ARGV[12])))
  first, others = waiting_priorities(demand_key, now_ms)
  local turn = whose_turn(turn_key, first, others)
  if turn ~= priority then return { 'yield', turn } end
end

local most = limit(limits_key, 'max_concurrent_calls', ARGV[4])
if not held and redis.call('ZCARD', leases_key) >= most then return { 'full', 0 } end
local wait, again = take_moment(rate_key, now, spacing_of(limits_key, ARGV[5], tolerance), tonumber(ARGV[7]))
if not wait then return { 'later', again } end

number_took(numbers_key, number, number_rate, now + wait, tolerance)
if not held then redis.call('ZADD', leases_key, now_ms + lapse, lease) end
redis.call('HSET', callees_key, callee, lease)
if pod ~= '' then
  took_turn(turn_key, priority, first, others, limit(limits_key, 'reserved_share', ARGV[8]))
  note_demand(demand_key, pod, besides, whole(now_ms + tonumber(ARGV[12])))
end
return { 'granted', wait }
