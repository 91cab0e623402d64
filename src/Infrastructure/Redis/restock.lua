-- Adds units to a sale, once per key.
--
-- KEYS 1 sale, 2 restocks (set of keys used), 3 suspended
-- ARGV 1 units, 2 key or '', 3 most units that a sale may hold
--
-- Returns 'done', 'repeated', 'closed', 'suspended', 'too many' or 'unknown'.

if redis.call('EXISTS', KEYS[3]) == 1 then return 'suspended' end
local sale = redis.call('HMGET', KEYS[1], 'state', 'initial', 'added')
if not sale[1] then return 'unknown' end
if ARGV[2] ~= '' and redis.call('SISMEMBER', KEYS[2], ARGV[2]) == 1 then return 'repeated' end
if sale[1] == 'closed' then return 'closed' end
if sale[2] + sale[3] + ARGV[1] > tonumber(ARGV[3]) then return 'too many' end

if ARGV[2] ~= '' then redis.call('SADD', KEYS[2], ARGV[2]) end
redis.call('HINCRBY', KEYS[1], 'added', ARGV[1])
redis.call('HINCRBY', KEYS[1], 'remaining', ARGV[1])
redis.call('HINCRBY', KEYS[1], 'changes', 1)
return 'done'
