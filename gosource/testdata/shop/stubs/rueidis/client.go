// Package rueidis has the face of the client that the tests need.
package rueidis

import "github.com/redis/rueidis/internal/cmds"

type Client struct{}

func (Client) B() cmds.Builder { return cmds.Builder{} }

type Lua struct{}

func NewLuaScript(script string) *Lua { return nil }

func NewLuaScriptReadOnly(script string) *Lua { return nil }
