-- Reserves units of an article.
--@include "lib/left.lua"
--@key stock = stock:{<article>}
--@args article units:int
--@returns int

local order = {article = ARGV[1], parts = {first = {code = '\0\255'}}}
local units = tonumber(ARGV[2])
local rest = left(KEYS[1], units)
if rest < 0 then
  return redis.error_reply('SOLD out of ' .. order.article)
end
redis.call('SET', KEYS[1], rest)
return rest + order.missing
