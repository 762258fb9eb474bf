-- Removes calls of a shard that ended before a moment, a bounded number of them.
-- KEYS: 1 ended
-- ARGV: 1 prefix of call keys, 2 prefix of request keys, 3 prefix of attempts keys, 4 moment in ms, 5 most calls at once
-- Returns { how many it removed }. Sent twice, it removes the next ones.
local ended_key = KEYS[1]
local call_prefix, request_prefix, attempts_prefix, moment, most = ARGV[1], ARGV[2], ARGV[3], ARGV[4], tonumber(ARGV[5])

local calls = redis.call('ZRANGEBYSCORE', ended_key, '-inf', moment, 'LIMIT', 0, most)
for _, call_id in ipairs(calls) do
  redis.call('DEL', call_prefix .. call_id, request_prefix .. call_id, attempts_prefix .. call_id)
  redis.call('ZREM', ended_key, call_id)
end
return { #calls }
