-- Put before the scripts that compare the ledger with how far somebody knows it to have come.
--
-- G7: a ledger that is behind has lost data, and must not sell on, whoever asks next. The suspension remembers the furthest that anybody
-- knew, and where the ledger was when it was found.
local function is_suspended(suspension, epoch, seq, known_epoch, known_seq, now)
  local is_behind = epoch < known_epoch or (epoch == known_epoch and seq < known_seq)
  local furthest = redis.call('HMGET', suspension, 'known_epoch', 'known_seq')
  if not is_behind then return furthest[1] and true or false end

  local epoch_before, seq_before = tonumber(furthest[1] or 0), tonumber(furthest[2] or 0)
  if known_epoch > epoch_before or (known_epoch == epoch_before and known_seq > seq_before) then
    redis.call('HSET', suspension, 'known_epoch', known_epoch, 'known_seq', known_seq)
  end
  if not furthest[1] then
    redis.call('HSET', suspension, 'epoch', epoch, 'seq', seq, 'since', now)
  end
  return true
end

