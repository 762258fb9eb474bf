-- Changes the state of a call, together with who keeps it and every index of it, if it is still the version that the move was decided on.
-- KEYS: 1 call, 2 timers, 3 inflight, 4 active, 5 counts, 6 ended, 7 attempts, 8 epoch, 9 campaign, 10 parked, 11 parked-expiry
-- ARGV: 1 call id, 2 version decided on, 3 epoch that it was counted in, 4 token of this sending, 5 keeping: 'timer' | 'parked' | 'same' | 'nobody',
--       6 due in ms (timer only), 7 new priority, 8 new status, 9 number of the attempt that ended or '', 10 that attempt, 11 how many fields are gone, then these; then field, value, ... of
--       those that changed: all others are as they were, since the version is the one decided on
-- Returns { 'applied' | 'changed' | 'absent', now in ms, epoch, { field, value, ... } as it stands, when changed }.
-- @include clock
-- @include epoch
-- @include indexes
-- @include parked
-- @include wake
local call_key, timers_key, inflight_key, active_key, counts_key, ended_key, attempts_key, epoch_key, campaign_key, parked_key, expiry_key = unpack(KEYS)
local call_id, version, decided_epoch, token, keeping, due, priority, status, ended_number, ended_attempt, gone = unpack(ARGV, 1, 11)
local first_field = 12 + tonumber(gone)

local this_epoch = epoch(epoch_key)
if not this_epoch then return CLOSED end
local stood = redis.call('HMGET', call_key, 'version', 'token', 'status', 'updated_at', 'priority')
local now = clock(stood[4])
if not stood[1] then return { 'absent', now, this_epoch, {} } end
if stood[2] == token then return { 'applied', now, this_epoch, {} } end
if stood[1] ~= version or this_epoch ~= tonumber(decided_epoch) then return { 'changed', now, this_epoch, redis.call('HGETALL', call_key) } end

redis.call('HDEL', call_key, 'restored_epoch', unpack(ARGV, 12, first_field - 1)) -- also first since it takes no memory: see due.lua
redis.call('HSET', call_key, 'token', token, unpack(ARGV, first_field))
if keeping ~= 'same' then -- what kept it: a queued one perhaps `inflight`, a deferred one perhaps `parked`, others a timer, which is overwritten
  if keeping ~= 'timer' then redis.call('ZREM', timers_key, call_id) end
  if stood[3] == 'queued' then redis.call('ZREM', inflight_key, call_id) end
  if stood[3] == 'deferred' then leave_parked(campaign_key, parked_key, expiry_key, call_id) end
end
if keeping == 'timer' then
  redis.call('ZADD', timers_key, due, call_id)
  wake(timers_key, due, now)
end
if keeping == 'parked' and park(timers_key, campaign_key, parked_key, expiry_key, call_key, call_id, now) then wake(timers_key, now, now) end
if keeping == 'nobody' then redis.call('ZADD', ended_key, now, call_id) end
if ended_number ~= '' then redis.call('HSET', attempts_key, ended_number, ended_attempt) end
count(counts_key, campaign_key, active_key, call_id, priority, stood[3], status, stood[5])
return { 'applied', now, this_epoch, {} }
