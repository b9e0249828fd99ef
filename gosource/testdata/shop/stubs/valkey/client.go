// Package valkey has the face of the client that the tests need.
package valkey

import "github.com/valkey-io/valkey-go/internal/cmds"

type Client struct{}

func (Client) B() cmds.Builder { return cmds.Builder{} }

type Lua struct{}

func NewLuaScript(script string) *Lua { return nil }

func NewLuaScriptReadOnly(script string) *Lua { return nil }
