#!lua
-- Changes what may change in a running sale. Holds that have begun keep their deadlines. A room that the sale had not is made anew; one that it
-- had stays as it is, and so does one whose data were lost: then an operator ends it first (G11).
--
-- KEYS 1 sale, 2 suspended, 3 outbox, 4 unrecorded (stream: a note of each change, until it is recorded), 5 room, then what else belongs to it
-- ARGV 1 product, 2 epoch of the sale, 3 note or '', 4 secret and 5 key of a new room, '' for none, then field and value of each that may change
--
-- Returns 'done', 'closed', 'suspended', 'superseded' or 'unknown'.

if redis.call('EXISTS', KEYS[2]) == 1 then return 'suspended' end
local sale = redis.call('HMGET', KEYS[1], 'epoch', 'state', 'room')
if not sale[1] or sale[2] == 'archived' then return 'unknown' end
if sale[1] ~= ARGV[2] then return 'superseded' end
if sale[2] == 'closed' then return 'closed' end
if ARGV[4] ~= '' and (sale[3] or '') == '' then
  redis.call('UNLINK', unpack(KEYS, 5))
  redis.call('HSET', KEYS[5], 'epoch', ARGV[2], 'secret', ARGV[4], 'key', ARGV[5], 'members', 0, 'admitted', 0)
end
redis.call('HSET', KEYS[1], unpack(ARGV, 6))
note_change(KEYS[1], KEYS[3], KEYS[4], 'changed')
return 'done'
