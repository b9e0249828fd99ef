-- Adds one to a counter unless it is at its limit.
--
--@key counter
--@arg limit:int
--@returns int  the new value, or -1 when the counter is at its limit

local counter, limit = KEYS[1], tonumber(ARGV[1])

local value = tonumber(redis.call('GET', counter) or '0')
if value >= limit then
  return -1
end
return redis.call('INCR', counter)
