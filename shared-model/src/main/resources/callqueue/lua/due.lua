-- Brings back what is in `inflight` for too long, a bounded number of calls: their records are produced again.
-- Then fires the due timers of a shard, a bounded number of them, in the order of their moments:
--   scheduled, deferred, retrying -> queued, kept by `inflight` until its record is confirmed
--   dialing                       -> unknown, with a timer at the next look-up
--   unknown, ringing, in_progress    stay, with a timer at the next look-up
-- KEYS: 1 timers, 2 inflight, 3 active, 4 counts, 5 epoch
-- ARGV: 1 prefix of call keys, 2 prefix of request keys (both of this shard), 3 most calls at once of either kind, 4 ms until the next look-up,
--       5 ms after which an inflight call comes back
-- Returns { now in ms, epoch, ms until the next timer (-1: none), { { 'record' | 'look_up', call id, request or '', { field, value, ... } }, ... } }.
-- Each call leaves its place first: a script whose first write takes memory is refused when Redis has none left, and running calls must end.
-- Sent twice, it finds nothing more to do: what the first sending fired comes back from `inflight`, or by its next look-up.
-- @include clock
-- @include epoch
-- @include indexes
local timers_key, inflight_key, active_key, counts_key, epoch_key = unpack(KEYS)
local call_prefix, request_prefix, most, look_up_after, return_after = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
local WAITING = { scheduled = true, deferred = true, retrying = true }
local OPEN = { dialing = true, unknown = true, ringing = true, in_progress = true }

local now = clock(0)
local fired = {}

local function move(call_key, call_id, call, status)
  redis.call('HSET', call_key, 'status', status, 'version', tonumber(call[2]) + 1, 'updated_at', math.max(now, tonumber(call[5])), 'token', '')
  count(counts_key, active_key, call_id, call[4], call[1], status)
end

local function add(kind, call_id, request)
  fired[#fired + 1] = { kind, call_id, request, redis.call('HGETALL', call_prefix .. call_id) }
end

for _, call_id in ipairs(redis.call('ZRANGEBYSCORE', inflight_key, '-inf', now - return_after, 'LIMIT', 0, most)) do
  redis.call('ZREM', inflight_key, call_id)
  if redis.call('HGET', call_prefix .. call_id, 'status') == 'queued' then
    add('record', call_id, redis.call('GET', request_prefix .. call_id) or '')
    redis.call('ZADD', inflight_key, now, call_id)
  end
end

for _, call_id in ipairs(redis.call('ZRANGEBYSCORE', timers_key, '-inf', now, 'LIMIT', 0, most)) do
  local call_key = call_prefix .. call_id
  local call = redis.call('HMGET', call_key, 'status', 'version', 'revision', 'priority', 'updated_at')
  redis.call('ZREM', timers_key, call_id)
  if WAITING[call[1]] then
    move(call_key, call_id, call, 'queued')
    redis.call('HSET', call_key, 'revision', tonumber(call[3]) + 1)
    redis.call('HDEL', call_key, 'due_at', 'error')
    redis.call('ZADD', inflight_key, now, call_id)
    add('record', call_id, redis.call('GET', request_prefix .. call_id) or '')
  elseif OPEN[call[1]] then
    if call[1] == 'dialing' then move(call_key, call_id, call, 'unknown') end
    redis.call('ZADD', timers_key, now + look_up_after, call_id)
    add('look_up', call_id, '')
  end
end

local next_timer = redis.call('ZRANGE', timers_key, 0, 0, 'WITHSCORES')
return { now, epoch(epoch_key), next_timer[2] and math.max(0, tonumber(next_timer[2]) - now) or -1, fired }
