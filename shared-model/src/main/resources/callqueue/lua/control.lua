-- Puts a record of calls.control in force, unless one of its key that was written later is in force already.
-- KEYS: 1 offsets in force by record key, 2 the hash that the record is about
-- ARGV: 1 record key, 2 its offset, 3 the field it sets, or '' when it sets the whole hash, 4.. the value, or field, value, ...; none removes it
-- Returns { 1 }, or { 0 } when it is too old. Sent twice, it changes nothing more.
local applied_key, target_key = KEYS[1], KEYS[2]
local key, offset, field = ARGV[1], tonumber(ARGV[2]), ARGV[3]

if offset <= tonumber(redis.call('HGET', applied_key, key) or -1) then return { 0 } end
redis.call('HDEL', applied_key, key) -- first since it takes no memory: see due.lua
redis.call('HSET', applied_key, key, ARGV[2])
if field ~= '' then
  if ARGV[4] then redis.call('HSET', target_key, field, ARGV[4]) else redis.call('HDEL', target_key, field) end
else
  redis.call('DEL', target_key)
  if ARGV[4] then redis.call('HSET', target_key, unpack(ARGV, 4)) end
end
return { 1 }
