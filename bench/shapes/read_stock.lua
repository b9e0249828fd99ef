-- Reads how many there are of each article.
--
--@key stock
--@returns map[string]int
--@readonly

local stock = KEYS[1]

return redis.call('HGETALL', stock)
