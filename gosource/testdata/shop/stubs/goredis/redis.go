// Package redis has the face of the client that the tests need.
package redis

import (
	"context"
	"errors"
)

var Nil = errors.New("redis: nil")

func HasErrorPrefix(err error, prefix string) bool { return false }

type Cmd struct{}

func (*Cmd) Val() any { return nil }

func (*Cmd) Int64() (int64, error) { return 0, nil }

func (*Cmd) Slice() ([]any, error) { return nil, nil }

func (*Cmd) StringSlice() ([]string, error) { return nil, nil }

func (*Cmd) Err() error { return nil }

func (*Cmd) Result() (any, error) { return nil, nil }

func (*Cmd) Int() (int, error) { return 0, nil }

func (*Cmd) Text() (string, error) { return "", nil }

func (*Cmd) Bool() (bool, error) { return false, nil }

func (*Cmd) Int64Slice() ([]int64, error) { return nil, nil }

type Cmder interface{ Err() error }

type Pipeliner interface {
	Scripter
	Exec(ctx context.Context) ([]Cmder, error)
}

func (*Client) Pipeline() Pipeliner { return nil }

func (*Client) EvalSha(ctx context.Context, sha1 string, keys []string, args ...any) *Cmd { return nil }

func (*Script) Eval(ctx context.Context, c Scripter, keys []string, args ...any) *Cmd { return nil }

type StringCmd struct{}

func (*StringCmd) Result() (string, error) { return "", nil }

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

func (*Script) Load(ctx context.Context, c Scripter) *StringCmd { return nil }
