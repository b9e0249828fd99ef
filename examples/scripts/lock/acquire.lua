-- Takes a lock for its owner, or extends it when the owner holds it already.
--
--@key lock                  holds the owner's token
--@arg owner                 a token that nobody else uses
--@arg ttl:duration(ms)      how long the lock is held without an extension
--@returns bool              whether the owner now holds the lock

local lock = KEYS[1]
local owner, ttl = ARGV[1], ARGV[2]

local holder = redis.call('GET', lock)
if holder and holder ~= owner then
  return false
end
redis.call('SET', lock, owner, 'PX', ttl)
return true
