-- Reads the oldest entries of an outbox that have lain there for a while, for one owner at a time.
--
-- KEYS 1 outbox, 2 lease (string: the owner)
-- ARGV 1 owner, 2 least age in milliseconds, 3 length of the lease in milliseconds, 4 most entries
--
-- Returns the entries as XRANGE does; none while another owner holds the lease.

local holder = redis.call('GET', KEYS[2])
if holder and holder ~= ARGV[1] then return {} end

local time = redis.call('TIME')
local latest = time[1] * 1000 + math.floor(time[2] / 1000) - ARGV[2]
local entries = redis.call('XRANGE', KEYS[1], '-', string.format('%.0f', latest), 'COUNT', ARGV[4])
if #entries > 0 then redis.call('SET', KEYS[2], ARGV[1], 'PX', ARGV[3]) end
return entries
