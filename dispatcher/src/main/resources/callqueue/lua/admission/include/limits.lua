-- What the account allows: set at runtime in `limits_key`, else as the asking pod's settings say.
local function limit(limits_key, name, setting)
  return tonumber(redis.call('HGET', limits_key, name) or setting)
end
