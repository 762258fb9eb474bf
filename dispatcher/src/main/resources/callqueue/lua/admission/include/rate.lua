-- Send moments under a rate: `key` is the sorted set of those given lately, in us, each with the last time at which its dial may be at Plivo. So no
-- rolling second at Plivo has more dials than the rate: before a moment is given, of as many as the rate the first one must be over for a second.
-- A dial may always be late by the tolerance. As long as no more than three quarters of the rate are used it may be at Plivo until LONGER and the
-- tolerance from now: on a busy machine hardly any moment passes unused then, and a rate that is used to the full loses LONGER once, when the load begins.
-- Two lie four fifths of the even spacing apart, at least: what was lost (a moment given back, a pause of all pods) is made up for.
-- A rate that is not a whole number has them evenly spaced: so no second has more than the next whole number of them. It has nothing to spare, nor has
-- one below two.
local LONGER = 100000

-- `kept` is after how many ms without a moment it is forgotten, or nil.
local function rate_of(key, per_second, tolerance, kept)
  local most = math.max(1, math.floor(per_second))
  local period = math.ceil(1000000 * most / per_second)
  local is_whole = per_second == most
  local closer = per_second >= 2 and is_whole and 0.8 or 1
  return {
    key = key, most = most, period = period, late = tolerance, spacing = math.ceil(closer * (period + tolerance) / most),
    spare = is_whole and math.floor(most * 0.75) or 0, kept = kept and kept + math.ceil(period / 1000)
  }
end

local function keep(rate)
  if rate.kept then redis.call('PEXPIRE', rate.key, rate.kept) end
end

-- The one that is this many from the last, and until when its dial may come; nil if there are fewer.
local function given(rate, from_last)
  local found = redis.call('ZRANGE', rate.key, -from_last, -from_last, 'WITHSCORES')
  return tonumber(found[1] or ''), tonumber(found[2] or '')
end

-- The next moment, not before now. A lost key means that nobody knows what was sent in the last second: the next moment is a whole one away. The same
-- holds for a value that lies further ahead than any could: the clock of this Redis was set back.
local function next_moment(rate, now, horizon)
  local last, last_over = given(rate, 1)
  if not last or last > now + horizon + rate.period + rate.late + 1000000 then
    last, last_over = now + rate.period + rate.late - rate.spacing, now + rate.late
    redis.call('DEL', rate.key)
    redis.call('ZADD', rate.key, whole(last_over), whole(last))
    keep(rate)
  end
  rate.last_over = last_over
  local _, over = given(rate, rate.most)
  return math.max(now, last + rate.spacing, over and over + rate.period or 0)
end

local function is_to_spare(rate, moment)
  if rate.spare == 0 then return false end
  local _, over = given(rate, rate.spare)
  return not over or over + rate.period <= moment
end

-- How late a dial of its next moment may be.
local function lateness(rate, moment, now)
  return math.max(rate.late, rate.last_over - moment, is_to_spare(rate, moment) and now + LONGER + rate.late - moment or 0)
end

-- Never over before the one given before: so they are in one order by both.
local function take_moment(rate, moment, late, now)
  redis.call('ZADD', rate.key, whole(math.max(moment + late, rate.last_over)), whole(moment))
  redis.call('ZREMRANGEBYSCORE', rate.key, '-inf', whole(now - math.max(rate.period, 1000000) - 1))
  keep(rate)
end

-- Nothing left at this moment: another dial may have it. The last one known stays, as one of long ago: a key that is lost means something else.
local function give_back_moment(rate, moment)
  if redis.call('ZCARD', rate.key) > 1 then
    redis.call('ZREM', rate.key, moment)
  elseif redis.call('ZREM', rate.key, moment) == 1 then
    local before = tonumber(moment) - rate.period - rate.late
    redis.call('ZADD', rate.key, whole(before + rate.late), whole(before))
    keep(rate)
  end
end
