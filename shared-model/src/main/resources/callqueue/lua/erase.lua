-- Replaces what Redis has of a call that ended by what is left of it once its callee is not to be known any more, if it is still the version
-- that this was made of.
-- KEYS: 1 call, 2 request, 3 attempts, 4 epoch
-- ARGV: 1 version it was made of, 2 epoch that it was counted in, 3 request or '', 4 how many ended attempts, then number, attempt, ...;
--       then field, value, ... of the call
-- Returns { 1 }, or { 0 } when the call has changed. Sent twice, it answers { 0 } and has changed nothing more.
-- @include epoch
local call_key, request_key, attempts_key, epoch_key = unpack(KEYS)
local version, decided_epoch, request, attempts = unpack(ARGV, 1, 4)
local first_field = 5 + 2 * tonumber(attempts)

local this_epoch = epoch(epoch_key)
if not this_epoch then return CLOSED end
if redis.call('HGET', call_key, 'version') ~= version or this_epoch ~= tonumber(decided_epoch) then return { 0 } end

redis.call('DEL', call_key, request_key, attempts_key)
redis.call('HSET', call_key, 'token', '', unpack(ARGV, first_field))
if request ~= '' then redis.call('SET', request_key, request) end
for at = 5, first_field - 1, 2 do
  redis.call('HSET', attempts_key, ARGV[at], ARGV[at + 1])
end
return { 1 }
