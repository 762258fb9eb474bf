-- Brings back parked calls of a campaign, a bounded number of them, the most urgent first: deferred -> queued, kept by `inflight` until its record is
-- confirmed, as a due timer does.
-- KEYS: 1 timers, 2 inflight, 3 active, 4 counts, 5 epoch
-- ARGV: prefixes of this shard's keys: 1 call, 2 request, 3 campaign, 4 parked, 5 parked-expiry; 6 token of this sending, 7 campaign, 8 most calls, fewer
--       when their requests are long (include/returns.lua): then it is looked at again at once,
--       9 '1' to look at the campaign again at once, if calls are parked still
-- Returns { now in ms, epoch, { { 'record', call id, request, { field, value, ... }, '' }, ... } }.
-- Each call leaves its place first: a script whose first write takes memory is refused when Redis has none left.
-- Sent twice, it finds nothing more to do: what the first sending brought back comes again from `inflight`.
-- @include clock
-- @include epoch
-- @include indexes
-- @include parked
-- @include returns
local shard = { timers = KEYS[1], inflight = KEYS[2], active = KEYS[3], counts = KEYS[4], now = clock(0), bytes = 0, fired = {} }
shard.call, shard.request, shard.campaign, shard.parked, shard.expiry = unpack(ARGV, 1, 5)
local this_epoch = epoch(KEYS[5])
if not this_epoch then return CLOSED end
local token, campaign, most, again = ARGV[6], ARGV[7], tonumber(ARGV[8]), ARGV[9] == '1'
local campaign_key, parked_key = shard.campaign .. campaign, shard.parked .. campaign

local calls = {}
if redis.call('HGET', campaign_key, 'token') ~= token then calls = redis.call('ZRANGE', parked_key, 0, most - 1) end
for _, call_id in ipairs(calls) do
  if is_full(shard) then
    again = true
    break
  end
  unpark(shard, campaign, call_id)
end
if #calls > 0 then redis.call('HSET', campaign_key, 'token', token) end
if again and #calls > 0 and redis.call('EXISTS', parked_key) == 1 then
  redis.call('ZADD', shard.timers, shard.now, LOOK .. campaign)
end
return { shard.now, this_epoch, shard.fired }
