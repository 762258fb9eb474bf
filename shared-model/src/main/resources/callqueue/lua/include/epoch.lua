-- The epoch of this Redis; the first one until somebody set another.
local function epoch(epoch_key)
  return redis.call('GET', epoch_key) or '1'
end
