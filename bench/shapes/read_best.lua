-- Reads where a player stands, and their best game.
--
--@key player
--@returns tuple(rank:int, player:tuple(name:string, level:int), best:tuple(score:float, at:time(s)))
--@readonly

local player = KEYS[1]

local rank, name, level, score, at =
  unpack(redis.call('HMGET', player, 'rank', 'name', 'level', 'score', 'at'))
return {tonumber(rank) or 0, {name or '', tonumber(level) or 0}, {score or '0', tonumber(at) or 0}}
