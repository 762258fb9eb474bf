-- The caller number's own rate. `numbers_key`: number -> its next free send moment in us. A moment of the account is never passed over for it:
-- the number waits, and other calls take the moment. Lost or too far ahead: as in rate.lua.
-- Returns the us after which to ask again, or nil when the number may dial at the account's next moment.
local function number_wait(numbers_key, number, rate, rate_key, now, tolerance)
  if not rate then return nil end
  local free = tonumber(redis.call('HGET', numbers_key, number) or '')
  if not free or free > now + (1000000 + tolerance) / rate + 61000000 then
    free = now + 1000000
    redis.call('HSET', numbers_key, number, whole(free))
  end
  if free <= math.max(now, tonumber(redis.call('GET', rate_key) or 0)) then return nil end
  return free - now
end

local function number_took(numbers_key, number, rate, moment, tolerance)
  if rate then redis.call('HSET', numbers_key, number, whole(moment + math.ceil((1000000 + tolerance) / rate))) end
end
