-- Reads a call together with the time of Redis, so that a move can be decided on both.
-- KEYS: 1 call, 2 epoch
-- Returns { now in ms, epoch, { field, value, ... } }; no fields when there is no such call.
-- @include clock
-- @include epoch
local call_key, epoch_key = KEYS[1], KEYS[2]

local this_epoch = epoch(epoch_key)
if not this_epoch then return CLOSED end
return { clock(redis.call('HGET', call_key, 'updated_at')), this_epoch, redis.call('HGETALL', call_key) }
