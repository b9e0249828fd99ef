-- Reads a name.
--
--@key name
--@returns string
--@readonly

local name = KEYS[1]

return redis.call('GET', name) or ''
