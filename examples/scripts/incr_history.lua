-- Adds to a counter and remembers its latest values.
--
--@key counter = {<name>}:count      the counter
--@key history = {<name>}:history    list of its values, the latest first
--@arg by:int      how much to add
--@arg keep:int    how many values to remember, at least 1
--@returns tuple(value:int, history:[]int)  the new value, and the values remembered, the latest first

local counter, history = KEYS[1], KEYS[2]
local by, keep = ARGV[1], tonumber(ARGV[2])

local value = redis.call('INCRBY', counter, by)
redis.call('LPUSH', history, value)
redis.call('LTRIM', history, 0, keep - 1)
return {value, redis.call('LRANGE', history, 0, -1)}
