-- Reads a list of names.
--
--@key names
--@returns []string
--@readonly

local names = KEYS[1]

return redis.call('LRANGE', names, 0, -1)
