package runtime

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/luagen/luagen/runtime/redistest"
)

// A server that is busy with another script says so to the caller, through every
// face and in every form, and runs nothing of what it refused.
func TestBusy(t *testing.T) {
	server := redistest.Start(t, "--lua-time-limit", "20")
	ctx := context.Background()
	client := connect(t, server.Addr)
	quick := script("quick.lua", countSource)
	count := func() *Call[int64] { return call(quick, (*Decoder).Int, []string{"{busy}"}) }
	all := faces(t, server.Addr)
	for name, face := range all { // a new connection may be refused, too
		if _, err := Run(ctx, face, count()); err != nil {
			t.Fatal(name, err)
		}
	}
	before := mustInt(t, client.Do(ctx, "GET", "{busy}"))
	endless := make(chan error)
	go func() {
		_, err := eval(t, client, "while true do end", Discard)
		endless <- err
	}()
	for deadline := time.Now().Add(2 * time.Minute); !isBusy(client.Ping(ctx).Err()); {
		if time.Now().After(deadline) {
			t.Fatal("the server is never busy")
		}
	}

	want := func(form, face string, err error) {
		t.Helper()
		if e, ok := asType[*ScriptError](err); !ok || e.Script != "quick.lua" || e.Code != "BUSY" || e.Line != 0 {
			t.Errorf("%s, %s: %v", form, face, err)
		}
	}
	for name, face := range all {
		_, err := Run(ctx, face, count())
		want("Run", name, err)
		for form, send := range batches {
			alone, first, second := call(quick, (*Decoder).Int, []string{"{busy}alone"}), count(), count()
			want(form, name, send(ctx, face, alone, first, second))
			for _, c := range []*Call[int64]{alone, first, second} {
				_, err := c.Result()
				want(form+" result", name, err)
			}
		}
	}

	if err := client.ScriptKill(ctx).Err(); err != nil {
		t.Error(err)
	}
	if e, ok := asType[*ScriptError](<-endless); !ok || e.Line != 1 || !strings.HasPrefix(e.Message, "Script killed by user") {
		t.Error(e)
	}
	if n := mustInt(t, client.Do(ctx, "GET", "{busy}")); n != before {
		t.Errorf("%d calls ran that were refused", n-before)
	}
}

func isBusy(err error) bool { return err != nil && strings.HasPrefix(err.Error(), "BUSY ") }
