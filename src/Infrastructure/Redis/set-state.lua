-- Opens, pauses or closes a sale. A closed sale stays closed.
--
-- KEYS 1 sale, 2 suspended
-- ARGV 1 'open', 'paused' or 'closed'
--
-- Returns 'done', 'repeated' when it was so before, 'closed', 'suspended' or 'unknown'.

if redis.call('EXISTS', KEYS[2]) == 1 then return 'suspended' end
local state = redis.call('HGET', KEYS[1], 'state')
if not state then return 'unknown' end
if state == ARGV[1] then return 'repeated' end
if state == 'closed' then return 'closed' end
redis.call('HSET', KEYS[1], 'state', ARGV[1])
redis.call('HINCRBY', KEYS[1], 'changes', 1)
return 'done'
