-- What people set for a campaign, as calls.control has it: { max_concurrent, rate_per_second, paused, cancelled } and what is not for admission, each perhaps nil or null.
local function campaign_settings(campaigns_key, campaign)
  local json = campaign and redis.call('HGET', campaigns_key, campaign)
  return json and cjson.decode(json) or {}
end

local function number_or_nil(value)
  return type(value) == 'number' and value or nil
end

-- Whether it was cancelled and not resumed: nothing of it is dialed.
local function is_cancelled(set)
  return type(set.cancelled) == 'table' and set.cancelled.resumed ~= true
end
