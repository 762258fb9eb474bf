-- Goes on making Redis anew for a while, or ends it: for who has begun it only.
-- KEYS: 1 progress
-- ARGV: 1 token of who has begun, 2 ms until another may begin, or 0 to end, 3 how far it is
-- Returns { 1 }, or { 0 } when another one has begun meanwhile, or may. Sent twice, it answers 0 the second time when it ended.
local progress_key, token, kept, text = KEYS[1], ARGV[1], tonumber(ARGV[2]), ARGV[3]

local stood = redis.call('GET', progress_key)
if not stood or string.match(stood, '^%S*') ~= token then return { 0 } end
if kept == 0 then redis.call('DEL', progress_key) else redis.call('SET', progress_key, token .. ' ' .. text, 'PX', kept) end
return { 1 }
