-- Brings back what is in `inflight` for too long, a bounded number of calls: their records are produced again.
-- Then fires the due timers of a shard, a bounded number of them, in the order of their moments:
--   scheduled, deferred, retrying -> queued, kept by `inflight` until its record is confirmed
--   dialing                       -> unknown, with a timer at the next look-up
--   unknown, ringing, in_progress    stay, with a timer at the next look-up
--   a look at a campaign             its parked calls that have expired -> queued; the next look is set, if calls are parked still
-- KEYS: 1 timers, 2 inflight, 3 active, 4 counts, 5 epoch
-- ARGV: prefixes of this shard's keys: 1 call, 2 request, 3 campaign, 4 parked, 5 parked-expiry; 6 most calls at once of either kind,
--       7 ms until the next look-up, 8 ms after which an inflight call comes back, 9 ms between two looks at a campaign
-- Fewer when their requests are long (include/returns.lua); then the next timer is told to be now.
-- Returns { now in ms, epoch, ms until the next timer (-1: none), { { 'record' | 'look_up', call id, request or '', { field, value, ... }, when it was due in ms or '' }, ... },
--       { campaign that was looked at and has parked calls, ... } }.
-- Each entry leaves its place first: a script whose first write takes memory is refused when Redis has none left, and running calls must end.
-- Sent twice, it finds nothing more to do: what the first sending fired comes back from `inflight`, or by its next look-up or look.
-- @include clock
-- @include epoch
-- @include indexes
-- @include parked
-- @include returns
local shard = { timers = KEYS[1], inflight = KEYS[2], active = KEYS[3], counts = KEYS[4], now = clock(0), bytes = 0, fired = {} }
shard.call, shard.request, shard.campaign, shard.parked, shard.expiry = unpack(ARGV, 1, 5)
local this_epoch = epoch(KEYS[5])
if not this_epoch then return CLOSED end
local most, look_up_after, return_after, look_interval = tonumber(ARGV[6]), tonumber(ARGV[7]), tonumber(ARGV[8]), tonumber(ARGV[9])
local WAITING = { scheduled = true, deferred = true, retrying = true }
local OPEN = { dialing = true, unknown = true, ringing = true, in_progress = true }
local now, looks = shard.now, {}

local function come_back(call_id)
  redis.call('ZREM', shard.inflight, call_id)
  if redis.call('HGET', shard.call .. call_id, 'status') == 'queued' then
    answer(shard, 'record', call_id)
    redis.call('ZADD', shard.inflight, now, call_id)
  end
end

local function fire(call_id)
  redis.call('ZREM', shard.timers, call_id)
  local call = standing(shard, call_id)
  if WAITING[call.status] then
    queue(shard, call)
  elseif OPEN[call.status] then
    if call.status == 'dialing' then move(shard, call, 'unknown') end
    redis.call('ZADD', shard.timers, now + look_up_after, call_id)
    answer(shard, 'look_up', call_id)
  end
end

-- Brings back at most `room` expired calls; looked at again at once, if there may be more. Answers how many.
local function look(entry, room)
  redis.call('ZREM', shard.timers, entry)
  local campaign = string.sub(entry, 2)
  local expired = redis.call('ZRANGEBYSCORE', shard.expiry .. campaign, '-inf', now, 'LIMIT', 0, room)
  for _, call_id in ipairs(expired) do
    if is_full(shard) then break end
    redis.call('ZREM', shard.expiry .. campaign, call_id)
    unpark(shard, campaign, call_id)
  end
  if redis.call('EXISTS', shard.parked .. campaign) == 1 then
    redis.call('ZADD', shard.timers, (#expired == room or is_full(shard)) and now or next_look(campaign, now, look_interval), entry)
    looks[#looks + 1] = campaign
  end
  return #expired
end

for _, call_id in ipairs(redis.call('ZRANGEBYSCORE', shard.inflight, '-inf', now - return_after, 'LIMIT', 0, most)) do
  if is_full(shard) then break end
  come_back(call_id)
end
local more_in_flight = is_full(shard)
shard.bytes = 0 -- what is due does not wait until all have come back

local due = redis.call('ZRANGEBYSCORE', shard.timers, '-inf', now, 'LIMIT', 0, most)
local room = most - #due
for _, entry in ipairs(due) do
  if is_full(shard) then break end
  if string.sub(entry, 1, 1) == LOOK then
    room = room + 1 - look(entry, room + 1)
  else
    fire(entry)
  end
end

local next_timer = redis.call('ZRANGE', shard.timers, 0, 0, 'WITHSCORES')
local until_next = more_in_flight and 0 or next_timer[2] and math.max(0, tonumber(next_timer[2]) - now) or -1
return { now, this_epoch, until_next, shard.fired, looks }
