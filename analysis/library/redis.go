package library

import "github.com/luagen/luagen/analysis/kind"

// redis is the library of Redis itself.
var redis = []Member{
	{Name: "LOG_DEBUG", Constant: true, Result: kind.Int},
	{Name: "LOG_NOTICE", Constant: true, Result: kind.Int},
	{Name: "LOG_VERBOSE", Constant: true, Result: kind.Int},
	{Name: "LOG_WARNING", Constant: true, Result: kind.Int},
	{Name: "REDIS_VERSION", Constant: true, Result: kind.AnyString, Servers: Servers{Since: &Since{Redis: "7.0.0"}, NotDragonfly: true}},
	{Name: "REDIS_VERSION_NUM", Constant: true, Result: kind.Int, Servers: Servers{Since: &Since{Redis: "7.0.0"}, NotDragonfly: true}},
	{Name: "REPL_ALL", Constant: true, Result: kind.Int, Servers: Servers{NotDragonfly: true}},
	{Name: "REPL_AOF", Constant: true, Result: kind.Int, Servers: Servers{NotDragonfly: true}},
	{Name: "REPL_NONE", Constant: true, Result: kind.Int, Servers: Servers{NotDragonfly: true}},
	{Name: "REPL_REPLICA", Constant: true, Result: kind.Int, Servers: Servers{NotDragonfly: true}},
	{Name: "REPL_SLAVE", Constant: true, Result: kind.Int, Servers: Servers{NotDragonfly: true}},
	{Name: "SERVER_NAME", Constant: true, Result: kind.AnyString, Servers: Servers{Since: &Since{Valkey: "7.2.0"}, NotDragonfly: true}},
	{Name: "VALKEY_VERSION", Constant: true, Result: kind.AnyString, Servers: Servers{Since: &Since{Valkey: "7.2.0"}, NotDragonfly: true}},
	{Name: "VALKEY_VERSION_NUM", Constant: true, Result: kind.Int, Servers: Servers{Since: &Since{Valkey: "7.2.0"}, NotDragonfly: true}},
	{Name: "acl_check_cmd", Result: kind.Bool, Results: 1, Blind: true, Servers: Servers{Since: &Since{Redis: "7.0.0"}, NotDragonfly: true}},
	{Name: "breakpoint", Result: kind.Bool, Results: 1, Blind: true, Servers: Servers{NotDragonfly: true}},
	{Name: "call", Op: RedisCall, Result: kind.Unknown, Results: 1, Blind: true},
	{Name: "debug", Result: kind.Unknown, Blind: true, Servers: Servers{NotDragonfly: true}},
	{Name: "error_reply", Op: ErrorReply, Result: kind.Unknown, Results: 1, Blind: true},
	{Name: "log", Result: kind.Unknown, Blind: true},
	{Name: "pcall", Op: RedisPCall, Result: kind.Unknown, Results: 1, Blind: true},
	{Name: "register_function", Result: kind.Unknown, Blind: true, Servers: Servers{NotDragonfly: true}},
	{Name: "replicate_commands", Result: kind.Bool, Results: 1, Blind: true},
	{Name: "set_repl", Result: kind.Unknown, Blind: true, Servers: Servers{NotDragonfly: true}},
	{Name: "setresp", Result: kind.Unknown, Blind: true, Servers: Servers{Since: &Since{Redis: "6.0.0"}, NotDragonfly: true}},
	{Name: "sha1hex", Result: kind.AnyString, Results: 1, Blind: true},
	{Name: "status_reply", Op: StatusReply, Result: kind.Unknown, Results: 1, Blind: true},
}
