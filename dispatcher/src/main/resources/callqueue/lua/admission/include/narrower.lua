-- The rates besides the account's that a dial is under, where they have one: its caller number's and its campaign's. A moment is taken under all of them;
-- one of the account is never passed over for them: the call waits, and others take the moment. What is kept of these goes when nobody uses them any more;
-- a lost one is safe.
local KEPT = 600000

local function narrower_rates(rate_key, number, number_rate, campaign, campaign_rate, tolerance)
  local rates = {}
  if number_rate then
    rates[1] = rate_of(rate_key .. ':number:' .. number, number_rate, tolerance, KEPT)
    rates[1].answer = 'number_later'
  end
  if campaign_rate then
    local rate = rate_of(rate_key .. ':campaign:' .. campaign, campaign_rate, tolerance, KEPT)
    rate.answer = 'campaign_later'
    rates[#rates + 1] = rate
  end
  return rates
end

-- The first of them that does not allow a dial at this moment of the account, and when it does.
local function not_yet(rates, moment, now, horizon)
  for _, each in ipairs(rates) do
    local own = next_moment(each, now, horizon)
    if own > moment then return each, own end
  end
end

-- Takes a moment, which is their next one, under the account's rate and under these, and answers how late its dial may be.
local function take(account, rates, moment, now)
  local late = lateness(account, moment, now)
  for _, each in ipairs(rates) do late = math.min(late, lateness(each, moment, now)) end
  take_moment(account, moment, late, now)
  for _, each in ipairs(rates) do take_moment(each, moment, late, now) end
  return late
end
