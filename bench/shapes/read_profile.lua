-- Reads a profile of 10 fields.
--
--@key profile
--@returns hash(name:string, email:string, city:string, plan:string, age:int, logins:int, credits:int, rating:float, active:bool, created:time(s))
--@readonly

local profile = KEYS[1]

return redis.call('HGETALL', profile)
