-- What is left of an article.
local function left(key, units)
  local have = tonumber(redis.call('GET', key)) or 0
  return have - units
end
