#!lua flags=allow-oom
-- Compares the ledger of one product with how far somebody knows it to have come (G7). It begins with suspension.lua and clock.lua.
--
-- KEYS 1 sale, 2 suspended, as in decide.lua
-- ARGV 1 known epoch, 2 known seq
--
-- Returns 1 when the product is suspended, by this call or before, otherwise 0.

local sale = redis.call('HMGET', KEYS[1], 'epoch', 'orders', 'seq', 'clock')
local now = read_clock(sale[4])
if is_suspended(KEYS[2], tonumber(sale[1] or 0), tonumber(sale[3] or sale[2] or 0), tonumber(ARGV[1]), tonumber(ARGV[2]), now) then return 1 end
return 0
