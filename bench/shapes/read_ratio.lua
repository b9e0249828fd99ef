-- Reads a ratio.
--
--@key ratio
--@returns float
--@readonly

local ratio = KEYS[1]

return redis.call('GET', ratio) or '0'
