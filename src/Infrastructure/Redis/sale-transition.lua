-- An operator's change of a sale is a transition of it, too: it gets the next number, and an entry of the outbox.

local function note_change(sale, epoch, outbox, product, kind, more)
  local numbers = redis.call('HMGET', sale, 'seq', 'orders', 'clock')
  local transitions = {seq = tonumber(numbers[1] or numbers[2]), transitions = {}}
  local now = read_clock(numbers[3])
  note(transitions, kind, more)
  redis.call('HSET', sale, 'seq', transitions.seq, 'clock', now)
  redis.call('HINCRBY', sale, 'changes', 1)
  redis.call('XADD', outbox, '*', 'batch', write_transitions(product, epoch, transitions.seq, now, transitions.transitions))
end

