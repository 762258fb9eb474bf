-- Send moments under a rate: `key` is the sorted set of those given lately, in us, each with the last time at which its dial may be at Plivo. So no
-- rolling second at Plivo has more dials than the rate: before a moment is given, of as many as the rate the first one must be over for a second.
-- A dial may always be late by the tolerance. As long as no more than three quarters of the rate are used it may be later, by LONGER from now: on a busy machine
-- hardly any moment passes unused then, and a rate that is used to the full loses LONGER once, when the load begins.
-- Two lie four fifths of the even spacing apart, at least: what was lost (a moment given back, a pause of all pods) is made up for.
-- A rate that is not a whole number has them evenly spaced: so no second has more than the next whole number of them.
local LONGER = 100000

local function rate_of(per_second, tolerance)
  local most = math.max(1, math.floor(per_second))
  local period = math.ceil(1000000 * most / per_second)
  local late = math.ceil(tolerance * most / per_second)
  local is_whole = per_second == most
  local closer = per_second >= 2 and is_whole and 0.8 or 1
  return { most = most, period = period, late = late, spacing = math.ceil(closer * (period + late) / most), spare = is_whole and math.floor(most * 0.75) or 0 }
end

-- The one that is this many from the last, and until when its dial may come; nil if there are fewer.
local function given(key, from_last)
  local found = redis.call('ZRANGE', key, -from_last, -from_last, 'WITHSCORES')
  return tonumber(found[1] or ''), tonumber(found[2] or '')
end

-- The next moment, not before now. A lost key means that nobody knows what was sent in the last second: the next moment is a whole one away. The same
-- holds for a value that lies further ahead than any could: the clock of this Redis was set back.
local function next_moment(key, rate, now, horizon)
  local last = given(key, 1)
  if not last or last > now + horizon + rate.period + rate.late + 1000000 then
    last = now + rate.period + rate.late - rate.spacing
    redis.call('DEL', key)
    redis.call('ZADD', key, whole(now + rate.late), whole(last))
  end
  local _, over = given(key, rate.most)
  return math.max(now, last + rate.spacing, over and over + rate.period or 0)
end

local function is_to_spare(key, rate, moment)
  if rate.spare == 0 then return false end
  local _, over = given(key, rate.spare)
  return not over or over + rate.period <= moment
end

-- How late a dial of this moment may be.
local function lateness(key, rate, moment, now)
  local _, last_over = given(key, 1)
  return math.max(rate.late, last_over - moment, is_to_spare(key, rate, moment) and now + LONGER + rate.late - moment or 0)
end

-- Never over before the one given before: so they are in one order by both.
local function take_moment(key, rate, moment, late, now)
  local _, last_over = given(key, 1)
  redis.call('ZADD', key, whole(math.max(moment + late, last_over)), whole(moment))
  redis.call('ZREMRANGEBYSCORE', key, '-inf', whole(now - math.max(rate.period, 1000000) - 1))
end

-- Nothing left at this moment: another dial may have it. The last one known stays, as one of long ago: a key that is lost means something else.
local function give_back_moment(key, rate, moment)
  if redis.call('ZCARD', key) > 1 then
    redis.call('ZREM', key, moment)
  elseif redis.call('ZREM', key, moment) == 1 then
    local before = tonumber(moment) - rate.period - rate.late
    redis.call('ZADD', key, whole(before + rate.late), whole(before))
  end
end
