-- GCRA without burst: `rate_key` holds the next free send moment in microseconds.
-- A lost key means that nobody knows what was sent in the last second: the next moment is a whole second away. The same holds for a
-- value that lies further ahead than any could: the clock of this Redis was set back.
-- Returns the microseconds until the moment given, or nil and the microseconds after which to ask again.
local function take_moment(rate_key, now, spacing, horizon)
  local free = tonumber(redis.call('GET', rate_key) or '')
  if not free or free > now + horizon + spacing + 1000000 then
    free = now + 1000000
    redis.call('SET', rate_key, whole(free))
  end
  local moment = math.max(now, free)
  if moment - now > horizon then return nil, moment - now - horizon end
  redis.call('SET', rate_key, whole(moment + spacing))
  return moment - now, 0
end
