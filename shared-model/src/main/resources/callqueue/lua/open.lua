-- Opens what one tag has, in a new epoch, unless somebody else has begun to make it anew meanwhile.
-- KEYS: 1 epoch, 2 (for admission) run id of the Redis that is opened, 3 (for admission) the moment at which it was seen to be
-- ARGV: 1 the mark that `close` made, 2 the new epoch, 3 (for admission) the run id of this Redis
-- Returns { 1 }, or { 0 } when the mark is not there any more. Sent twice, it answers the same.
-- @include clock
local epoch_key, run_key, seen_key = unpack(KEYS)
local mark, new_epoch, run = unpack(ARGV)

local stood = redis.call('GET', epoch_key)
if stood ~= mark and stood ~= new_epoch then return { 0 } end
redis.call('SET', epoch_key, new_epoch)
if run_key then
  redis.call('SET', run_key, run)
  redis.call('SET', seen_key, string.format('%.0f', clock(0)))
end
return { 1 }
