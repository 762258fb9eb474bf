-- A walk over calls of a campaign is over, unless the same was wanted again meanwhile.
-- KEYS: 1 what is wanted and under way, by its name
-- ARGV: 1 name, 2 what is over
-- Returns { 1 }, or { 0 } when it is not that one. Sent twice, it changes nothing more.
local wanted_key = KEYS[1]
local name, over = ARGV[1], ARGV[2]

if redis.call('HGET', wanted_key, name) ~= over then return { 0 } end
redis.call('HDEL', wanted_key, name)
return { 1 }
