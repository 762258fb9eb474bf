-- Send moments under a rate: no window of a second and the tolerance has more of them than the rate, so no rolling second at Plivo has, though
-- a dial may be late by the tolerance. `key` is the list of the moments that were given from a window ago on, in us, in their order.
-- Two lie four fifths of the even spacing apart, at least: what was lost (a moment given back, a pause of all pods) is made up for.
-- A rate that is not a whole number has them evenly spaced: so no second has more than the next whole number of them.
local function rate_of(per_second, tolerance)
  local most = math.max(1, math.floor(per_second))
  local window = math.ceil((1000000 + tolerance) * most / per_second)
  local closer = per_second >= 2 and per_second == most and 0.8 or 1
  return { most = most, window = window, spacing = math.ceil(closer * window / most), kept = math.max(window, 1000000 + tolerance) }
end

-- The next moment, not before now. A lost key means that nobody knows what was sent in the last window: the next moment is a whole one away. The same
-- holds for a value that lies further ahead than any could: the clock of this Redis was set back.
local function next_moment(key, rate, now, horizon)
  local last = tonumber(redis.call('LINDEX', key, -1) or '')
  if not last or last > now + horizon + rate.window + 1000000 then
    last = now + rate.window - rate.spacing
    redis.call('DEL', key)
    redis.call('RPUSH', key, whole(last))
  end
  local full = tonumber(redis.call('LINDEX', key, -rate.most) or '')
  return math.max(now, last + rate.spacing, full and full + rate.window or 0)
end

local function take_moment(key, rate, moment, now)
  redis.call('RPUSH', key, whole(moment))
  while tonumber(redis.call('LINDEX', key, 0)) <= now - rate.kept do redis.call('LPOP', key) end
end

-- Nothing left at this moment: another dial may have it. The last one known stays, as one of a window ago: a list that is lost means something else.
local function give_back_moment(key, rate, moment)
  if redis.call('LLEN', key) > 1 then
    redis.call('LREM', key, -1, moment)
  elseif redis.call('LINDEX', key, -1) == moment then
    redis.call('LSET', key, -1, whole(tonumber(moment) - rate.window))
  end
end
