-- Reserves one of an event's slots until a time, after clearing those that ran out.
--
--@key slots  a sorted set of the holders by the time at which their slot runs out
--@args holder, capacity:int, now:time(ms), expiry:time(ms)
--@returns bool  whether a slot was free

local slots = KEYS[1]
local holder, capacity, now, expiry = ARGV[1], tonumber(ARGV[2]), ARGV[3], ARGV[4]

redis.call('ZREMRANGEBYSCORE', slots, '-inf', now)
if redis.call('ZCARD', slots) >= capacity then
  return 0
end
redis.call('ZADD', slots, expiry, holder)
return 1
