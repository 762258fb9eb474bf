-- The time of this Redis in milliseconds, never before `floor`.
local function clock(floor)
  local time = redis.call('TIME')
  local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
  return math.max(now, tonumber(floor) or 0)
end
