#!lua
-- Adds units to the sale that is meant, once per key. A key stands for what was asked under it, and for nothing else.
--
-- KEYS 1 sale, 2 restocks (hash: key -> units that were added under it), 3 suspended, 4 unrecorded (stream: a note of each change, until it is recorded)
-- ARGV 1 epoch of the sale, 2 units, 3 key or '', 4 most units that a sale may hold, 5 note or ''
--
-- Returns 'done', 'repeated', 'reused' for a key that stands for other units, 'closed', 'suspended', 'superseded', 'too many' or 'unknown'.

if redis.call('EXISTS', KEYS[3]) == 1 then return 'suspended' end
local sale = redis.call('HMGET', KEYS[1], 'epoch', 'state', 'initial', 'added')
if not sale[1] or sale[2] == 'archived' then return 'unknown' end
if sale[1] ~= ARGV[1] then return 'superseded' end
local asked = ARGV[3] ~= '' and redis.call('HGET', KEYS[2], ARGV[3])
if asked then return asked == ARGV[2] and 'repeated' or 'reused' end
if sale[2] == 'closed' then return 'closed' end
if sale[3] + sale[4] + ARGV[2] > tonumber(ARGV[4]) then return 'too many' end

if ARGV[3] ~= '' then redis.call('HSET', KEYS[2], ARGV[3], ARGV[2]) end
redis.call('HINCRBY', KEYS[1], 'added', ARGV[2])
redis.call('HINCRBY', KEYS[1], 'remaining', ARGV[2])
redis.call('HINCRBY', KEYS[1], 'changes', 1)
if ARGV[5] ~= '' then redis.call('XADD', KEYS[4], 'MAXLEN', 1000, '*', 'epoch', ARGV[1], 'what', ARGV[5]) end
return 'done'
