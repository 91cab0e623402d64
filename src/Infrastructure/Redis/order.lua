-- How an order stands in the hash of orders: "position:quantity" when it was sold at once and nothing has happened to it since; otherwise
-- "position:quantity:status:deadline:held at:cancelled:amount:currency:tail". The tail is the shopper of a hold that is open or lapsed, and
-- the reference of the payment that confirmed it.
--
-- Statuses: H held, C confirmed, L confirmed by a late payment, R released, E expired, F expired and its payment finally refused, X cancelled,
-- Y cancelled after a late payment.

local function read_order(record)
  local position, quantity, rest = string.match(record, '^(%d+):(%d+)(.*)$')
  local order = {
    position = position, quantity = tonumber(quantity),
    status = 'C', deadline = 0, held_at = 0, cancelled = 0, amount = '0', currency = '', tail = '',
  }
  if rest ~= '' then
    local status, deadline, held_at, cancelled, amount, currency, tail =
      string.match(rest, '^:(%u):(%d+):(%d+):(%d+):(%d+):(%u*):(.*)$')
    order.status, order.deadline, order.held_at, order.cancelled = status, tonumber(deadline), tonumber(held_at), tonumber(cancelled)
    order.amount, order.currency, order.tail = amount, currency, tail
  end
  return order
end

local function write_order(order)
  return string.format('%s:%d:%s:%d:%d:%d:%s:%s:%s', order.position, order.quantity,
    order.status, order.deadline, order.held_at, order.cancelled, order.amount, order.currency, order.tail)
end

-- Of a hold: its position, quantity and shopper, and how it stands once it has lapsed.
local function lapse_record(record)
  local position, quantity, rest, shopper = string.match(record, '^(%d+):(%d+):H(:%d+:%d+:%d+:%d+:%u*:(.*))$')
  return position, quantity, shopper, position .. ':' .. quantity .. ':E' .. rest
end
