-- The records of popped calls of a shard are acked by Kafka: from here the records keep the calls. What has moved on meanwhile is left alone.
-- So is what was popped of a Redis that was made anew since: there the record may be taken for one out of date.
-- KEYS: 1 inflight, 2 epoch
-- ARGV: 1 prefix of this shard's keys of calls; then call id, revision of its record, epoch that it was popped in, ...
-- Returns { how many it confirmed }. Sent twice, it changes nothing more.
-- @include epoch
local inflight_key, epoch_key = unpack(KEYS)
local call_prefix = ARGV[1]

local this_epoch = epoch(epoch_key)
if not this_epoch then return CLOSED end
local confirmed = 0
for at = 2, #ARGV, 3 do
  if tonumber(ARGV[at + 2]) == this_epoch and redis.call('HGET', call_prefix .. ARGV[at], 'revision') == ARGV[at + 1] then
    confirmed = confirmed + redis.call('ZREM', inflight_key, ARGV[at])
  end
end
return { confirmed }
