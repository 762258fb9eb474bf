-- The records of popped calls of a shard are acked by Kafka: from here the records keep the calls. What has moved on meanwhile is left alone.
-- KEYS: 1 inflight
-- ARGV: 1 prefix of this shard's keys of calls; then call id, revision of its record, ...
-- Returns { how many it confirmed }. Sent twice, it changes nothing more.
local inflight_key, call_prefix = KEYS[1], ARGV[1]

local confirmed = 0
for at = 2, #ARGV, 2 do
  if redis.call('HGET', call_prefix .. ARGV[at], 'revision') == ARGV[at + 1] then
    confirmed = confirmed + redis.call('ZREM', inflight_key, ARGV[at])
  end
end
return { confirmed }
