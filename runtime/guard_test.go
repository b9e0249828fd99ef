package runtime

import (
	"errors"
	"strings"
	"testing"

	"github.com/luagen/luagen/runtime/internal/wire"
	"github.com/luagen/luagen/runtime/redistest"
	"github.com/redis/go-redis/v9"
)

// What go-redis would read without a bound never reaches it, by either protocol, for calls
// and for its own commands.
func TestGuard(t *testing.T) {
	for name, test := range map[string]struct {
		reply string
		err   error
	}{
		"integer":           {":5\r\n", nil},
		"attributes":        {strings.Repeat("|1\r\n+a\r\n$3\r\nb\r\n\r\n", 10) + ":5\r\n", nil},
		"attributes in row": {strings.Repeat("|0\r\n", wire.MaxDepth+1) + ":5\r\n", wire.ErrDepth},
		"attributes inside": {strings.Repeat("|1\r\n", wire.MaxDepth+1) + hangUp, wire.ErrDepth},
		"arrays":            {strings.Repeat("*1\r\n", wire.MaxDepth+1) + hangUp, wire.ErrDepth},
		"many elements":     {"*17\r\n" + hangUp, errTooLarge},
		"long string":       {"$1025\r\n" + hangUp, errTooLarge},
		"long line":         {"+" + strings.Repeat("x", 3000) + hangUp, errLongLine},
		"long status":       {"+" + strings.Repeat("x", 1024) + "\r\n", errTooLarge},
		"strings in all":    {"*8\r\n" + strings.Repeat("$100\r\n"+strings.Repeat("x", 100)+"\r\n", 8), errTooLarge},
	} {
		t.Run(name, func(t *testing.T) {
			for _, protocol := range []int{2, 3} {
				client := hostile(test.reply).client(t, protocol)
				limit := int64(1024)
				if strings.HasPrefix(name, "a") { // of depth, not of memory
					limit = 1 << 20
				}
				client.AddHook(Guard{Limit: limit})
				_, err := eval(t, client, "return 1", (*Decoder).Int, "odd")
				if !errors.Is(err, test.err) {
					t.Errorf("RESP%d: %v, want %v", protocol, err, test.err)
				}
				if err := client.Do(t.Context(), "get", "odd").Err(); !errors.Is(err, test.err) {
					t.Errorf("RESP%d: an ordinary command: %v, want %v", protocol, err, test.err)
				}
				if n, err := eval(t, client, "return 1", (*Decoder).Int, "next"); n != 42 || err != nil {
					t.Errorf("RESP%d: next call: %d, %v", protocol, n, err)
				}
			}
		})
	}
}

// A guarded client of a real server works as any other.
func TestGuardedClient(t *testing.T) {
	server := redistest.Start(t)
	for _, protocol := range []int{2, 3} {
		client := redis.NewClient(&redis.Options{Addr: server.Addr, Protocol: protocol})
		t.Cleanup(func() { client.Close() })
		client.AddHook(Guard{})
		s := script("t.lua", "return {ARGV[1], {1, {2, false}}, {ok = 'x'}, string.rep('y', 100000)}")
		for range 3 {
			got, err := Run(t.Context(), client, call(s, (*Decoder).Any, nil, "a\r\n*1\r\n"))
			list, _ := got.([]any)
			if err != nil || len(list) != 4 || list[0] != "a\r\n*1\r\n" {
				t.Fatalf("RESP%d: %.100v, %v", protocol, got, err)
			}
		}
		sub := client.Subscribe(t.Context(), "news")
		if _, err := sub.Receive(t.Context()); err != nil {
			t.Errorf("RESP%d: %v", protocol, err)
		}
		sub.Close()
	}
}
