package runtime

import (
	"context"
	"slices"
	"sync/atomic"
	"testing"

	"github.com/luagen/luagen/runtime/redistest"
)

func TestLoad(t *testing.T) {
	server := redistest.Start(t)
	ctx := context.Background()
	admin := connect(t, server.Addr)
	a, b := script("a.lua", "return 1"), script("b.lua", "return 2", reading(server))
	for name, client := range faces(t, server.Addr) {
		admin.ScriptFlush(ctx)
		if err := Load(ctx, client, a, b); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if got := admin.ScriptExists(ctx, a.SHA(), b.SHA()).Val(); !slices.Equal(got, []bool{true, true}) {
			t.Errorf("%s: loaded %v", name, got)
		}
	}
	client := connect(t, server.Addr)
	wantText(t, Load(ctx, client), "")
	wantText(t, Load(ctx, client, a, nil), "runtime.Load: scripts[1] is nil; pass the scripts of the generated package")
	wantText(t, Load(ctx, client, script("bad.lua", "return )")), "runtime.Load: bad.lua:1: ERR Error compiling script (new function): unexpected symbol near ')'")
	wantText(t, Load(ctx, client, NewScript("stale.lua", "return 1", "00")), "runtime.Load: stale.lua: the server computes the SHA-1 e0e1f9fabfc9d4800c877a703b823ac0578ff8db for the script, the generated code says 00; generate the code again")
	wantText(t, Load(ctx, client.Pipeline(), a), "runtime.Load: the client is a redis.Pipeliner, which answers only when it is executed; pass the client that it was made from")
}

// SCRIPT LOAD may be sent again, but not to complete a reply of which a part has come.
func TestCutLoad(t *testing.T) {
	s := script("t.lua", "return 1")
	for cut, want := range map[string]string{
		hangUp:                       "",
		"$40\r\n" + hangUp:           "runtime.Load: EOF",
		"$40\r\ne0e1f9fabf" + hangUp: "runtime.Load: EOF",
	} {
		var loads atomic.Int64
		server := &canned{reply: func([]string) string {
			if loads.Add(1) == 1 {
				return cut
			}
			return bulk(s.SHA())
		}}
		wantText(t, Load(context.Background(), server.client(t, 2), s), want)
	}
}
