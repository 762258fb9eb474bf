-- Writes a call as the ledger knows it, while its shard is closed, unless Redis knows it at least as well: of two states the one with the higher
-- epoch, then version, is the newer; of two calls of one id, the one that was created later. What the ledger knows of ended attempts and of the
-- request is filled in either way.
-- KEYS: 1 call, 2 request, 3 attempts, 4 timers, 5 inflight, 6 active, 7 counts, 8 ended, 9 epoch, 10 campaign, 11 parked, 12 parked-expiry, 13 ids of the campaigns that have calls
-- ARGV: 1 call id, 2 the mark that `close` made, 3 epoch, 4 version, 5 keeping: 'timer' | 'parked' | 'inflight' | 'record' | 'nobody',
--       6 due in ms (timer), or when it ended (nobody), 7 priority, 8 status, 9 the campaign's id, 10 request or '', 11 when it was created, in ms, 12 '1' if its callee was erased, so that nothing stays of what Redis has beside it, or '',
--       13 how many ended attempts, then number, attempt, ...;
--       then field, value, ... of the call
-- Returns { 1 }, { 0 } when Redis knew as much, { 2 } when it knew more, or { -1 } when the mark is not there any more. Sent twice, it changes nothing more.
-- @include clock
-- @include indexes
-- @include parked
local call_key, request_key, attempts_key, timers_key, inflight_key, active_key, counts_key, ended_key, epoch_key, campaign_key, parked_key, expiry_key, ids_key = unpack(KEYS)
local call_id, mark, of_epoch, version, keeping, due, priority, status, campaign, request, created, erased, attempts = unpack(ARGV, 1, 13)
local first_field = 14 + 2 * tonumber(attempts)

if redis.call('GET', epoch_key) ~= mark then return { -1 } end
local stood = redis.call('HMGET', call_key, 'version', 'restored_epoch', 'status', 'priority', 'created_at', 'campaign_id')
local stood_epoch = tonumber(stood[2] or string.match(mark, '^%d+'))
local is_newer = not stood[1] or tonumber(of_epoch) > stood_epoch
  or (tonumber(of_epoch) == stood_epoch and tonumber(version) > tonumber(stood[1]))
if stood[1] and stood[5] ~= created then
  is_newer = tonumber(created) > tonumber(stood[5])
  if not is_newer then return { 2 } end
end
local is_another = stood[1] and stood[5] ~= created
if is_newer and (is_another or erased ~= '') then redis.call('DEL', request_key, attempts_key) end

if request ~= '' then redis.call(is_newer and 'SET' or 'SETNX', request_key, request) end
for at = 14, first_field - 1, 2 do
  redis.call(is_newer and 'HSET' or 'HSETNX', attempts_key, ARGV[at], ARGV[at + 1])
end
if not is_newer then
  local is_same = tonumber(of_epoch) == stood_epoch and version == stood[1]
  return { is_same and 0 or 2 }
end

redis.call('ZREM', timers_key, call_id)
redis.call('ZREM', inflight_key, call_id)
redis.call('ZREM', ended_key, call_id)
leave_parked(campaign_key, parked_key, expiry_key, call_id)
redis.call('DEL', call_key)
redis.call('HSET', call_key, 'token', '', 'restored_epoch', of_epoch, unpack(ARGV, first_field))
redis.call('ZADD', ids_key, 0, campaign)
if keeping == 'timer' then
  redis.call('ZADD', timers_key, due, call_id)
elseif keeping == 'parked' then
  park(timers_key, campaign_key, parked_key, expiry_key, call_key, call_id, clock(0))
elseif keeping == 'inflight' then
  redis.call('ZADD', inflight_key, string.format('%.0f', clock(0)), call_id)
elseif keeping == 'nobody' then
  redis.call('ZADD', ended_key, due, call_id)
end
count(counts_key, campaign_key, active_key, call_id, priority, stood[3] or '', status, stood[4] or priority)
if is_another and stood[6] ~= campaign then
  local others_key = string.sub(campaign_key, 1, -1 - #campaign) .. stood[6]
  redis.call('HINCRBY', campaign_key, stood[3], 1)
  redis.call('HINCRBY', others_key, stood[3], -1)
  if stood[3] == 'queued' then
    redis.call('HINCRBY', campaign_key, 'queued:' .. stood[4], 1)
    redis.call('HINCRBY', others_key, 'queued:' .. stood[4], -1)
  end
end
return { 1 }
