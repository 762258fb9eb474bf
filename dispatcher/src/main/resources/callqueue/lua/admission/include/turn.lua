-- Whose turn it is among the calls that wait in all pods: the most urgent first, but every so many permits, by `reserved share`, one goes to a
-- less urgent priority, each of these in turn. Priorities are numbers from 1, the most urgent, to 4.
-- `demand_key`: pod -> '<priorities that wait there, as digits>:<when nobody believes that any more, in ms>'.
-- `turn_key`: 'credit', the permits that less urgent calls have earned; 'served:<priority>', the count of reserved permits when it last got one.
local function note_demand(demand_key, pod, priorities, expiry_ms)
  redis.call('HSET', demand_key, pod, priorities .. ':' .. expiry_ms)
end

-- The priorities that wait in other pods, as a set. What is not believed any more is forgotten.
local function waiting_elsewhere(demand_key, pod, now_ms, believed_ms)
  local seen = {}
  local pods = redis.call('HGETALL', demand_key)
  for i = 1, #pods, 2 do
    local priorities, expiry = string.match(pods[i + 1], '^(%d*):(%d+)$')
    local left = tonumber(expiry) - now_ms
    if left <= 0 or left > believed_ms + 1000 then -- more than that: the clock of this Redis was set back
      redis.call('HDEL', demand_key, pods[i])
    elseif pods[i] ~= pod then
      for digit in string.gmatch(priorities, '%d') do seen[tonumber(digit)] = true end
    end
  end
  return seen
end

-- The most urgent priority that waits, and the others.
local function waiting_priorities(elsewhere, waits_here)
  local first, others = nil, {}
  for priority = 1, 4 do
    if elsewhere[priority] or string.find(waits_here, priority, 1, true) then
      if first then table.insert(others, priority) else first = priority end
    end
  end
  return first, others
end

local function served(turn_key, priority)
  return tonumber(redis.call('HGET', turn_key, 'served:' .. priority) or 0)
end

local function whose_turn(turn_key, first, others)
  if #others == 0 or tonumber(redis.call('HGET', turn_key, 'credit') or 0) < 1 then return first end
  local turn = others[1]
  for _, priority in ipairs(others) do
    if served(turn_key, priority) < served(turn_key, turn) then turn = priority end
  end
  return turn
end

-- A permit went to `priority`. What the most urgent take while others wait earns these their share, until one permit is due.
local function took_turn(turn_key, priority, first, others, share)
  if #others == 0 then return end
  local credit = tonumber(redis.call('HGET', turn_key, 'credit') or 0)
  if priority == first then
    if credit < 1 then credit = credit + share / (1 - share) end
  else
    credit = math.max(credit - 1, 0)
    redis.call('HSET', turn_key, 'served:' .. priority, redis.call('HINCRBY', turn_key, 'reserved', 1))
  end
  redis.call('HSET', turn_key, 'credit', string.format('%.6f', credit))
end
