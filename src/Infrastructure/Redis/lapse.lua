-- Takes back what is due: the units of holds whose deadline has passed, and cancelled units whose time to be sold again has come.
--
-- KEYS 6 deadlines (sorted set): order id -> its deadline, and "+units:number" -> when cancelled units are sold again.

-- So that no call takes long when a hundred thousand holds are due together; the guard calls again at once.
local most_due = 256

-- What each shopper has more or less by this call, written together before anybody buys (G5).
local function count_units(sale, shopper, units)
  if shopper ~= '' then sale.counts[shopper] = (sale.counts[shopper] or 0) + units end
end

local function write_counts(sale)
  local names, totals = {}, {}
  for shopper in pairs(sale.counts) do names[#names + 1] = shopper end
  if #names == 0 then return end
  local units = redis.call('HMGET', KEYS[3], unpack(names))
  for i, shopper in ipairs(names) do
    totals[2 * i - 1], totals[2 * i] = shopper, (units[i] or 0) + sale.counts[shopper]
  end
  redis.call('HSET', KEYS[3], unpack(totals))
end

local function give_back(sale, shopper, quantity)
  sale.remaining, sale.held, sale.lapsed = sale.remaining + quantity, sale.held - quantity, sale.lapsed + quantity
  count_units(sale, shopper, -quantity)
end

-- Holds that lapse together are many: each is told and written without reading what stays as it is.
local function lapse(sale, id, record)
  local position, quantity, shopper, lapsed_record = lapse_record(record)
  give_back(sale, shopper, quantity)
  note(sale, 'expired', ',"order":"' .. id .. '","position":' .. position .. ',"quantity":' .. quantity)
  return lapsed_record
end

local function take_back_due(sale, now)
  local due = redis.call('ZRANGE', KEYS[6], '-inf', now, 'BYSCORE', 'LIMIT', 0, most_due)
  if #due == 0 then return end
  redis.call('ZREMRANGEBYRANK', KEYS[6], 0, #due - 1)
  local records, changed = redis.call('HMGET', KEYS[2], unpack(due)), {}
  for i, id in ipairs(due) do
    if records[i] then
      changed[#changed + 1], changed[#changed + 2] = id, lapse(sale, id, records[i])
    else
      local units = string.match(id, '^%+(%d+):')
      sale.remaining, sale.returned = sale.remaining + units, sale.returned + units
      note(sale, 'returned', string.format(',"units":%d', units))
    end
  end
  if #changed > 0 then redis.call('HSET', KEYS[2], unpack(changed)) end
end
