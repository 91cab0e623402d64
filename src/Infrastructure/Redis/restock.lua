#!lua
-- Adds units to the sale that is meant, once per key. A key stands for what was asked under it, and for nothing else.
--
-- KEYS 1 sale, 2 restocks (hash: key -> units that were added under it), 3 suspended, 4 outbox,
--      5 unrecorded (stream: a note of each change, until it is recorded)
-- ARGV 1 product, 2 epoch of the sale, 3 note or '', 4 units, 5 key or '', 6 most units that a sale may hold
--
-- Returns 'done', 'repeated', 'reused' for a key that stands for other units, 'closed', 'suspended', 'superseded', 'bundle' for a product that is
-- made of others, 'too many' or 'unknown'.

if redis.call('EXISTS', KEYS[3]) == 1 then return 'suspended' end
local sale = redis.call('HMGET', KEYS[1], 'epoch', 'state', 'initial', 'added', 'bundle')
if not sale[1] or sale[2] == 'archived' then return 'unknown' end
if sale[1] ~= ARGV[2] then return 'superseded' end
if sale[5] and sale[5] ~= '' then return 'bundle' end
local units, key = ARGV[4], ARGV[5]
local asked = key ~= '' and redis.call('HGET', KEYS[2], key)
if asked then return asked == units and 'repeated' or 'reused' end
if sale[2] == 'closed' then return 'closed' end
if sale[3] + sale[4] + units > tonumber(ARGV[6]) then return 'too many' end

if key ~= '' then redis.call('HSET', KEYS[2], key, units) end
redis.call('HINCRBY', KEYS[1], 'added', units)
redis.call('HINCRBY', KEYS[1], 'remaining', units)
note_change(KEYS[1], KEYS[4], KEYS[5], 'restocked', string.format(',"units":%d', units))
return 'done'
