#!lua
-- Changes what may change in a running sale.
--
-- KEYS 1 sale, 2 suspended, 3 unrecorded (stream: a note of each change, until it is recorded)
-- ARGV 1 epoch of the sale, 2 name, 3 price, 4 limit, 5 opens at, 6 closes at (milliseconds, 0 for none), 7 note or ''
--
-- Returns 'done', 'closed', 'suspended', 'superseded' or 'unknown'.

if redis.call('EXISTS', KEYS[2]) == 1 then return 'suspended' end
local sale = redis.call('HMGET', KEYS[1], 'epoch', 'state')
if not sale[1] or sale[2] == 'archived' then return 'unknown' end
if sale[1] ~= ARGV[1] then return 'superseded' end
if sale[2] == 'closed' then return 'closed' end
redis.call('HSET', KEYS[1],
  'name', ARGV[2], 'price', ARGV[3], 'limit', ARGV[4], 'opens_at', ARGV[5], 'closes_at', ARGV[6])
redis.call('HINCRBY', KEYS[1], 'changes', 1)
if ARGV[7] ~= '' then redis.call('XADD', KEYS[3], 'MAXLEN', 1000, '*', 'epoch', ARGV[1], 'what', ARGV[7]) end
return 'done'
