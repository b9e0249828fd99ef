---@meta
-- What Redis gives to scripts, for the Lua language server. Written by "luagen init
-- --luals"; nothing here runs.

---The names of the keys that the call declares.
---@type string[]
KEYS = {}

---The arguments of the call, always strings.
---@type string[]
ARGV = {}

---@class redis.StatusReply
---@field ok string

---@class redis.ErrorReply
---@field err string

---A reply as Lua sees it: nil arrives as false.
---@alias redis.Reply string|integer|false|table|redis.StatusReply|redis.ErrorReply

---@class redislib
---@field LOG_DEBUG integer
---@field LOG_VERBOSE integer
---@field LOG_NOTICE integer
---@field LOG_WARNING integer
---@field REPL_NONE integer
---@field REPL_AOF integer
---@field REPL_SLAVE integer
---@field REPL_REPLICA integer
---@field REPL_ALL integer
---@field REDIS_VERSION string since 7.0
---@field REDIS_VERSION_NUM integer since 7.0
redis = {}

---Runs a command; an error reply is raised.
---@param command string
---@param ... string|number
---@return any
function redis.call(command, ...) end

---Runs a command; an error reply is returned as {err = …}.
---@param command string
---@param ... string|number
---@return any
function redis.pcall(command, ...) end

---@param message string with its code as the first word: "NOTFOUND no such user"
---@return redis.ErrorReply
function redis.error_reply(message) end

---@param status string
---@return redis.StatusReply
function redis.status_reply(status) end

---@param text string
---@return string hex 40 lower-case digits
function redis.sha1hex(text) end

---@param level integer
---@param message string
function redis.log(level, message) end

---Chooses the protocol version of the replies that this script sees.
---@param version 2|3
function redis.setresp(version) end

---@param mask integer
function redis.set_repl(mask) end

---@return boolean
function redis.replicate_commands() end

---@param ... any
function redis.breakpoint(...) end

---@param ... any
function redis.debug(...) end

---Whether the caller may run a command, by ACL. Since 7.0.
---@param command string
---@param ... string
---@return boolean
function redis.acl_check_cmd(command, ...) end

---@class cjsonlib
---@field null any
cjson = {}

---@param value any
---@return string
function cjson.encode(value) end

---@param text string
---@return any
function cjson.decode(text) end

---@param depth integer
function cjson.decode_max_depth(depth) end

---@param depth integer
function cjson.encode_max_depth(depth) end

---@param convert? boolean
---@param ratio? integer
---@param safe? integer
function cjson.encode_sparse_array(convert, ratio, safe) end

---@param keep? boolean
function cjson.encode_keep_buffer(keep) end

---@param digits? integer
function cjson.encode_number_precision(digits) end

---@param on? boolean
function cjson.encode_invalid_numbers(on) end

---@param on? boolean
function cjson.decode_invalid_numbers(on) end

cmsgpack = {}

---@param ... any
---@return string
function cmsgpack.pack(...) end

---@param text string
---@return any ...
function cmsgpack.unpack(text) end

---@param text string
---@param offset? integer
---@return integer next, any value
function cmsgpack.unpack_one(text, offset) end

---@param text string
---@param limit integer
---@param offset? integer
---@return integer next, any ...
function cmsgpack.unpack_limit(text, limit, offset) end

struct = {}

---@param format string
---@param ... any
---@return string
function struct.pack(format, ...) end

---@param format string
---@param text string
---@param position? integer
---@return any ...
function struct.unpack(format, text, position) end

---@param format string
---@return integer
function struct.size(format) end

bit = {}

---@param x number
---@return integer
function bit.tobit(x) end

---@param x number
---@param digits? integer
---@return string
function bit.tohex(x, digits) end

---@param x number
---@return integer
function bit.bnot(x) end

---@param ... number
---@return integer
function bit.band(...) end

---@param ... number
---@return integer
function bit.bor(...) end

---@param ... number
---@return integer
function bit.bxor(...) end

---@param x number
---@param n number
---@return integer
function bit.lshift(x, n) end

---@param x number
---@param n number
---@return integer
function bit.rshift(x, n) end

---@param x number
---@param n number
---@return integer
function bit.arshift(x, n) end

---@param x number
---@param n number
---@return integer
function bit.rol(x, n) end

---@param x number
---@param n number
---@return integer
function bit.ror(x, n) end

---@param x number
---@return integer
function bit.bswap(x) end
