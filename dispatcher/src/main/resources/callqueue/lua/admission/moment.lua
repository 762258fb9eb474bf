-- Gives another send moment to a lease that missed its own, or that is to be sent again.
-- KEYS: 1 rate, 2 limits, 3 caller numbers
-- ARGV: 1 dials a second, 2 us that a dial may be late, 3 how far ahead a moment may lie in us, 4 the caller number,
--       5 the dials a second that it may make, or '' for any
-- Returns { 'granted', us until the send moment } | { 'later', us after which to ask again }. Sent twice, it uses up two moments.
-- @include clock
-- @include limits
-- @include number
-- @include rate
local rate_key, limits_key, numbers_key = unpack(KEYS)
local tolerance, number, number_rate = tonumber(ARGV[2]), ARGV[4], tonumber(ARGV[5])

local now = micros()
local number_again = number_wait(numbers_key, number, number_rate, rate_key, now, tolerance)
if number_again then return { 'later', number_again } end
local wait, again = take_moment(rate_key, now, spacing_of(limits_key, ARGV[1], tolerance), tonumber(ARGV[3]))
if not wait then return { 'later', again } end
number_took(numbers_key, number, number_rate, now + wait, tolerance)
return { 'granted', wait }
