-- Grants, all or nothing, a slot under the cap, the callee's number, and a send moment under the rate.
-- The lease lapses by itself until it is made firm. Sent twice, it grants the same lease again, with a later moment.
-- A lease is named <call id>/<attempt>/<token>. One of the same attempt that is not firm is taken over: who had it died before the claim,
-- or holds the same record and will find the call claimed, or find its lease gone and ask again.
-- KEYS: 1 leases, 2 callees, 3 rate
-- ARGV: 1 lease, 2 callee's number, 3 most leases at once, 4 spacing of moments in us, 5 how far ahead a moment may lie in us,
--       6 ms until the lease lapses
-- Returns { 'granted', us until the send moment } | { 'full', 0 } | { 'later', us after which to ask again } | { 'callee_busy', 0 }.
-- @include clock
-- @include rate
local leases_key, callees_key, rate_key = KEYS[1], KEYS[2], KEYS[3]
local lease, callee, most, spacing, horizon, lapse =
  ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])

local function attempt_of(name)
  return string.match(name, '^(.*)/')
end

local now = micros()
local now_ms = math.floor(now / 1000)
redis.call('ZREMRANGEBYSCORE', leases_key, '-inf', now_ms)

local held = redis.call('ZSCORE', leases_key, lease)
if not held then
  local other = redis.call('HGET', callees_key, callee)
  local lapses = other and other ~= lease and redis.call('ZSCORE', leases_key, other)
  if lapses then
    if lapses == 'inf' or attempt_of(other) ~= attempt_of(lease) then return { 'callee_busy', 0 } end
    redis.call('ZREM', leases_key, other)
  end
  if redis.call('ZCARD', leases_key) >= most then return { 'full', 0 } end
end

local wait, again = take_moment(rate_key, now, spacing, horizon)
if not wait then return { 'later', again } end

if not held then redis.call('ZADD', leases_key, now_ms + lapse, lease) end
redis.call('HSET', callees_key, callee, lease)
return { 'granted', wait }
