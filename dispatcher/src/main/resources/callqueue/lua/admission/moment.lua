-- Gives another send moment to a lease that missed its own, or that is to be sent again. It may lie farther ahead than those of new permits, which then
-- wait: else more and more claimed calls would wait for a moment among them, before calls that are more urgent.
-- KEYS: 1 rate, 2 limits, 3 campaigns
-- ARGV: 1 dials a second, 2 us that a dial may be late, 3 how far ahead a moment may lie in us, 4 lease, 5 the caller number,
--       6 the dials a second that it may make, or '' for any, 7 the moment in us at which nothing left, or ''
-- Returns { 'granted', us until the send moment, that moment } | { 'later', us after which to ask again }. Sent twice, it uses up two moments.
-- @include clock
-- @include limits
-- @include lease
-- @include campaign
-- @include rate
-- @include narrower
local rate_key, limits_key, campaigns_key = unpack(KEYS)
local tolerance, horizon, lease, number, number_rate, unused = tonumber(ARGV[2]), tonumber(ARGV[3]), ARGV[4], ARGV[5], tonumber(ARGV[6]), ARGV[7]

local BEFORE_OTHERS = 500000

local now = micros()
local campaign = campaign_of(lease)
local set = campaign_settings(campaigns_key, campaign)
if set.paused == true then return { 'later', horizon } end
local campaign_rate = number_or_nil(set.rate_per_second)
local account = rate_of(limit(limits_key, 'rate_limit_per_second', ARGV[1]), tolerance)
local rates = narrower_rates(rate_key, number, number_rate, campaign, campaign_rate, tolerance)
if unused ~= '' then
  give_back_moment(rate_key, unused)
  for _, each in ipairs(rates) do give_back_moment(each.key, unused) end
end
local moment = next_moment(rate_key, account, now, horizon)
local _, own = not_yet(rates, moment, now, horizon)
if own then return { 'later', own - now } end
if moment - now > horizon + BEFORE_OTHERS then return { 'later', moment - now - horizon } end
take_moment(rate_key, account, moment, now)
take_narrower(rates, moment, now)
return { 'granted', moment - now, moment }
