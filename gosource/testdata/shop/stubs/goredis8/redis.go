// Package redis has the face of the client that the tests need.
package redis

import "context"

type Cmd struct{}

type StringCmd struct{}

type Scripter interface {
	Eval(ctx context.Context, script string, keys []string, args ...any) *Cmd
	ScriptLoad(ctx context.Context, script string) *StringCmd
}

type Client struct{}

func (*Client) Eval(ctx context.Context, script string, keys []string, args ...any) *Cmd { return nil }

func (*Client) EvalRO(ctx context.Context, script string, keys []string, args ...any) *Cmd {
	return nil
}

func (*Client) ScriptLoad(ctx context.Context, script string) *StringCmd { return nil }

func (*Client) Do(ctx context.Context, args ...any) *Cmd { return nil }

type Script struct{}

func NewScript(src string) *Script { return nil }

func NewScriptServerSHA(src string) *Script { return nil }

func (*Script) Run(ctx context.Context, c Scripter, keys []string, args ...any) *Cmd { return nil }
