-- Each transition of a sale after an order's first gets the next number, and its line in the outbox entry of the call.
--
-- sale.transitions has them as JSON, in their order. Ids and numbers need no escaping; more is JSON, too.

local function note(sale, kind, more)
  sale.seq = sale.seq + 1
  sale.transitions[#sale.transitions + 1] = '{"kind":"' .. kind .. '"' .. (more or '') .. '}'
end

-- Who asked for it is told, where somebody with a name did.
local function note_order(sale, kind, id, order, more)
  local by = kind ~= 'expired' and sale.by and ',"by":' .. cjson.encode(sale.by) or ''
  note(sale, kind, string.format(',"order":"%s","position":%s,"quantity":%d', id, order.position, order.quantity) .. by .. (more or ''))
end

-- The transitions as a line of an outbox entry. first is the number of the first of them.
local function write_transitions(product, epoch, first, now, transitions)
  return table.concat({
    '{"transitions":1,"product":', cjson.encode(product), ',"epoch":', epoch, string.format(',"first":%d,"at":%d', first, now),
    ',"events":[', table.concat(transitions, ','), ']}',
  })
end

