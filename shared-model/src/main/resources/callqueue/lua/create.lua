-- Creates a call, once: queued (kept by its record in Kafka) or scheduled (kept by its timer).
-- KEYS: 1 call, 2 request, 3 timers, 4 active, 5 counts, 6 epoch, 7 campaign, 8 ids of the campaigns that have calls
-- ARGV: 1 call id, 2 token of this sending, 3 request hash, 4 request, 5 due in ms or '', 6 status, 7 priority, 8 the campaign's id, 9.. field, value, ...
-- Returns { 'created' | 'existing' | 'conflict', now in ms, epoch, { field, value, ... } as it now stands }.
-- @include clock
-- @include epoch
-- @include indexes
-- @include wake
local call_key, request_key, timers_key, active_key, counts_key, epoch_key, campaign_key, campaign_ids_key = unpack(KEYS)
local call_id, token, request_hash, request, due, status, priority, campaign = unpack(ARGV, 1, 8)

local this_epoch = epoch(epoch_key)
if not this_epoch then return CLOSED end
local now = clock(redis.call('HGET', call_key, 'updated_at'))
local function answer(what)
  return { what, now, this_epoch, redis.call('HGETALL', call_key) }
end

local known_hash = redis.call('HGET', call_key, 'request_hash')
if known_hash then
  if redis.call('HGET', call_key, 'token') == token then return answer('created') end
  return answer(known_hash == request_hash and 'existing' or 'conflict')
end

redis.call('HSET', call_key, 'token', token, unpack(ARGV, 9))
redis.call('SET', request_key, request)
redis.call('ZADD', campaign_ids_key, 0, campaign)
if due ~= '' then
  redis.call('ZADD', timers_key, due, call_id)
  wake(timers_key, due, now)
end
count(counts_key, campaign_key, active_key, call_id, priority, '', status)
return answer('created')
