-- Reads the players with the highest scores.
--
--@readonly
--@key board        sorted set of players by score
--@arg count:int    how many players, at least 1
--@returns flat(player:string, score:float)  the highest score first

local board = KEYS[1]
local count = tonumber(ARGV[1])

return redis.call('ZRANGE', board, 0, count - 1, 'REV', 'WITHSCORES')
