-- Held leases: `leases_key` has all, by the ms at which they lapse, or 'inf' once they are firm; '<leases_key>:<campaign>' has those of a campaign alike.
-- A lease is named <call id>/<attempt>/<token>#<campaign>@<caller number>; the last two may be missing.
local function campaign_of(lease)
  return string.match(lease, '#([^@]+)')
end

local function attempt_of(lease)
  return string.match(lease, '^(.*)/')
end

local function hold(leases_key, lease, lapse)
  local campaign = campaign_of(lease)
  redis.call('ZADD', leases_key, lapse, lease)
  if campaign then redis.call('ZADD', leases_key .. ':' .. campaign, lapse, lease) end
end

-- Returns how many leases it took away. A removal first: a first write that takes memory would be refused when there is none left.
local function drop(leases_key, lease)
  local campaign = campaign_of(lease)
  if campaign then redis.call('ZREM', leases_key .. ':' .. campaign, lease) end
  return redis.call('ZREM', leases_key, lease)
end

-- What lapsed, and what lapses later than any could: the clock of this Redis was set back.
local function purge(leases_key, now_ms, longest)
  redis.call('ZREMRANGEBYSCORE', leases_key, '-inf', now_ms)
  redis.call('ZREMRANGEBYSCORE', leases_key, '(' .. now_ms + longest, '(inf')
end
