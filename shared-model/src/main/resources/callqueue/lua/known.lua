-- Whether this Redis is the one that was opened, as the same process, and is open; if so, that it was so at this moment is noted. A Redis that was
-- restarted or failed over may have lost the last writes: how old what it has is, that note tells.
-- KEYS: 1 run id and replication id of the Redis that was opened, 2 epoch of admission, 3 the moment in ms, 4 progress of making it anew
-- ARGV: 1 run id and replication id of this Redis
-- Returns { 1 }, or { 0, progress or '' }. Sent twice, it answers the same.
-- @include clock
-- @include epoch
local run_key, epoch_key, seen_key, progress_key = unpack(KEYS)

if redis.call('GET', run_key) ~= ARGV[1] or not epoch(epoch_key) then return { 0, redis.call('GET', progress_key) or '' } end
redis.call('DEL', seen_key) -- first since it takes no memory: see due.lua
redis.call('SET', seen_key, string.format('%.0f', clock(0)))
return { 1 }
