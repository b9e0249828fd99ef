local redis = (function()
  local real, seconds, micros, ahead = redis, '%d', '%d', %d
  local at = {EXAT = {'PXAT', 1000}, PXAT = {'PXAT', 1}}
  local function later(t, unit)
    local n = tonumber(t)
    if not n then return t end
    return string.format('%%.0f', n * unit - ahead)
  end
  local function wrap(f)
    return function(...)
      local name = string.upper(tostring((...)))
      local n = select('#', ...)
      if name == 'TIME' and n == 1 then return {seconds, micros} end
      if name == 'EXPIRETIME' or name == 'PEXPIRETIME' then
        local t = f('PEXPIRETIME', select(2, ...))
        if type(t) ~= 'number' or t < 0 then return t end
        if name == 'PEXPIRETIME' then return t + ahead end
        return math.floor((t + ahead + 500) / 1000)
      end
      if n >= 3 and (name == 'EXPIREAT' or name == 'PEXPIREAT') then
        local a = {...}
        a[1], a[3] = 'PEXPIREAT', later(a[3], name == 'EXPIREAT' and 1000 or 1)
        return f(unpack(a, 1, n))
      end
      if name == 'SET' or name == 'GETEX' then
        local a = {...}
        for i = (name == 'SET' and 4 or 3), n - 1 do
          local unit = at[string.upper(tostring(a[i]))]
          if unit then
            a[i], a[i + 1] = unit[1], later(a[i + 1], unit[2])
            return f(unpack(a, 1, n))
          end
        end
      end
      return f(...)
    end
  end
  return setmetatable({call = wrap(real.call), pcall = wrap(real.pcall)}, {__index = real, __newindex = real})
end)()
local server = rawget(_G, 'server') and redis
