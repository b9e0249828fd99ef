-- Moves an amount from one account to another.
--
-- Redis runs the script alone, but it does not roll back: everything that can
-- fail is checked before the first write.
--
--@keys from={bank}:account:<from>, to={bank}:account:<to>
--@arg amount:int    in cents, above zero
--@returns tuple(from:int, to:int)  the two balances, in cents
--@error ErrNoAccount    NOACCOUNT  one of the accounts does not exist
--@error ErrInsufficient -1         the account has less than the amount

local from, to = KEYS[1], KEYS[2]
local amount = tonumber(ARGV[1])

if not amount or amount <= 0 then
  return redis.error_reply('BADAMOUNT the amount must be above zero')
end

local balance, other = redis.call('GET', from), redis.call('GET', to)
if not balance or not other then
  return redis.error_reply('NOACCOUNT both accounts must exist')
end
if tonumber(balance) < amount then
  return -1
end

return {redis.call('DECRBY', from, amount), redis.call('INCRBY', to, amount)}
