// Package rueidis has the face of the client that the tests need.
package rueidis

import (
	"context"

	"github.com/redis/rueidis/internal/cmds"
)

type Client struct{}

func (Client) B() cmds.Builder { return cmds.Builder{} }

func (Client) Do(ctx context.Context, cmd cmds.Completed) RedisResult { return RedisResult{} }

type RedisResult struct{}

func (RedisResult) Error() error { return nil }

func (RedisResult) ToInt64() (int64, error) { return 0, nil }

func (RedisResult) AsInt64() (int64, error) { return 0, nil }

func (RedisResult) ToBool() (bool, error) { return false, nil }

func (RedisResult) AsBool() (bool, error) { return false, nil }

func (RedisResult) ToString() (string, error) { return "", nil }

func (RedisResult) AsStrSlice() ([]string, error) { return nil, nil }

func (RedisResult) ToArray() ([]RedisMessage, error) { return nil, nil }

type RedisMessage struct{}

func (RedisMessage) ToString() (string, error) { return "", nil }

func (RedisMessage) ToInt64() (int64, error) { return 0, nil }

func IsRedisNil(err error) bool { return false }

type Lua struct{}

func NewLuaScript(script string) *Lua { return nil }

func NewLuaScriptReadOnly(script string) *Lua { return nil }

type LuaExec struct{ Keys, Args []string }

func (*Lua) Exec(ctx context.Context, c Client, keys, args []string) RedisResult {
	return RedisResult{}
}

func (*Lua) ExecMulti(ctx context.Context, c Client, multi ...LuaExec) []RedisResult { return nil }
