-- The longest time between two looks of the pod that works the shard (TIMER_TICK, at most).
local LONGEST_TICK = 1000

-- Tells that pod of a timer that may fire before its next look.
local function wake(timers_key, due, now)
  if tonumber(due) - now < LONGEST_TICK then redis.call('PUBLISH', timers_key, due) end
end
