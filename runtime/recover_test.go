package runtime

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/luagen/luagen/runtime/redistest"
	"github.com/redis/go-redis/v9"
)

const countSource = "return redis.call('INCR', KEYS[1])"

// kilobytes is a script that counts, of about that size.
func kilobytes(n int) *Script {
	return script("count.lua", countSource+"\n"+strings.Repeat("-- padding that makes the script long, so that bodies show in the bytes\n", n*1024/73))
}

func TestNoScriptIsRecovered(t *testing.T) {
	server := redistest.Start(t)
	ctx := context.Background()
	admin := connect(t, server.Addr)
	for name, client := range faces(t, server.Addr) {
		for round := range 3 {
			admin.ScriptFlush(ctx)
			n, err := Run(ctx, client, call(kilobytes(1), (*Decoder).Int, []string{name}))
			if n != int64(round+1) || err != nil {
				t.Errorf("%s: %d, %v", name, n, err)
			}
			if n, err := eval(t, client, "return #ARGV", (*Decoder).Int, "a", "b"); n != 2 || err != nil {
				t.Errorf("%s without keys: %d, %v", name, n, err)
			}
		}
		ro := script("get.lua", "return redis.call('GET', KEYS[1])", reading(server))
		if s, err := Run(ctx, client, call(ro, (*Decoder).String, []string{name})); s != "3" || err != nil {
			t.Errorf("%s read only: %q, %v", name, s, err)
		}
	}
	err := admin.Watch(ctx, func(tx *redis.Tx) error {
		admin.ScriptFlush(ctx)
		n, err := Run(ctx, tx, call(kilobytes(1), (*Decoder).Int, []string{"tx"}))
		if n != 1 {
			t.Error(n)
		}
		return err
	}, "tx")
	if err != nil {
		t.Error(err)
	}
}

// flushing flushes the scripts again and again until the test is over.
func flushing(t *testing.T, addr string) (stop func()) {
	t.Helper()
	admin := connect(t, addr)
	done := make(chan struct{})
	var wait sync.WaitGroup
	spawn(&wait, func() {
		for {
			select {
			case <-done:
				return
			default:
				admin.ScriptFlush(context.Background())
			}
		}
	})
	return func() { close(done); wait.Wait() }
}

// SCRIPT LOAD comes first, so that the script is not one that EVAL has made
// evictable.
func TestRecoveryLoads(t *testing.T) {
	var mu sync.Mutex
	var words []string
	loaded := false
	server := &canned{reply: func(w []string) string {
		mu.Lock()
		defer mu.Unlock()
		words = append(words, w[0])
		switch {
		case w[0] == "script":
			loaded = true
			return bulk(shaOf(w[2]))
		case w[0] == "evalsha" && !loaded:
			return "-NOSCRIPT No matching script. Please use EVAL.\r\n"
		}
		return ":1\r\n"
	}}
	if _, err := eval(t, server.client(t, 2), "return 1", (*Decoder).Int); err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(words, " "); got != "evalsha script evalsha" {
		t.Error(got)
	}
}

// Where SCRIPT LOAD is not allowed, or does not help, EVAL completes the call.
func TestRecoveryByEval(t *testing.T) {
	for name, answer := range map[string]string{
		"not allowed": "-NOPERM this user has no permissions to run the 'script|load' command\r\n",
		"no help":     bulk(shaOf("return 1")),
	} {
		var mu sync.Mutex
		var words []string
		server := &canned{reply: func(w []string) string {
			mu.Lock()
			defer mu.Unlock()
			words = append(words, w[0])
			switch w[0] {
			case "script":
				return answer
			case "evalsha":
				return "-NOSCRIPT No matching script.\r\n"
			}
			return ":1\r\n"
		}}
		if n, err := eval(t, server.client(t, 2), "return 1", (*Decoder).Int); n != 1 || err != nil {
			t.Error(n, err)
		}
		want := map[string]string{"not allowed": "evalsha script eval", "no help": "evalsha script evalsha eval"}[name]
		if got := strings.Join(words, " "); got != want {
			t.Errorf("%s: %s", name, got)
		}
	}
}

// A script may answer NOSCRIPT itself; it has run then.
func TestNoScriptOfTheScript(t *testing.T) {
	server := redistest.Start(t)
	ctx := context.Background()
	client := connect(t, server.Addr)
	for i, source := range []string{
		"redis.call('INCR', KEYS[1]) return redis.error_reply('NOSCRIPT for you')",
		"redis.call('INCR', KEYS[1]) return redis.error_reply('NOSCRIPT No matching script. Please use EVAL.')",
		"redis.call('INCR', KEYS[1]) error({err='NOSCRIPT raised'})",
		"redis.call('INCR', KEYS[1]) return redis.error_reply('TRYAGAIN Multiple keys request during rehashing of slot')",
	} {
		key := fmt.Sprint("k", i)
		s := script("t.lua", source)
		if err := Load(ctx, client, s); err != nil {
			t.Fatal(err)
		}
		_, err := Run(ctx, client, call(s, Discard, []string{key}))
		if _, ok := asType[*ScriptError](err); !ok {
			t.Errorf("%T %v", err, err)
		}
		if n := mustInt(t, client.Do(ctx, "GET", key)); n != 1 {
			t.Errorf("%s: ran %d times", source, n)
		}
	}
}

// Waiting for another caller's SCRIPT LOAD ends with the context; a leader that
// gives up leaves the others to themselves.
func TestRecoveryIsCancelled(t *testing.T) {
	loading, stuck := make(chan struct{}), make(chan struct{})
	server := &canned{reply: func(w []string) string {
		switch w[0] {
		case "script":
			close(loading)
			<-stuck
			return bulk(shaOf(w[2]))
		case "evalsha":
			return "-NOSCRIPT No matching script.\r\n"
		}
		return ":1\r\n"
	}}
	client := server.client(t, 2)
	s := script("t.lua", "return 1")
	led := make(chan error)
	go func() {
		_, err := Run(context.Background(), client, call(s, (*Decoder).Int, nil))
		led <- err
	}()
	<-loading
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Millisecond)
	defer cancel()
	_, err := Run(ctx, client, call(s, (*Decoder).Int, nil))
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Error(err)
	}
	close(stuck)
	if err := <-led; err != nil {
		t.Error(err)
	}
}
