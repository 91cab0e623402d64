-- Changes one order that was bought before. Each function decides one kind of change, and returns its code:
-- D done, d it was so before, F no such order, Q more units than there are, I the key stands for another request, M another payment confirmed it,
-- W the amount is not the order's, H the hold has expired for good, G the hold was released, A confirmed already, O not confirmed,
-- T as long as it may be held, Z too late to be cancelled, X cancelled.
--
-- KEYS 7 orders of the sale before, 8 cancels (hash: "order id:key" -> units that were asked for under it)

-- Why an order that is no hold any more cannot be what only a hold can become.
local lapsed = {E = 'H', F = 'H', R = 'G', X = 'X', Y = 'X', C = 'A', L = 'A'}

local function is_cancelled(order) return order.status == 'X' or order.status == 'Y' end

local function save(id, order) redis.call('HSET', KEYS[2], id, write_order(order)) end

local function end_hold(sale, order, status)
  give_back(sale, order.tail, order.quantity) -- The tail is the shopper.
  order.status = status
end

-- A hold is late from its deadline on, also while others are due before it.
local function expire_if_due(sale, id, order, now)
  if order.status ~= 'H' or order.deadline > now then return end
  redis.call('ZREM', KEYS[6], id)
  end_hold(sale, order, 'E')
  note_order(sale, 'expired', id, order)
  save(id, order)
end

-- G9: late, and only if a unit is still free, within the shopper's limit (G5).
local function may_reinstate(sale, order)
  if order.quantity > sale.remaining then return false end
  if sale.limit == 0 or order.tail == '' then return true end
  local units = tonumber(redis.call('HGET', KEYS[3], order.tail) or 0) + (sale.counts[order.tail] or 0)
  return units + order.quantity <= sale.limit
end

local function confirm(sale, id, order, now, reference, amount, currency)
  if order.status == 'C' or order.status == 'L' then
    if order.held_at == 0 then return 'A' end
    return order.tail == reference and 'd' or 'M'
  end
  if order.status == 'R' or order.status == 'F' or is_cancelled(order) then return lapsed[order.status] end
  if amount ~= order.amount or currency ~= order.currency then return 'W' end

  expire_if_due(sale, id, order, now)
  local payment = ',"payment":' .. cjson.encode(reference)
  if order.status == 'H' then
    redis.call('ZREM', KEYS[6], id)
    sale.held = sale.held - order.quantity
    order.status = 'C'
    note_order(sale, 'confirmed', id, order, payment)
  elseif may_reinstate(sale, order) then
    sale.remaining, sale.lapsed = sale.remaining - order.quantity, sale.lapsed - order.quantity
    count_units(sale, order.tail, order.quantity)
    order.status = 'L'
    note_order(sale, 'reinstated', id, order, payment)
  else
    -- The answer is final, so it is kept (G9).
    order.status = 'F'
    note_order(sale, 'refused', id, order, payment)
    save(id, order)
    return 'H'
  end
  order.tail = reference
  save(id, order)
  return 'D'
end

local function release(sale, id, order, now)
  expire_if_due(sale, id, order, now)
  if order.status == 'R' or order.status == 'E' or order.status == 'F' then return 'd' end
  if order.status ~= 'H' then return lapsed[order.status] end
  redis.call('ZREM', KEYS[6], id)
  end_hold(sale, order, 'R')
  note_order(sale, 'released', id, order)
  save(id, order)
  return 'D'
end

local function extend(sale, id, order, now)
  expire_if_due(sale, id, order, now)
  if order.status ~= 'H' then return lapsed[order.status] end
  local deadline = math.min(now + sale.hold, order.held_at + sale.hold_max)
  if deadline <= order.deadline then return 'T' end
  order.deadline = deadline
  redis.call('ZADD', KEYS[6], deadline, id)
  note_order(sale, 'extended', id, order, string.format(',"deadline":%d', deadline))
  save(id, order)
  return 'D'
end

local function cancel_units(sale, id, order, now, count, wait, asked, key)
  redis.call('HSET', KEYS[8], id .. ':' .. key, asked)
  order.cancelled = order.cancelled + count
  if order.cancelled == order.quantity then order.status = order.status == 'L' and 'Y' or 'X' end
  if wait == 0 then
    sale.remaining, sale.returned = sale.remaining + count, sale.returned + count
  else
    redis.call('ZADD', KEYS[6], now + wait, string.format('+%d:%d', count, sale.seq + 1))
  end
  note_order(sale, 'cancelled', id, order, string.format(
    ',"cancelled":%d,"units":%d,"asked":"%s","key":', order.cancelled, wait == 0 and count or 0, asked) .. cjson.encode(key))
  save(id, order)
end

-- Units are sold again at once, or after a share of the longest time that the sale says, so that nobody cancels into a friend's hands.
local function cancel(sale, id, order, now, units, key, share)
  local asked = redis.call('HGET', KEYS[8], id .. ':' .. key)
  if asked then return asked == units and 'd' or 'I' end
  if is_cancelled(order) and units == '' then return 'd' end
  if order.status == 'H' then return 'O' end
  if order.status ~= 'C' and order.status ~= 'L' then return lapsed[order.status] end
  if sale.cancel_until > 0 and now >= sale.cancel_until then return 'Z' end

  local left = order.quantity - order.cancelled
  local count = units == '' and left or tonumber(units)
  if count > left then return 'Q' end
  cancel_units(sale, id, order, now, count, math.floor(sale.return_after * share), units, key)
  return 'D'
end

-- The rest of an order of several lines cannot be had: what is held of it is released, and what its payment has confirmed comes back at once.
local function undo(sale, id, order, now, reference)
  expire_if_due(sale, id, order, now)
  if order.status == 'H' then return release(sale, id, order, now) end
  local is_confirmed = (order.status == 'C' or order.status == 'L') and order.held_at > 0 and order.tail == reference
  if not is_confirmed then return 'd' end
  cancel_units(sale, id, order, now, order.quantity - order.cancelled, 0, '', 'undo ' .. reference)
  return 'D'
end

-- What an order of the sale before is asked for is answered by what it was, and changes nothing.
local function answer_past(kind, order, reference)
  if kind == 'confirm' then
    if order.status == 'C' or order.status == 'L' then return order.held_at > 0 and order.tail == reference and 'd' or 'A' end
    return order.status == 'H' and 'H' or lapsed[order.status]
  end
  if kind == 'release' and (order.status == 'R' or order.status == 'E' or order.status == 'F') then return 'd' end
  if kind == 'cancel' then return is_cancelled(order) and 'd' or 'Z' end
  if kind == 'undo' then return 'd' end
  return lapsed[order.status] or 'H'
end

local kinds = {confirm = confirm, release = release, extend = extend, cancel = cancel, undo = undo}

-- Returns the code and the order as it is then, or '' where there is none.
local function change_order(sale, now, kind, id, by, one, two, three)
  if kind == 'lapse' then return 'D', '' end
  sale.by = by ~= '' and by or nil
  local record = redis.call('HGET', KEYS[2], id)
  if record then
    local order = read_order(record)
    return kinds[kind](sale, id, order, now, one, two, three), write_order(order)
  end
  local past = redis.call('HGET', KEYS[7], id)
  if not past then return 'F', '' end
  local order = read_order(past)
  return answer_past(kind, order, one), write_order(order)
end

