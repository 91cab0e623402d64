-- Opens, pauses or closes a sale. A closed sale stays closed.
--
-- KEYS 1 sale
-- ARGV 1 'open', 'paused' or 'closed'
--
-- Returns 'done', 'closed' or 'unknown'.

local state = redis.call('HGET', KEYS[1], 'state')
if not state then return 'unknown' end
if state == 'closed' and ARGV[1] ~= 'closed' then return 'closed' end
redis.call('HSET', KEYS[1], 'state', ARGV[1])
return 'done'
