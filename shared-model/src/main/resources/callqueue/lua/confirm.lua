-- The record of a popped call is acked by Kafka: from here the record keeps the call.
-- KEYS: 1 call, 2 inflight
-- ARGV: 1 call id, 2 revision of the record
-- Returns { 1 }, or { 0 } when the call moved on meanwhile. Sent twice, it changes nothing more.
local call_key, inflight_key = KEYS[1], KEYS[2]
local call_id, revision = ARGV[1], ARGV[2]

if redis.call('HGET', call_key, 'revision') ~= revision then return { 0 } end
redis.call('ZREM', inflight_key, call_id)
return { 1 }
