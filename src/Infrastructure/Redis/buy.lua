-- Decides buys in their order, and returns their codes: A accepted, R replayed, K key reused, E stale epoch, O not let in, L limit reached,
-- S sold out, or the gate's, which says why nothing is sold at all.
--
-- args has per buy, after so many others: order id, shopper id, quantity, epoch.

local function buy(sale, now, product, count, gate, records, args, others)
  if count == 0 then return {} end
  local ids, names = {}, {}
  for i = 1, count do
    ids[i] = args[others + 4 * i - 3]
    local shopper = args[others + 4 * i - 2]
    if shopper ~= '' then names[#names + 1] = shopper end
  end

  local earlier = redis.call('HMGET', KEYS[2], unpack(ids))
  local seen = {}   -- order id -> its record, for orders known before or accepted in this batch
  for i = 1, count do
    if earlier[i] then seen[ids[i]] = earlier[i] end
  end

  local bought = {} -- shopper id -> units
  if #names > 0 then
    local units = redis.call('HMGET', KEYS[3], unpack(names))
    for i = 1, #names do bought[names[i]] = tonumber(units[i] or 0) end
  end

  -- Most buys are of the same few quantities: each text becomes a number once.
  local numbers = setmetatable({}, {__index = function(known, text)
    known[text] = tonumber(text)
    return known[text]
  end})

  local codes, new, epoch, limit, inside = {}, 0, sale.epoch, sale.limit, sale.inside
  local remaining, accepted, seq = sale.remaining, sale.accepted, sale.seq
  local new_ids, new_shoppers, new_quantities, new_orders, touched, deadlines, finished = {}, {}, {}, {}, {}, {}, {}

  for i = 1, count do
    local id, shopper, units, named_under = ids[i], args[others + 4 * i - 2], args[others + 4 * i - 1], args[others + 4 * i]
    local quantity = numbers[units]
    local code
    if seen[id] then
      if string.match(seen[id], '^%d+:(%d+)') == units then
        code = 'R'
        records[#records + 1] = seen[id]
      else
        code = 'K'
      end
    elseif named_under ~= '0' and named_under ~= epoch then code = 'E'
    elseif gate then code = gate
    elseif inside and (not inside[i] or finished[inside[i]]) then code = 'O'
    elseif limit > 0 and shopper ~= '' and bought[shopper] + quantity > limit then code = 'L'
    elseif quantity > remaining or sale.is_reserved then code = 'S'
    else
      code = 'A'
      remaining, accepted, seq = remaining - quantity, accepted + quantity, seq + 1
      if sale.hold == 0 then
        seen[id] = string.format('%d:', seq) .. units
      else
        seen[id] = write_hold(seq, units, now + sale.hold, now, sale.amount * quantity, sale.currency, shopper)
        deadlines[#deadlines + 1], deadlines[#deadlines + 2] = now + sale.hold, id
        sale.held = sale.held + quantity
      end
      if shopper ~= '' then
        bought[shopper] = bought[shopper] + quantity
        touched[shopper] = true
      end
      if inside then -- A place buys once.
        finished[inside[i]] = true
        redis.call('ZREM', KEYS[9], inside[i])
      end
      new = new + 1
      new_ids[new], new_shoppers[new], new_quantities[new] = id, shopper, units
      new_orders[2 * new - 1], new_orders[2 * new] = id, seen[id]
    end
    codes[i] = code
  end

  if new == 0 then return codes end
  sale.remaining, sale.accepted, sale.orders, sale.seq = remaining, accepted, sale.orders + new, seq
  redis.call('HSET', KEYS[2], unpack(new_orders))
  local totals = {}
  for shopper in pairs(touched) do
    totals[#totals + 1] = shopper
    totals[#totals + 1] = bought[shopper]
  end
  if #totals > 0 then redis.call('HSET', KEYS[3], unpack(totals)) end
  if #deadlines > 0 then redis.call('ZADD', KEYS[6], unpack(deadlines)) end

  local held = sale.hold > 0 and write_held(now + sale.hold, sale.amount, sale.currency) or ''
  local line = write_bought(held == '' and 1 or 2, product, epoch, seq - new + 1, now, held, '', new_ids, new_shoppers, new_quantities)
  sale.bought = sale.bought and sale.bought .. '\n' .. line or line
  return codes
end

