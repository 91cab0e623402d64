-- Put before the scripts that sell: how what was bought is written.

-- The record of a new order that is held: see order.lua.
local function write_hold(position, units, deadline, now, amount, currency, shopper)
  return string.format('%d:%s:H:%d:%d:0:%.0f:%s:%s', position, units, deadline, now, amount, currency, shopper)
end

-- The line in the outbox of orders that were bought together. Ids and quantities need no escaping; written by hand they cost a third.
-- held is what is said of those that are held, and cart what is said of a part of an order of several lines.
local function write_bought(version, product, epoch, first, now, held, cart, ids, shoppers, quantities)
  return table.concat({
    '{"v":', version, ',"product":', cjson.encode(product), ',"epoch":', epoch, string.format(',"first":%d,"at":%d', first, now), held, cart,
    ',"ids":["', table.concat(ids, '","'), '"],"shoppers":', cjson.encode(shoppers), ',"quantities":[', table.concat(quantities, ','), ']}',
  })
end

local function write_held(deadline, amount, currency)
  return string.format(',"until":%d,"price":%s,"currency":"%s"', deadline, amount, currency)
end

