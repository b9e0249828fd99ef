package runtime

import (
	"context"
	"fmt"
	"reflect"
	"sync"
	"testing"

	"github.com/luagen/luagen/runtime/redistest"
	"github.com/redis/go-redis/v9"
)

// A hook may keep the commands of calls and read their words at any time, also when
// the scripts are sent again. Once the calls are answered it may do all it likes.
func TestHooksMayKeepCommands(t *testing.T) {
	server := redistest.Start(t)
	ctx := context.Background()
	admin := connect(t, server.Addr)
	s := script("echo.lua", "return {tonumber(ARGV[1]), tonumber(ARGV[2])}")
	for name, client := range faces(t, server.Addr) {
		if isHooked(name) {
			continue // TestBatchHookAfterOthers
		}
		hooked, ok := direct(client).(interface{ AddHook(redis.Hook) })
		if !ok {
			t.Fatalf("%s takes no hooks", name)
		}
		keeper := &commandKeeper{}
		hooked.AddHook(keeper)
		made := 0
		for way, send := range batches {
			for range 20 {
				admin.ScriptFlush(ctx)
				var calls []Command
				for i := range int64(12) {
					c := NewIntsCall(s, 3)
					if i%3 > 0 {
						c.Args.Key(fmt.Sprint("{k}", i%4))
					}
					c.Args.Int(i)
					c.Args.Int(i)
					calls = append(calls, c)
				}
				if err := send(ctx, client, calls...); err != nil {
					t.Errorf("%s, %s: %v", name, way, err)
				}
				made += len(calls)
			}
		}
		keeper.check(t, made)
	}
}

// commandKeeper is a hook that keeps the commands that were answered.
type commandKeeper struct {
	mu       sync.Mutex
	commands []redis.Cmder
	readers  sync.WaitGroup
}

func (*commandKeeper) DialHook(next redis.DialHook) redis.DialHook { return next }

func (k *commandKeeper) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		defer k.keep(cmd)
		return next(ctx, cmd)
	}
}

func (k *commandKeeper) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return func(ctx context.Context, cmds []redis.Cmder) error {
		defer k.keep(cmds...)
		return next(ctx, cmds)
	}
}

func (k *commandKeeper) keep(cmds ...redis.Cmder) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.commands = append(k.commands, cmds...)
	spawn(&k.readers, func() {
		for _, cmd := range cmds {
			_, _ = fmt.Sprintln(cmd.Args()...), cmd.FullName()
		}
	})
}

// check reads the commands, among which are those of a number of calls.
func (k *commandKeeper) check(t *testing.T, calls int) {
	t.Helper()
	k.readers.Wait()
	for _, cmd := range k.commands {
		words, clone := cmd.Args(), cmd.Clone()
		if !reflect.DeepEqual(clone.Args(), words) || clone.Name() != cmd.Name() || clone.String() != cmd.String() {
			t.Errorf("%v and its clone %v", cmd, clone)
		}
		if name := cmd.Name(); name != "evalsha" && name != "eval" {
			continue
		}
		calls--
		if first, second := words[len(words)-2], words[len(words)-1]; fmt.Sprint(first) != fmt.Sprint(second) {
			t.Errorf("the words are %v", words)
		}
	}
	if calls > 0 {
		t.Errorf("%d calls were not seen", calls)
	}
}
