-- Gives another send moment to a lease that missed its own, or that is to be sent again.
-- KEYS: 1 rate, 2 limits
-- ARGV: 1 dials a second, 2 us that a dial may be late, 3 how far ahead a moment may lie in us
-- Returns { 'granted', us until the send moment } | { 'later', us after which to ask again }. Sent twice, it uses up two moments.
-- @include clock
-- @include limits
-- @include rate
local rate_key, limits_key = KEYS[1], KEYS[2]

local spacing = spacing_of(limits_key, ARGV[1], tonumber(ARGV[2]))
local wait, again = take_moment(rate_key, micros(), spacing, tonumber(ARGV[3]))
if wait then return { 'granted', wait } end
return { 'later', again }
