-- Holds a lock for longer, if the owner still has it.
--
--@key lock                  holds the owner's token
--@arg owner
--@arg ttl:duration(ms)      from now
--@error ErrNotHeld -1  the lock is not, or no longer, held by this owner

local lock = KEYS[1]
local owner, ttl = ARGV[1], ARGV[2]

if redis.call('GET', lock) ~= owner then
  return -1
end
return redis.call('PEXPIRE', lock, ttl)
