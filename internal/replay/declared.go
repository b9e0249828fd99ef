package replay

import (
	"context"
	"errors"

	"github.com/redis/go-redis/v9"

	"github.com/luagen/luagen/internal/vendored/runtime"
	"github.com/luagen/luagen/parser"
)

// Declared is the error of the script's @error that a reply of it stands for, as go-redis
// gives the reply; nil for any other.
func (c *Call) Declared(ctx context.Context, reply any, err error) error {
	if err != nil && !errors.Is(err, redis.Nil) {
		err = runtime.Send(ctx, refusing{err}, c.encoded())
		return c.declaredIn(err)
	}
	for i, e := range c.script.Errors {
		is := false
		switch e.Match.Kind {
		case parser.MatchInt:
			is = reply == e.Match.Int
		case parser.MatchString:
			is = reply == e.Match.Text
		case parser.MatchNil:
			is = err != nil
		}
		if is {
			return c.errors[i]
		}
	}
	return nil
}

// Declares reports whether an error of Run is one of the script's declared errors.
func (c *Call) Declares(err error) bool { return c.declaredIn(err) != nil }

// DeclaredName is the name of the declared error that an error of Run is; empty without.
func (c *Call) DeclaredName(err error) string {
	for i, e := range c.errors {
		if errors.Is(err, e) {
			return c.script.Errors[i].Text
		}
	}
	return ""
}

func (c *Call) declaredIn(err error) error {
	for _, e := range c.errors {
		if errors.Is(err, e) {
			return e
		}
	}
	return nil
}

// refusing is a client whose server answers everything with an error.
type refusing struct{ err error }

// Process implements runtime.Client.
func (r refusing) Process(_ context.Context, cmd redis.Cmder) error {
	cmd.SetErr(r.err)
	return r.err
}
