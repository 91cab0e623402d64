#!lua
-- Has one caller draw a room's places, and waits for it a while.
--
-- KEYS 1 room
-- ARGV 1 epoch, 2 for how long, in milliseconds
--
-- Returns 1 for who is to draw, else 0.

local room = redis.call('HMGET', KEYS[1], 'epoch', 'frozen', 'seed', 'drawing')
local now = read_clock()
if room[1] ~= ARGV[1] or not room[2] or room[3] or now < tonumber(room[4] or 0) then return 0 end
redis.call('HSET', KEYS[1], 'drawing', now + ARGV[2])
return 1
