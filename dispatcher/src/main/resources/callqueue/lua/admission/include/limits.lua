-- What the account allows: set at runtime in `limits_key`, else as the asking pod's settings say.
local function limit(limits_key, name, setting)
  return tonumber(redis.call('HGET', limits_key, name) or setting)
end

-- The time between two send moments in us: no rolling second at Plivo has more than the rate, though a dial may be `tolerance` us late.
local function spacing_of(limits_key, rate_setting, tolerance)
  return math.ceil((1000000 + tolerance) / limit(limits_key, 'rate_limit_per_second', rate_setting))
end
