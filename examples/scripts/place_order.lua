-- Places an order: takes the stock, stores the reservation and announces it.
--
-- Either every line of the order is in stock and all of it is taken, or nothing
-- is. The reply names the first line that is short.
--
--@key stock        = {shop:<shop>}:stock              hash of units in stock by article
--@key reservation  = {shop:<shop>}:order:<orderId>    hash of units reserved by article
--@key orders       = {shop:<shop>}:orders             stream of the orders placed
--@arg customer:string
--@arg holdFor:duration(s)      how long the reservation stands without payment
--@arg lines:tuple(article:string, units:int)...
--@returns Placed(1, event:string, units:int) | OutOfStock(0, article:string, inStock:int)
--@error ErrDuplicateOrder DUPLICATE  an order with this id has been placed before

local stock, reservation, orders = KEYS[1], KEYS[2], KEYS[3]
local customer, hold_for = ARGV[1], ARGV[2]

if redis.call('EXISTS', reservation) == 1 then
  return redis.error_reply('DUPLICATE this order has been placed before')
end

local wanted, total = {}, 0
for i = 3, #ARGV, 2 do
  local article, units = ARGV[i], tonumber(ARGV[i + 1])
  wanted[article] = (wanted[article] or 0) + units
  total = total + units
end

for i = 3, #ARGV, 2 do
  local article = ARGV[i]
  local in_stock = tonumber(redis.call('HGET', stock, article) or '0')
  if in_stock < wanted[article] then
    return {0, article, in_stock}
  end
end

for i = 3, #ARGV, 2 do
  redis.call('HINCRBY', stock, ARGV[i], -tonumber(ARGV[i + 1]))
  redis.call('HINCRBY', reservation, ARGV[i], ARGV[i + 1])
end
redis.call('EXPIRE', reservation, hold_for)
local event = redis.call('XADD', orders, '*', 'customer', customer, 'units', string.format('%d', total))
return {1, event, total}
