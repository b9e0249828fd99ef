// Package redis has the face of the client that the tests need.
package redis

import (
	"context"
	"errors"
)

var ErrNil = errors.New("nil")

type Conn interface {
	Do(command string, args ...any) (any, error)
	Send(command string, args ...any) error
}

type Args []any

func (args Args) Add(value ...any) Args { return append(args, value...) }

type Script struct{}

func NewScript(keyCount int, src string) *Script { return nil }

func (*Script) Do(c Conn, keysAndArgs ...any) (any, error) { return nil, nil }

func (*Script) DoContext(ctx context.Context, c Conn, keysAndArgs ...any) (any, error) {
	return nil, nil
}

func (*Script) Send(c Conn, keysAndArgs ...any) error { return nil }

func (*Script) SendHash(c Conn, keysAndArgs ...any) error { return nil }

func (*Script) Load(c Conn) error { return nil }

func (*Script) Hash() string { return "" }

func Int(reply any, err error) (int, error) { return 0, err }

func String(reply any, err error) (string, error) { return "", err }

func Bool(reply any, err error) (bool, error) { return false, err }

func Float64(reply any, err error) (float64, error) { return 0, err }

func Values(reply any, err error) ([]any, error) { return nil, err }

func Strings(reply any, err error) ([]string, error) { return nil, err }
