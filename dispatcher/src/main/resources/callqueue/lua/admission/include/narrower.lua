-- The rates besides the account's that a dial is under, where they have one: its caller number's and its campaign's. A moment is taken under all of them;
-- one of the account is never passed over for them: the call waits, and others take the moment.
local function narrower_rates(rate_key, number, number_rate, campaign, campaign_rate, tolerance)
  local rates = {}
  if number_rate then
    rates[1] = { key = rate_key .. ':number:' .. number, rate = rate_of(number_rate, tolerance), answer = 'number_later' }
  end
  if campaign_rate then
    rates[#rates + 1] = { key = rate_key .. ':campaign:' .. campaign, rate = rate_of(campaign_rate, tolerance), answer = 'campaign_later' }
  end
  return rates
end

-- The first of them that does not allow a dial at this moment of the account, and when it does.
local function not_yet(rates, moment, now, horizon)
  for _, each in ipairs(rates) do
    local own = next_moment(each.key, each.rate, now, horizon)
    if own > moment then return each, own end
  end
end

-- Takes a moment under the account's rate and under these, and answers how late its dial may be. What is kept of these goes when nobody uses
-- them any more; a lost one is safe.
local function take(account_key, account, rates, moment, now)
  local late = lateness(account_key, account, moment, now)
  for _, each in ipairs(rates) do late = math.min(late, lateness(each.key, each.rate, moment, now)) end
  take_moment(account_key, account, moment, late, now)
  for _, each in ipairs(rates) do
    take_moment(each.key, each.rate, moment, late, now)
    redis.call('PEXPIRE', each.key, math.ceil(each.rate.period / 1000) + 600000)
  end
  return late
end
