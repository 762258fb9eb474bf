-- Gives another send moment to a lease that missed its own, or that is to be sent again; or only takes back the one at which nothing left.
-- It may lie farther ahead than those of new permits, which then wait: else more and more claimed calls would wait for a moment among
-- them, before calls that are more urgent.
-- KEYS: 1 rate, 2 limits, 3 campaigns, 4 epoch
-- ARGV: 1 dials a second, 2 us that a dial may be late, 3 how far ahead a moment may lie in us, 4 lease, 5 the caller number,
--       6 the dials a second that it may make, or '' for any, 7 the moment in us at which nothing left, or '', 8 'next', or 'none' when it is only taken back
-- Returns { 'granted', us until the send moment, that moment, us by which its dial may be late } | { 'later', us after which to ask again }. Sent twice, it uses up two moments.
-- @include clock
-- @include epoch
-- @include limits
-- @include lease
-- @include campaign
-- @include rate
-- @include narrower
local rate_key, limits_key, campaigns_key, epoch_key = unpack(KEYS)
local this_epoch = epoch(epoch_key)
if not this_epoch then return CLOSED end
local tolerance, horizon, lease, number, number_rate, unused = tonumber(ARGV[2]), tonumber(ARGV[3]), ARGV[4], ARGV[5], tonumber(ARGV[6]), ARGV[7]

local wanted = ARGV[8]
local BEFORE_OTHERS = 500000

local now = micros()
local campaign = campaign_of(lease)
local set = campaign_settings(campaigns_key, campaign)
local account = rate_of(rate_key, limit(limits_key, 'rate_limit_per_second', ARGV[1]), tolerance)
local rates = narrower_rates(rate_key .. ':' .. this_epoch, number, number_rate, campaign, number_or_nil(set.rate_per_second), tolerance)
if unused ~= '' then
  give_back_moment(account, unused)
  for _, each in ipairs(rates) do give_back_moment(each, unused) end
end
if wanted == 'none' or set.paused == true or is_cancelled(set) then return { 'later', horizon } end
local moment = next_moment(account, now, horizon)
local _, own = not_yet(rates, moment, now, horizon)
if own then return { 'later', own - now } end
local farthest = horizon + BEFORE_OTHERS
if moment - now > farthest then return { 'later', moment - now - farthest } end
return { 'granted', moment - now, moment, take(account, rates, moment, now) }
