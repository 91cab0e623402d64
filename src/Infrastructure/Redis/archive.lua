#!lua flags=allow-oom
-- Puts away the sale that is meant, once it is over and nobody holds a unit of it. Its counters stay for the books, and so that nobody takes it
-- for lost (G6, G7); its outbox stays until it is swept, and its orders for an hour more, for whoever asks for one or tries again (G4).
--
-- KEYS 1 sale, 2 suspended, 3 outbox, 4 unrecorded (stream: a note of each change, until it is recorded), 5 orders, then what only a sale that
--      may sell needs
-- ARGV 1 product, 2 epoch of the sale, 3 note or ''
--
-- Returns 'done', 'repeated' when it was so before, 'not over', 'holds', 'suspended', 'superseded' or 'unknown'.

if redis.call('EXISTS', KEYS[2]) == 1 then return 'suspended' end
local sale = redis.call('HMGET', KEYS[1], 'epoch', 'state', 'closes_at', 'clock', 'held')
if not sale[1] then return 'unknown' end
if sale[1] ~= ARGV[2] then return 'superseded' end
if sale[2] == 'archived' then return 'repeated' end

local now, closes_at = read_clock(sale[4]), tonumber(sale[3])
if sale[2] ~= 'closed' and not (closes_at > 0 and now >= closes_at) then return 'not over' end
if tonumber(sale[5] or 0) > 0 then return 'holds' end

redis.call('HSET', KEYS[1], 'state', 'archived')
redis.call('EXPIRE', KEYS[5], 3600)
redis.call('UNLINK', unpack(KEYS, 6))
note_change(KEYS[1], KEYS[3], KEYS[4], 'archived')
return 'done'
