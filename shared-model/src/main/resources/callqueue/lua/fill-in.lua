-- Replaces what is known of an attempt that ended, if it still is what was read: more became known of it.
-- KEYS: 1 attempts, 2 epoch
-- ARGV: 1 number of the attempt, 2 epoch that it was read in, 3 the attempt as it was read, 4 as it is known now
-- Returns { 1 }, or { 0 } when it has changed. Sent twice, it finds its own and answers the same.
-- It leaves its place first: a script whose first write takes memory is refused when Redis has none left.
-- @include epoch
local attempts_key, epoch_key = unpack(KEYS)
local number, read_epoch, before, known = unpack(ARGV)

local this_epoch = epoch(epoch_key)
if not this_epoch then return CLOSED end
local stands = redis.call('HGET', attempts_key, number)
if stands == known then return { 1 } end
if stands ~= before or this_epoch ~= tonumber(read_epoch) then return { 0 } end

redis.call('HDEL', attempts_key, number)
redis.call('HSET', attempts_key, number, known)
return { 1 }
