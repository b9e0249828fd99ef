do
  local mt = getmetatable(_G)
  local raise = function(text)
    local _, here = pcall(error, '', 5)
    error('user_script:' .. (string.match(tostring(here), ':(%d+):') or 1) .. ': ' .. text, 0)
  end
  mt.__index = function(_, name)
    raise("Script attempted to access nonexistent global variable '" .. tostring(name) .. "'")
  end
  mt.__newindex = function(_, name)
    raise("Script attempted to create global variable '" .. tostring(name) .. "'")
  end
end
