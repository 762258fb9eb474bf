-- Calls that scripts bring back, many at once. `shard` names what belongs to the shard (timers, inflight, active, counts; the prefixes call,
-- request, campaign, parked, expiry) and holds `now`, `bytes`, those of the requests in the answer so far, and `fired`, the script's answer: { { 'record' | 'look_up', call id, request or '', { field, value, ... }, when it was due in ms or '' }, ... }.
local function standing(shard, call_id)
  local call = redis.call('HMGET', shard.call .. call_id, 'status', 'version', 'revision', 'priority', 'updated_at', 'campaign_id', 'due_at')
  return { id = call_id, key = shard.call .. call_id, status = call[1], version = call[2], revision = call[3], priority = call[4],
    updated_at = call[5], campaign = call[6], due_at = call[7] }
end

local function move(shard, call, status)
  redis.call('HDEL', call.key, 'restored_epoch') -- its version is one of this epoch from here on
  redis.call('HSET', call.key, 'status', status, 'version', tonumber(call.version) + 1, 'updated_at', math.max(shard.now, tonumber(call.updated_at)),
    'token', '')
  count(shard.counts, shard.campaign .. call.campaign, shard.active, call.id, call.priority, call.status, status)
end

-- No more requests are answered at once when they have so many bytes: whoever asks holds the answers of all shards.
local MOST_BYTES = 256 * 1024

local function is_full(shard)
  return shard.bytes >= MOST_BYTES
end

local function answer(shard, kind, call_id, due_at)
  local request = kind == 'record' and redis.call('GET', shard.request .. call_id) or ''
  shard.bytes = shard.bytes + #request
  shard.fired[#shard.fired + 1] = { kind, call_id, request, redis.call('HGETALL', shard.call .. call_id), due_at or '' }
end

-- A call that waited is queued under a new revision, kept by `inflight` until its record is confirmed.
local function queue(shard, call)
  move(shard, call, 'queued')
  redis.call('HSET', call.key, 'revision', tonumber(call.revision) + 1)
  redis.call('HDEL', call.key, 'due_at', 'error')
  redis.call('ZADD', shard.inflight, shard.now, call.id)
  answer(shard, 'record', call.id, call.due_at)
end

-- A parked call of this campaign is queued; an entry of a call that is not deferred, or is none, only goes.
local function unpark(shard, campaign, call_id)
  leave_parked(shard.campaign .. campaign, shard.parked .. campaign, shard.expiry .. campaign, call_id)
  local call = standing(shard, call_id)
  if call.status == 'deferred' then queue(shard, call) end
end
