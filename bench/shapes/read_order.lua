-- Reads an order.
--
--@key order
--@returns json(Order)
--@readonly

local order = KEYS[1]

return redis.call('GET', order) or 'null'
