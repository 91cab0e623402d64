-- Changes what may change in a running sale.
--
-- KEYS 1 sale
-- ARGV 1 name, 2 price, 3 limit, 4 opens at, 5 closes at (milliseconds, 0 for none)
--
-- Returns 'done', 'closed' or 'unknown'.

local state = redis.call('HGET', KEYS[1], 'state')
if not state then return 'unknown' end
if state == 'closed' then return 'closed' end
redis.call('HSET', KEYS[1],
  'name', ARGV[1], 'price', ARGV[2], 'limit', ARGV[3], 'opens_at', ARGV[4], 'closes_at', ARGV[5])
return 'done'
