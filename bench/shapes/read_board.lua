-- Reads a board: players with their scores.
--
--@key board
--@returns flat(player:string, score:int)
--@readonly

local board = KEYS[1]

return redis.call('ZRANGE', board, 0, -1, 'WITHSCORES')
