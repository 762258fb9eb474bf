-- The walk over the calls of a cancelled campaign is over, unless it was cancelled again meanwhile.
-- KEYS: 1 cancellations under way, as JSON, by campaign
-- ARGV: 1 campaign, 2 the cancellation that is over
-- Returns { 1 }, or { 0 } when it is not that one. Sent twice, it changes nothing more.
local cancelling_key = KEYS[1]
local campaign, cancellation = ARGV[1], ARGV[2]

if redis.call('HGET', cancelling_key, campaign) ~= cancellation then return { 0 } end
redis.call('HDEL', cancelling_key, campaign)
return { 1 }
