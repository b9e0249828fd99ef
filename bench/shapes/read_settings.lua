-- Reads settings of 50 fields.
--
--@key settings
--@returns hash(theme0:string, limit1:int, ratio2:float, enabled3:bool, label4:string, theme5:string, limit6:int, ratio7:float, enabled8:bool, label9:string, theme10:string, limit11:int, ratio12:float, enabled13:bool, label14:string, theme15:string, limit16:int, ratio17:float, enabled18:bool, label19:string, theme20:string, limit21:int, ratio22:float, enabled23:bool, label24:string, theme25:string, limit26:int, ratio27:float, enabled28:bool, label29:string, theme30:string, limit31:int, ratio32:float, enabled33:bool, label34:string, theme35:string, limit36:int, ratio37:float, enabled38:bool, label39:string, theme40:string, limit41:int, ratio42:float, enabled43:bool, label44:string, theme45:string, limit46:int, ratio47:float, enabled48:bool, label49:string)
--@readonly

local settings = KEYS[1]

return redis.call('HGETALL', settings)
