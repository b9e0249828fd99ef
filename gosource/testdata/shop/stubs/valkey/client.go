// Package valkey has the face of the client that the tests need.
package valkey

import (
	"context"

	"github.com/valkey-io/valkey-go/internal/cmds"
)

type Client struct{}

func (Client) B() cmds.Builder { return cmds.Builder{} }

func (Client) Do(ctx context.Context, cmd cmds.Completed) ValkeyResult { return ValkeyResult{} }

type ValkeyResult struct{}

func (ValkeyResult) Error() error { return nil }

func (ValkeyResult) ToInt64() (int64, error) { return 0, nil }

func (ValkeyResult) AsInt64() (int64, error) { return 0, nil }

func (ValkeyResult) ToBool() (bool, error) { return false, nil }

func (ValkeyResult) AsBool() (bool, error) { return false, nil }

func (ValkeyResult) ToString() (string, error) { return "", nil }

func (ValkeyResult) AsStrSlice() ([]string, error) { return nil, nil }

func (ValkeyResult) ToArray() ([]ValkeyMessage, error) { return nil, nil }

type ValkeyMessage struct{}

func (ValkeyMessage) ToString() (string, error) { return "", nil }

func (ValkeyMessage) ToInt64() (int64, error) { return 0, nil }

func IsValkeyNil(err error) bool { return false }

type Lua struct{}

func NewLuaScript(script string) *Lua { return nil }

func NewLuaScriptReadOnly(script string) *Lua { return nil }

type LuaExec struct{ Keys, Args []string }

func (*Lua) Exec(ctx context.Context, c Client, keys, args []string) ValkeyResult {
	return ValkeyResult{}
}

func (*Lua) ExecMulti(ctx context.Context, c Client, multi ...LuaExec) []ValkeyResult { return nil }
