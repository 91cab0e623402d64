#!lua
-- Decides what is asked of the orders of one product, in one atomic step (G1, G3, G4, G5, G7, G9): first what is due is taken back
-- (lapse.lua), then orders are changed (change-order.lua), so that what they set free can be bought, then the buys are decided (buy.lua).
--
-- KEYS 1 sale      hash: the sale's definition and counters
--      2 orders    hash: order id -> its record, see order.lua
--      3 shoppers  hash: shopper id -> units held or bought
--      4 outbox    stream: one entry per call that changed something
--      5 suspended hash: there when the ledger was found to have lost data
--      6 deadlines, 7 orders of the sale before, 8 cancels, 9 inside (room.lua), 10 standby, 11 standby orders, 12 left (serve.lua)
-- ARGV 1 product, 2 known epoch, 3 known seq, 4 number of buys, 5 '' or the place in the room of who makes each buy, 0 for none: 0,17,0;
--      6 the ledger's time, in milliseconds, after which nothing is decided any more, or 0,
--      then four per buy (buy.lua),
--      then six per change: kind, order id, who asks or '', and what the kind takes
--
-- Returns {epoch, seq, 1 if open and nothing is left or 2 if suspended or 3 if it came too late, codes, records, {remaining, state, changes},
-- {now, milliseconds until something is due or -1, deadline of a hold that begins now or 0, amount of a unit, currency}, now, entry id, entry body,
-- number of its first transition}: the last three only when something changed, {} for the times where nothing is held, changed or replayed, and {} for what is left when this ledger must
-- not be asked for it. codes has one letter per buy and
-- then one per change; beside those of the parts, they are U unknown product, B ledger behind what is known, V too late. records has the order of each R,
-- and one for each change, '' where there is none.

local product, known_epoch, known_seq, buys = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local changes = (#ARGV - 6 - 4 * buys) / 6

local fields = redis.call('HMGET', KEYS[1],
  'epoch', 'state', 'remaining', 'accepted', 'orders', 'seq', 'limit', 'opens_at', 'closes_at', 'changes', 'clock', 'hold', 'bundle', 'room')
local state, clock = fields[2], tonumber(fields[11] or 0)
local sale = {
  epoch = fields[1], remaining = tonumber(fields[3]), accepted = tonumber(fields[4]), orders = tonumber(fields[5] or 0),
  seq = tonumber(fields[6] or fields[5] or 0), -- Versions before holds numbered nothing but orders.
  limit = tonumber(fields[7]), hold = tonumber(fields[12] or 0), transitions = {},
}
local epoch, seq_before = tonumber(sale.epoch or 0), sale.seq
local now = read_clock(clock)

local not_after = tonumber(ARGV[6])
if not_after > 0 and now > not_after then return {epoch, sale.seq, 3, string.rep('V', buys + changes), {}, {}, {}, now} end

if is_suspended(KEYS[5], epoch, sale.seq, known_epoch, known_seq, now) then
  return {epoch, sale.seq, 2, string.rep('B', buys + changes), {}, {}, {}, now}
end
if not sale.epoch then return {0, 0, 0, string.rep('U', buys + changes), {}, {}, {}, now} end

local gate = read_gate(KEYS[1], state, tonumber(fields[8]), tonumber(fields[9]), fields[13], clock, now)

-- A sale with a room sells to those only who are in (G11).
if fields[14] and fields[14] ~= '' then
  sale.inside = {}
  local places, entered = {}, {}
  for place in string.gmatch(ARGV[5], '%d+') do places[#places + 1] = place end
  if #places > 0 then entered = redis.call('ZMSCORE', KEYS[9], unpack(places)) end
  for i = 1, #places do sale.inside[i] = entered[i] and tonumber(entered[i]) > now and places[i] end
end

-- What concerns a hold, or a change, is read where there is one only, and the functions for it are made then: see RedisStockLedger.
local is_timed = sale.hold > 0 or changes > 0 or redis.call('EXISTS', KEYS[6]) == 1
local take_back_due, change_order, write_counts, write_transitions, serve_standby
if is_timed then
  take_back_due, change_order, write_counts, write_transitions, serve_standby = make_functions()
  local more = redis.call('HMGET', KEYS[1], 'held', 'lapsed', 'returned', 'hold_max', 'cancel_until', 'return_after', 'amount', 'currency')
  sale.held, sale.lapsed, sale.returned = tonumber(more[1] or 0), tonumber(more[2] or 0), tonumber(more[3] or 0)
  sale.hold_max, sale.cancel_until, sale.return_after = tonumber(more[4] or 0), tonumber(more[5] or 0), tonumber(more[6] or 0)
  sale.amount, sale.currency, sale.counts = more[7] or '0', more[8] or '', {}
  take_back_due(sale, now)
end

local records, changed, changed_records = {}, {}, {}
for i = 1, changes do
  local at = 4 * buys + 6 * i + 1
  if state == 'archived' then changed[i], changed_records[i] = 'U', ''
  else changed[i], changed_records[i] = change_order(sale, now, ARGV[at], ARGV[at + 1], ARGV[at + 2], ARGV[at + 3], ARGV[at + 4], ARGV[at + 5])
  end
end
if is_timed then write_counts(sale) end
if sale.inside and sale.hold > 0 and not gate and redis.call('EXISTS', KEYS[10]) == 1 then
  if sale.remaining > 0 then serve_standby(sale, now, product) end
  sale.is_reserved = redis.call('EXISTS', KEYS[10]) == 1
end
local codes = buy(sale, now, product, buys, gate, records, ARGV, 6)
for i = 1, changes do
  codes[#codes + 1], records[#records + 1] = changed[i], changed_records[i]
end

local entry_id, body
if sale.seq > seq_before then
  redis.call('HSET', KEYS[1], 'remaining', sale.remaining, 'accepted', sale.accepted, 'orders', sale.orders, 'seq', sale.seq, 'clock', now)
  if is_timed then redis.call('HSET', KEYS[1], 'held', sale.held, 'lapsed', sale.lapsed, 'returned', sale.returned) end
  local lines = {}
  if #sale.transitions > 0 then lines[1] = write_transitions(product, sale.epoch, seq_before + 1, now, sale.transitions) end
  if sale.bought then lines[#lines + 1] = sale.bought end
  body = table.concat(lines, '\n')
  entry_id = redis.call('XADD', KEYS[4], '*', 'batch', body)
end

local times = #records > 0 and {now, -1, 0, '0', ''} or {}
if is_timed then
  local next_due = redis.call('ZRANGE', KEYS[6], 0, 0, 'WITHSCORES')
  times = {now, next_due[1] and math.max(0, next_due[2] - now) or -1, sale.hold > 0 and now + sale.hold or 0, sale.amount, sale.currency}
end
local is_sold_out = 0
if not gate and sale.remaining == 0 then is_sold_out = 1 end
return {
  epoch, sale.seq, is_sold_out, table.concat(codes), records, {sale.remaining, state, tonumber(fields[10] or 0)},
  times, now, entry_id, body, body and seq_before + 1,
}
