package runtime

import (
	"context"
	"errors"
	"testing"

	"github.com/luagen/luagen/runtime/redistest"
	"github.com/redis/go-redis/v9"
)

// pairCall is a call whose decoder sets the Value before it has read all of the reply.
func pairCall(s *Script) *Call[pair] {
	args := NewArgs(s, 0, func(d *Decoder, into Command) {
		v := &into.(*Call[pair]).Value
		d.Tuple(2, 2)
		v.ID = d.Field("id").String()
		v.Score = d.Field("score").Int()
		d.End()
	})
	return &Call[pair]{Untyped: Untyped{Args: args}}
}

// TestValueOfFailedCalls sends calls of which one has a reply that is decoded in part only.
func TestValueOfFailedCalls(t *testing.T) {
	ctx := context.Background()
	client := connect(t, redistest.Start(t).Addr)
	good, bad := script("good.lua", "return {'a', 1}"), script("bad.lua", "return {'a', 'b'}")
	for name, send := range map[string]func(calls ...Command) error{
		"Send": func(calls ...Command) error {
			return errors.Join(Send(ctx, client, calls[0]), Send(ctx, client, calls[1]))
		},
		"Pipeline": func(calls ...Command) error { return Pipeline(ctx, client, calls...) },
		"Tx":       func(calls ...Command) error { return Tx(ctx, client, calls...) },
	} {
		t.Run(name, func(t *testing.T) {
			first, second := pairCall(good), pairCall(bad)
			err := send(first, second)
			var wrong *DecodeError
			if !errors.As(err, &wrong) || wrong.Path != "score" {
				t.Errorf("error %v", err)
			}
			if v, err := first.Result(); v != (pair{"a", 1}) || err != nil {
				t.Errorf("the good call has %v and %v", v, err)
			}
			if v, err := second.Result(); v != (pair{}) || second.Value != v || !errors.As(err, &wrong) {
				t.Errorf("the failed call has %v and %v", v, err)
			}
		})
	}
}

// TestSendOfOthers sends what is no call of a script, or has no decoder.
func TestSendOfOthers(t *testing.T) {
	ctx := context.Background()
	client := connect(t, redistest.Start(t).Addr)
	set := redis.NewStatusCmd(ctx, "set", "k", "v")
	command := Do(set)
	wantText(t, Send(ctx, client, command), "set: a command of runtime.Do is sent by runtime.Pipeline and runtime.Tx; by itself send it with the client's Process")
	if err := Pipeline(ctx, client, command); err != nil || set.Val() != "OK" {
		t.Errorf("SET is answered %q, %v", set.Val(), err)
	}
	for _, none := range []Command{nil, (*Call[int64])(nil), Do(nil), &Call[int64]{}} {
		if err := Send(ctx, client, none); !errors.Is(err, errNoArgs) {
			t.Errorf("%T: %v", none, err)
		}
	}
	if _, err := Run[int64](ctx, client, nil); !errors.Is(err, errNoArgs) {
		t.Errorf("no call: %v", err)
	}
	unread := &Call[struct{}]{Untyped: Untyped{Args: NewArgs(script("any.lua", "return {1, {2}}"), 0, nil)}}
	if err := Send(ctx, client, unread); err != nil {
		t.Error(err)
	}
}
