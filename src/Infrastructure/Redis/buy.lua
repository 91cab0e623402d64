-- Decides a batch of buys of one product, in order, in one atomic step (G1, G3, G4, G5, G7). It begins with suspension.lua.
--
-- KEYS 1 sale      hash: the sale's definition and counters
--      2 orders    hash: order id -> "position:quantity"
--      3 shoppers  hash: shopper id -> units bought
--      4 outbox    stream: one entry per batch that accepted something
--      5 suspended hash: there when the ledger was found to have lost data
-- ARGV 1 product, 2 known epoch, 3 known position, then four per buy: order id, shopper id, quantity, epoch
--
-- Returns {epoch, last position, 1 if open and nothing is left or 2 if suspended, codes, positions, {remaining, state, changes}, entry id, entry body},
-- the last two only when something was accepted, and {} for what is left when this ledger must not be asked for it.
-- codes has one letter per buy: A accepted, R replayed, K key reused, E stale epoch, N not open, P paused, C closed,
-- L limit reached, S sold out, U unknown product (or an archived one), B ledger behind what is known. positions has one number per R.

local product, known_epoch, known_position = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local buys = (#ARGV - 3) / 4

local sale = redis.call('HMGET', KEYS[1],
  'epoch', 'state', 'remaining', 'accepted', 'orders', 'limit', 'opens_at', 'closes_at', 'changes', 'clock')
local epoch, state = tonumber(sale[1] or 0), sale[2]
local remaining, accepted, position = tonumber(sale[3]), tonumber(sale[4]), tonumber(sale[5] or 0)
local limit, opens_at, closes_at = tonumber(sale[6]), tonumber(sale[7]), tonumber(sale[8])

-- Redis's clock, but never behind where it was seen before: a window that has opened or closed stays so when the clock is set back.
local time = redis.call('TIME')
local clock = tonumber(sale[10] or 0)
local now = math.max(clock, time[1] * 1000 + math.floor(time[2] / 1000))

if is_suspended(KEYS[5], epoch, position, known_epoch, known_position, now) then
  return {epoch, position, 2, string.rep('B', buys), {}, {}}
end

if not sale[1] then return {0, 0, 0, string.rep('U', buys), {}, {}} end

local function has_passed(edge) return clock < edge and edge <= now end
if has_passed(opens_at) or has_passed(closes_at) then redis.call('HSET', KEYS[1], 'clock', now) end

local gate
if state == 'archived' then gate = 'U'
elseif state == 'closed' or (closes_at > 0 and now >= closes_at) then gate = 'C'
elseif state == 'paused' then gate = 'P'
elseif now < opens_at then gate = 'N'
end

local ids, names = {}, {}
for i = 1, buys do
  ids[i] = ARGV[4 * i]
  local shopper = ARGV[4 * i + 1]
  if shopper ~= '' then names[#names + 1] = shopper end
end

local earlier = redis.call('HMGET', KEYS[2], unpack(ids))
local seen = {}   -- order id -> "position:quantity", for orders known before or accepted in this batch
for i = 1, buys do
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

local codes, positions, new = {}, {}, 0
local new_ids, new_shoppers, new_quantities, new_orders, touched = {}, {}, {}, {}, {}

for i = 1, buys do
  local id, shopper, units, named_under = ids[i], ARGV[4 * i + 1], ARGV[4 * i + 2], ARGV[4 * i + 3]
  local quantity = numbers[units]
  local code
  if seen[id] then
    local at, taken = string.match(seen[id], '^(%d+):(%d+)$')
    if taken == units then
      code = 'R'
      positions[#positions + 1] = tonumber(at)
    else
      code = 'K'
    end
  elseif named_under ~= '0' and named_under ~= sale[1] then code = 'E'
  elseif gate then code = gate
  elseif limit > 0 and shopper ~= '' and bought[shopper] + quantity > limit then code = 'L'
  elseif quantity > remaining then code = 'S'
  else
    code = 'A'
    remaining, accepted, position = remaining - quantity, accepted + quantity, position + 1
    seen[id] = string.format('%d:', position) .. units
    if shopper ~= '' then
      bought[shopper] = bought[shopper] + quantity
      touched[shopper] = true
    end
    new = new + 1
    new_ids[new], new_shoppers[new], new_quantities[new] = id, shopper, units
    new_orders[2 * new - 1], new_orders[2 * new] = id, seen[id]
  end
  codes[i] = code
end

local entry_id, body
if new > 0 then
  redis.call('HSET', KEYS[1], 'remaining', remaining, 'accepted', accepted, 'orders', position, 'clock', now)
  redis.call('HSET', KEYS[2], unpack(new_orders))
  local totals = {}
  for shopper in pairs(touched) do
    totals[#totals + 1] = shopper
    totals[#totals + 1] = bought[shopper]
  end
  if #totals > 0 then redis.call('HSET', KEYS[3], unpack(totals)) end

  -- Order ids and quantities need no escaping; written by hand they cost a third.
  body = table.concat({
    '{"v":1,"product":', cjson.encode(product), ',"epoch":', sale[1], string.format(',"first":%d,"at":%d', position - new + 1, now),
    ',"ids":["', table.concat(new_ids, '","'), '"],"shoppers":', cjson.encode(new_shoppers),
    ',"quantities":[', table.concat(new_quantities, ','), ']}',
  })
  entry_id = redis.call('XADD', KEYS[4], '*', 'batch', body)
end

local is_sold_out = 0
if not gate and remaining == 0 then is_sold_out = 1 end
local level = {remaining, state, tonumber(sale[9] or 0)}
return {epoch, position, is_sold_out, table.concat(codes), positions, level, entry_id, body}
