package luagenotel

import (
	"context"
	"io"
	"testing"

	"github.com/redis/go-redis/v9"
)

// telling is an EXEC that tells what came of the commands before.
type telling struct {
	*redis.Cmd
	errs []error
	told int // how many times
}

func (e *telling) ElementErrors() []error {
	e.told++
	return e.errs
}

// TestTransactionInPipeline recognises a transaction between other commands, and
// takes the outcomes of its calls from EXEC, because they are answered QUEUED.
func TestTransactionInPipeline(t *testing.T) {
	ctx := context.Background()
	count, find, _, _ := scripts()
	run := func(sha string) redis.Cmder { return redis.NewCmd(ctx, "evalsha", sha, 1, "k") }
	end := &telling{Cmd: redis.NewCmd(ctx, "exec"), errs: []error{nil, serverError("WRONGTYPE x"), serverError("NOSCRIPT x")}}
	failed := run(find.SHA())
	failed.SetErr(io.EOF)
	commands := []redis.Cmder{
		run(count.SHA()), redis.NewCmd(ctx, "multi"), run(find.SHA()), run(count.SHA()), run(count.SHA()), end, failed,
	}
	known := newTelemetry().hook.catalogue
	b, ok := known.batch(commands)
	if !ok {
		t.Fatal("the batch is not recognised")
	}
	if want := (operation{name: "PIPELINE EVALSHA"}); b.operation != want || b.size != 5 {
		t.Errorf("the batch is %+v of %d, want %+v of 5", b.operation, b.size, want)
	}
	want := []struct{ script, kind, code string }{
		{count.Name(), "", ""},
		{find.Name(), "", ""},
		{count.Name(), "WRONGTYPE", "WRONGTYPE"},
		{count.Name(), "", "NOSCRIPT"},
		{find.Name(), "*errors.errorString", ""},
	}
	if len(b.calls) != len(want) {
		t.Fatalf("%d calls, want %d", len(b.calls), len(want))
	}
	for i, c := range b.calls {
		o := c.outcome()
		if c.script != want[i].script || o.kind != want[i].kind || o.code != want[i].code {
			t.Errorf("call %d is %s with %q, %q; want %+v", i, c.script, o.kind, o.code, want[i])
		}
	}
	if end.told != 1 {
		t.Errorf("the reply of EXEC was read %d times, want once for all calls", end.told)
	}

	// What EXEC itself answers goes for all of the transaction.
	end.SetErr(serverError("EXECABORT Transaction discarded"))
	if o := b.calls[1].outcome(); o.kind != "EXECABORT" {
		t.Errorf("after EXECABORT a call has %q", o.kind)
	}
	if o := b.calls[0].outcome(); o.kind != "" {
		t.Errorf("a call before the transaction has %q", o.kind)
	}
}

// TestTransactionsBackToBack are a pipeline of two, not one.
func TestTransactionsBackToBack(t *testing.T) {
	ctx := context.Background()
	count, _, _, _ := scripts()
	var commands []redis.Cmder
	for range 2 {
		commands = append(commands, redis.NewCmd(ctx, "multi"),
			redis.NewCmd(ctx, "evalsha", count.SHA(), 1, "k"), redis.NewCmd(ctx, "exec"))
	}
	b, ok := newTelemetry().hook.catalogue.batch(commands)
	if want := (operation{"PIPELINE EVALSHA", count.Name()}); !ok || b.operation != want {
		t.Errorf("the batch is %+v, want %+v", b.operation, want)
	}
}

// TestTransactionBegunBefore recognises a transaction whose MULTI was sent by itself.
func TestTransactionBegunBefore(t *testing.T) {
	ctx := context.Background()
	count, _, _, _ := scripts()
	run := func() redis.Cmder { return redis.NewCmd(ctx, "evalsha", count.SHA(), 1, "k") }
	end := &telling{Cmd: redis.NewCmd(ctx, "exec"), errs: []error{nil, serverError("WRONGTYPE x")}}
	b, ok := newTelemetry().hook.catalogue.batch([]redis.Cmder{run(), run(), end})
	if want := (operation{"MULTI EVALSHA", count.Name()}); !ok || b.operation != want || b.size != 2 {
		t.Fatalf("the batch is %+v of %d, want %+v of 2", b.operation, b.size, want)
	}
	if first, second := b.calls[0].outcome(), b.calls[1].outcome(); first.kind != "" || second.kind != "WRONGTYPE" {
		t.Errorf("the calls have %q and %q, want none and WRONGTYPE", first.kind, second.kind)
	}
}
