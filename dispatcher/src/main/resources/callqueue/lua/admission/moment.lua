-- Gives another send moment to a lease that missed its own, or that is to be sent again.
-- KEYS: 1 rate
-- ARGV: 1 spacing of moments in us, 2 how far ahead a moment may lie in us
-- Returns { 'granted', us until the send moment } | { 'later', us after which to ask again }. Sent twice, it uses up two moments.
-- @include clock
-- @include rate
local rate_key, spacing, horizon = KEYS[1], tonumber(ARGV[1]), tonumber(ARGV[2])

local wait, again = take_moment(rate_key, micros(), spacing, horizon)
if wait then return { 'granted', wait } end
return { 'later', again }
