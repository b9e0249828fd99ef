---@meta
-- The sandbox in which Redis runs scripts: Lua 5.1 without print, require, io, debug
-- and module, with the libraries below; of os it has os.clock, since Redis 7.4 and
-- Valkey 8.0. For the Lua language server.

---The names of the keys that the script was called with, from 1.
---@type string[]
KEYS = {}

---The arguments that the script was called with, from 1. They are always strings:
---wrap them in tonumber() before you count or compare.
---@type string[]
ARGV = {}

---What a command replies: a number for an integer, a string for a bulk string,
---false for nil, a table for an array, a table with `ok` for a status.
---@alias redis.Reply number|string|boolean|table

---A status reply, such as the OK of SET.
---@class redis.Status
---@field ok string

---An error reply. Its first word is the error's code.
---@class redis.Error
---@field err string

---@class redislib
---@field LOG_DEBUG integer
---@field LOG_VERBOSE integer
---@field LOG_NOTICE integer
---@field LOG_WARNING integer
---@field REPL_ALL integer
---@field REPL_AOF integer
---@field REPL_SLAVE integer
---@field REPL_REPLICA integer
---@field REPL_NONE integer
---@field REDIS_VERSION string   since Redis 7.0
---@field REDIS_VERSION_NUM integer   since Redis 7.0
redis = {}

---Valkey's other name for redis; no Redis has it.
server = redis

---Runs a command and returns its reply; an error reply is raised.
---@param command string
---@param ... string|number
---@return any
function redis.call(command, ...) end

---Runs a command and returns its reply; an error reply is returned as a table with `err`.
---@param command string
---@param ... string|number
---@return any
function redis.pcall(command, ...) end

---Makes an error reply to return.
---@param message string   the first word is the code; without a space it goes out as "ERR message"
---@return redis.Error
function redis.error_reply(message) end

---Makes a status reply to return.
---@param message string
---@return redis.Status
function redis.status_reply(message) end

---Returns the SHA-1 of a string, in lower-case hexadecimal.
---@param text string
---@return string
function redis.sha1hex(text) end

---Writes to the server's log.
---@param level integer   redis.LOG_DEBUG, …
---@param message string
function redis.log(level, message) end

---Switches the protocol in which redis.call and redis.pcall reply: 2 or 3.
---@param version 2|3
function redis.setresp(version) end

---Says which writes are replicated.
---@param mode integer   redis.REPL_ALL, …
function redis.set_repl(mode) end

---Since Redis 7.0 effects are always replicated; the call is kept for old scripts.
---@deprecated
---@return boolean
function redis.replicate_commands() end

---Sets a breakpoint for the script debugger.
---@return boolean
function redis.breakpoint() end

---Prints to the script debugger.
---@param ... any
function redis.debug(...) end

---Tells whether the current user may run a command. Since Redis 7.0.
---@param command string
---@param ... string|number
---@return boolean
function redis.acl_check_cmd(command, ...) end

---@class cjsonlib
---@field null lightuserdata   JSON's null
cjson = {}

---Makes another instance of the library, with settings of its own.
---@return cjsonlib
function cjson.new() end

---@param value any
---@return string
function cjson.encode(value) end

---@param text string
---@return any
function cjson.decode(text) end

---Sets how deep a table may nest when it is encoded.
---@param depth? integer
---@return integer
function cjson.encode_max_depth(depth) end

---Sets how deep arrays and objects may nest when they are decoded.
---@param depth? integer
---@return integer
function cjson.decode_max_depth(depth) end

---@param convert? boolean
---@param ratio? integer
---@param safe? integer
---@return boolean, integer, integer
function cjson.encode_sparse_array(convert, ratio, safe) end

---@param precision? integer   digits, 1 to 14
---@return integer
function cjson.encode_number_precision(precision) end

---@param keep? boolean
---@return boolean
function cjson.encode_keep_buffer(keep) end

---@param setting? boolean|"null"
---@return boolean|"null"
function cjson.encode_invalid_numbers(setting) end

---@param setting? boolean
---@return boolean
function cjson.decode_invalid_numbers(setting) end

---Keeps apart what decodes from an empty array and from an empty object, so that it
---encodes as it was. Since Redis 8.4.
---@param setting? boolean
---@return boolean
function cjson.decode_array_with_array_mt(setting) end

---@class cmsgpacklib
cmsgpack = {}

---@param ... any
---@return string
function cmsgpack.pack(...) end

---@param text string
---@return any ...
function cmsgpack.unpack(text) end

---Unpacks one value from an offset; returns the next offset (-1 at the end) and the value.
---@param text string
---@param offset? integer
---@return integer, any
function cmsgpack.unpack_one(text, offset) end

---Unpacks up to limit values from an offset; returns the next offset and the values.
---@param text string
---@param limit integer
---@param offset? integer
---@return integer, any ...
function cmsgpack.unpack_limit(text, limit, offset) end

---@class structlib
struct = {}

---@param format string
---@param ... any
---@return string
function struct.pack(format, ...) end

---@param format string
---@param text string
---@param offset? integer
---@return any ...
function struct.unpack(format, text, offset) end

---@param format string
---@return integer
function struct.size(format) end

---@class bitlib
bit = {}

---@param x integer
---@return integer
function bit.tobit(x) end

---@param x integer
---@param digits? integer
---@return string
function bit.tohex(x, digits) end

---@param x integer
---@return integer
function bit.bnot(x) end

---@param x integer
---@param ... integer
---@return integer
function bit.band(x, ...) end

---@param x integer
---@param ... integer
---@return integer
function bit.bor(x, ...) end

---@param x integer
---@param ... integer
---@return integer
function bit.bxor(x, ...) end

---@param x integer
---@param n integer
---@return integer
function bit.lshift(x, n) end

---@param x integer
---@param n integer
---@return integer
function bit.rshift(x, n) end

---@param x integer
---@param n integer
---@return integer
function bit.arshift(x, n) end

---@param x integer
---@param n integer
---@return integer
function bit.rol(x, n) end

---@param x integer
---@param n integer
---@return integer
function bit.ror(x, n) end

---@param x integer
---@return integer
function bit.bswap(x) end
