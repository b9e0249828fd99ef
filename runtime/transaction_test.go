package runtime

import (
	"context"
	"errors"
	"testing"

	"github.com/luagen/luagen/runtime/redistest"
	"github.com/redis/go-redis/v9"
)

// A transaction is all or nothing.
func TestTxIsAllOrNothing(t *testing.T) {
	server := redistest.Start(t)
	ctx := context.Background()
	client := connect(t, server.Addr)
	s := kilobytes(1)

	// A watched key that changed.
	first, second := call(s, (*Decoder).Int, []string{"a"}), call(s, (*Decoder).Int, []string{"a"})
	err := client.Watch(ctx, func(tx *redis.Tx) error {
		client.ScriptFlush(ctx)
		client.Set(ctx, "watched", 1, 0)
		return Tx(ctx, tx, first, second)
	}, "watched")
	if !errors.Is(err, redis.TxFailedErr) || client.Exists(ctx, "a").Val() != 0 {
		t.Error(err)
	}

	// WATCH holds until the one EXEC, although the script is missing.
	third := call(s, (*Decoder).Int, []string{"a"})
	err = client.Watch(ctx, func(tx *redis.Tx) error {
		client.ScriptFlush(ctx)
		return Tx(ctx, tx, third)
	}, "watched")
	if n, _ := third.Result(); n != 1 || err != nil {
		t.Error(n, err)
	}

	// A pipeline leaves WATCH in force.
	err = client.Watch(ctx, func(tx *redis.Tx) error {
		if err := Pipeline(ctx, tx, call(s, Discard, []string{"b"}), call(s, Discard, []string{"b"})); err != nil {
			return err
		}
		client.Set(ctx, "watched", 2, 0)
		return Tx(ctx, tx, call(s, Discard, []string{"b"}))
	}, "watched")
	if !errors.Is(err, redis.TxFailedErr) || client.Get(ctx, "b").Val() != "2" {
		t.Error(err, client.Get(ctx, "b").Val())
	}

	// A call that is refused when it is queued.
	client.Do(ctx, "ACL", "SETUSER", "limited", "on", "nopass", "+@all", "~mine*")
	limited := connect(t, server.Addr, func(o *redis.Options) { o.Username, o.Password = "limited", "any" })
	mine := call(script("mine.lua", countSource), (*Decoder).Int, []string{"mine"})
	yours := call(script("yours.lua", countSource), (*Decoder).Int, []string{"yours"})
	err = Tx(ctx, limited, mine, yours)
	if e, ok := asType[*ScriptError](err); !ok || e.Script != "yours.lua" || e.Code != "NOPERM" {
		t.Error(err)
	}
	_, err = mine.Result()
	wantText(t, err, "mine.lua: EXECABORT Transaction discarded because of previous errors.")
	if client.Exists(ctx, "mine").Val() != 0 {
		t.Error("a part of it ran")
	}
}
