#!lua
-- Takes the parts of one order of several lines from products of one family: all of them or none, in one atomic step (G1, G2, G3).
--
-- KEYS seven per part: sale, orders, shoppers, outbox, suspended, deadlines, orders of the sale before
-- ARGV 1 order of several lines, 2 shopper id, 3 '1' if each part must be held, 4 the ledger's time, in milliseconds, after which nothing is
--      taken any more, or 0,
--      then eight per part: product, known epoch, known seq, epoch under which its order's id was named, order id, units,
--      what it costs or '' for what its units do, '1' if the product is made of others: nothing is taken of it, but it must be on sale
--
-- Returns {0 or the number of the part that is refused, why, {now, epoch, seq, record, code, {remaining, state, changes}, entry id, entry body}, ...}:
-- the codes are those of decide.lua, and W where a part that must be held is not, T where what is due is to be taken back first. The last two
-- only where something was taken.

local cart, shopper, must_hold, not_after = ARGV[1], ARGV[2], ARGV[3] == '1', tonumber(ARGV[4])
local count = #KEYS / 7
local parts, refused, why = {}, 0, ''

local function read_part(i)
  local key, at = 7 * (i - 1), 8 * (i - 1) + 4
  local part = {
    sale_key = KEYS[key + 1], orders = KEYS[key + 2], shoppers = KEYS[key + 3], outbox = KEYS[key + 4], deadlines = KEYS[key + 6],
    product = ARGV[at + 1], id = ARGV[at + 5], units = ARGV[at + 6], quantity = tonumber(ARGV[at + 6]), cost = ARGV[at + 7], is_bundle = ARGV[at + 8] == '1',
  }
  local fields = redis.call('HMGET', part.sale_key, 'epoch', 'state', 'remaining', 'accepted', 'orders', 'seq', 'limit', 'opens_at', 'closes_at',
    'changes', 'clock', 'hold', 'bundle', 'held', 'amount', 'currency', 'room')
  part.epoch, part.state, part.remaining, part.accepted = fields[1], fields[2], tonumber(fields[3]), tonumber(fields[4])
  part.count, part.seq, part.limit = tonumber(fields[5] or 0), tonumber(fields[6] or fields[5] or 0), tonumber(fields[7])
  part.changes, part.hold, part.held = tonumber(fields[10] or 0), tonumber(fields[12] or 0), tonumber(fields[14] or 0)
  part.amount, part.currency = fields[15] or '0', fields[16] or ''
  local clock = tonumber(fields[11] or 0)
  part.now = read_clock(clock)
  if not_after > 0 and part.now > not_after then return part, 'V' end

  if is_suspended(KEYS[key + 5], tonumber(part.epoch or 0), part.seq, tonumber(ARGV[at + 2]), tonumber(ARGV[at + 3]), part.now) then return part, 'B' end
  if not part.epoch then return part, 'U' end

  -- An order that was taken is not taken again, whatever has become of its sale.
  part.record = redis.call('HGET', part.orders, part.id) or redis.call('HGET', KEYS[key + 7], part.id)
  if part.record then return part, string.match(part.record, '^%d+:(%d+)') ~= part.units and 'K' or nil end
  if part.epoch ~= ARGV[at + 4] then return part, 'E' end
  local gate = read_gate(part.sale_key, part.state, tonumber(fields[8]), tonumber(fields[9]), fields[13], clock, part.now)
  -- Who has waited in a room has waited for one product: it is not bought together with others.
  if not gate and fields[17] and fields[17] ~= '' then return part, 'O' end
  if part.is_bundle and gate == 'M' then return part end
  if gate or part.is_bundle then return part, gate or 'E' end

  if must_hold and part.hold == 0 then return part, 'W' end
  part.bought = shopper ~= '' and tonumber(redis.call('HGET', part.shoppers, shopper) or 0) or 0
  local is_over_limit = part.limit > 0 and shopper ~= '' and part.bought + part.quantity > part.limit
  if not is_over_limit and part.quantity <= part.remaining then return part end
  if redis.call('ZCOUNT', part.deadlines, '-inf', part.now) > 0 then return part, 'T' end
  return part, is_over_limit and 'L' or 'S'
end

local function take(part)
  part.seq, part.remaining = part.seq + 1, part.remaining - part.quantity
  local held, more = '', string.format(',"cart":"%s"', cart)
  if part.hold == 0 then
    part.record = string.format('%d:%s', part.seq, part.units)
  else
    local deadline, costs_else = part.now + part.hold, part.cost ~= ''
    local amount = costs_else and part.cost or part.amount * part.quantity
    part.record = write_hold(part.seq, part.units, deadline, part.now, amount, part.currency, shopper)
    held = write_held(deadline, part.amount, part.currency)
    if costs_else then more = more .. ',"amount":' .. part.cost end
    redis.call('ZADD', part.deadlines, deadline, part.id)
    redis.call('HSET', part.sale_key, 'held', part.held + part.quantity)
  end

  redis.call('HSET', part.sale_key, 'remaining', part.remaining, 'accepted', part.accepted + part.quantity, 'orders', part.count + 1,
    'seq', part.seq, 'clock', part.now)
  redis.call('HSET', part.orders, part.id, part.record)
  if shopper ~= '' then redis.call('HSET', part.shoppers, shopper, part.bought + part.quantity) end
  part.body = write_bought(3, part.product, part.epoch, part.seq, part.now, held, more, {part.id}, {shopper}, {part.units})
  part.entry_id = redis.call('XADD', part.outbox, '*', 'batch', part.body)
end

local is_any_held, first_sold = false, nil
for i = 1, count do
  local part, code = read_part(i)
  parts[i] = part
  if code and refused == 0 then refused, why = i, code end
  if not part.is_bundle and part.hold > 0 then is_any_held = true
  elseif not part.is_bundle and not part.record then first_sold = first_sold or i
  end
end

-- What is paid for and what is sold at once are not one order.
if refused == 0 and is_any_held and first_sold then refused, why = first_sold, 'W' end

local answer = {refused, why}
for i, part in ipairs(parts) do
  local code = part.record and 'R' or ''
  if refused == 0 and not part.record and not part.is_bundle then
    take(part)
    code = 'A'
  end
  local left = part.epoch and {part.remaining, part.state, part.changes} or {}
  answer[i + 2] = {part.now, tonumber(part.epoch or 0), part.seq, part.record or '', code, left, part.entry_id, part.body}
end
return answer
