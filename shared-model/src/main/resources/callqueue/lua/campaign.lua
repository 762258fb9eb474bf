-- Puts a record of calls.control about one setting of a campaign in force, unless one of its key that was written later is in force already.
-- The campaign's other settings stay as they are. A campaign for which nothing is set has no field.
-- A cancellation is noted, too, until all that it ends has ended; and a hang-up, until all is hung up or it is taken back. What was to be hung up with a
-- cancellation is, also when it is cancelled again, by somebody who did not know of it.
-- KEYS: 1 offsets in force by record key, 2 settings by campaign, as JSON, 3 ids of the campaigns that have settings, 4 cancellations under way, as JSON, by campaign,
--       5 hang-ups under way, as JSON, by campaign
-- ARGV: 1 record key, 2 its offset, 3 the campaign, 4 the setting, 5 JSON that has it as a member; none unsets it
-- Returns { 1 }, or { 0 } when it is too old. Sent twice, it changes nothing more.
local applied_key, campaigns_key, ids_key, cancelling_key, hanging_up_key = unpack(KEYS)
local key, offset, campaign, setting, json = ARGV[1], tonumber(ARGV[2]), ARGV[3], ARGV[4], ARGV[5]

if offset <= tonumber(redis.call('HGET', applied_key, key) or -1) then return { 0 } end
redis.call('HDEL', applied_key, key) -- first since it takes no memory: see due.lua
redis.call('HSET', applied_key, key, ARGV[2])
local settings = cjson.decode(redis.call('HGET', campaigns_key, campaign) or '{}')
local cancelled = settings.cancelled
settings[setting] = json and cjson.decode(json)[setting]
if setting == 'cancelled' and json and settings.cancelled.resumed ~= true and cancelled and cancelled.resumed ~= true then
  settings.cancelled.hang_up = settings.cancelled.hang_up or cancelled.hang_up
end
settings.schema_version = nil
if next(settings) then
  settings.schema_version = 1
  redis.call('HSET', campaigns_key, campaign, cjson.encode(settings))
  redis.call('ZADD', ids_key, 0, campaign)
else
  redis.call('HDEL', campaigns_key, campaign)
  redis.call('ZREM', ids_key, campaign)
end
if setting == 'cancelled' and json and settings.cancelled.resumed ~= true then
  redis.call('HSET', cancelling_key, campaign, cjson.encode(settings.cancelled))
end
if setting == 'hang_up' then
  if json then redis.call('HSET', hanging_up_key, campaign, cjson.encode(settings.hang_up)) else redis.call('HDEL', hanging_up_key, campaign) end
end
return { 1 }
