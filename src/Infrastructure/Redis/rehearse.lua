#!lua flags=no-writes
-- Answers a batch as decide.lua does, and touches no key: every buy is accepted, or, of a product whose name says so, told that nothing is left.
-- Arguments and answer are those of decide.lua.

local product, epoch, seq, buys = ARGV[1], 1, tonumber(ARGV[3]), tonumber(ARGV[4])
if string.sub(product, -9) == '-sold-out' then
  return {epoch, seq, 1, string.rep('S', buys), {}, {0, 'open', 0}, {}, read_clock()}
end

local ids, shoppers, quantities = {}, {}, {}
for i = 1, buys do
  ids[i], shoppers[i], quantities[i] = ARGV[4 * i + 3], ARGV[4 * i + 4], ARGV[4 * i + 5]
end
local body = table.concat({
  '{"v":1,"product":', cjson.encode(product),
  string.format(',"epoch":%d,"first":%d,"at":%d', epoch, seq + 1, read_clock()),
  ',"ids":["', table.concat(ids, '","'), '"],"shoppers":', cjson.encode(shoppers),
  ',"quantities":[', table.concat(quantities, ','), ']}',
})
return {epoch, seq + buys, 0, string.rep('A', buys), {}, {1000000, 'open', 0}, {}, read_clock(), '0-1', body, seq + 1}
