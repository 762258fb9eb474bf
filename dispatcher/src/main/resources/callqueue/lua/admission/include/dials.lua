-- The attempts dialed to a number, over all campaigns, while there is a cap on them: '<dials_key>:<number>' has those of the period by the ms at which they were dialed.
local function count_dial(key, attempt, now_ms, period)
  redis.call('ZADD', key, 'NX', now_ms, attempt)
  redis.call('PEXPIRE', key, period)
end

-- In how many ms the number may be dialed again, if it was dialed as often as it may.
local function ms_until_dialable(key, most, now_ms, period)
  redis.call('ZREMRANGEBYSCORE', key, '-inf', now_ms - period)
  local first = redis.call('ZRANGE', key, -most, -most, 'WITHSCORES')[2] -- of the latest ones, as many as are allowed
  return first and math.min(tonumber(first) + period - now_ms, period)
end
