-- What names the looks at the parked calls of a campaign in `timers`: no call id begins with '/'.
local LOOK = '/'

-- The more urgent come back first, of these the older.
local PRIORITIES = { 'urgent', 'high', 'normal', 'low' }
local FIRST = { urgent = 0, high = 1e13, normal = 2e13, low = 3e13 }

-- Parks a call, whose hash is written already, under its campaign; and has the campaign looked at, at once unless a look is set.
-- Answers whether one was set.
local function park(timers_key, campaign_key, parked_key, expiry_key, call_key, call_id, now)
  local call = redis.call('HMGET', call_key, 'campaign_id', 'created_at', 'expires_at', 'priority')
  redis.call('ZADD', parked_key, string.format('%.0f', FIRST[call[4]] + tonumber(call[2])), call_id)
  if call[3] then redis.call('ZADD', expiry_key, call[3], call_id) end
  redis.call('HINCRBY', campaign_key, 'parked:' .. call[4], 1)
  return redis.call('ZADD', timers_key, 'NX', now, LOOK .. call[1]) == 1
end

-- Takes a call from those parked under its campaign, if it is one of them.
local function leave_parked(campaign_key, parked_key, expiry_key, call_id)
  local place = redis.call('ZSCORE', parked_key, call_id)
  if not place then return end
  redis.call('ZREM', parked_key, call_id)
  redis.call('ZREM', expiry_key, call_id)
  redis.call('HINCRBY', campaign_key, 'parked:' .. PRIORITIES[1 + math.floor(tonumber(place) / 1e13)], -1)
end

-- The next look at a campaign after `now`: at the same moment in all shards, at another one for each campaign.
local function next_look(campaign, now, interval)
  local offset = tonumber(string.sub(redis.sha1hex(campaign), 1, 8), 16) % interval
  return (math.floor((now - offset) / interval) + 1) * interval + offset
end
