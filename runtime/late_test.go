package runtime

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/redis/go-redis/v9"
)

// A client of somebody's own may give up before go-redis does, as one that hedges
// would. What comes late finds no place in the result of that call or another.
func TestLateReplies(t *testing.T) {
	long := "*1000\r\n" + strings.Repeat(":7\r\n", 1000)
	gate := make(chan struct{})
	late := &canned{reply: func([]string) string { <-gate; return long }}
	impatient := &impatientClient{Client: late.client(t, 2)}
	s := script("t.lua", "return 1")
	made := func() *Call[[]int64] {
		c := NewIntsCall(s, 2)
		c.Args.Key("k")
		c.Args.Int(1 << 40)
		return c
	}
	var calls []*Call[[]int64]
	for range 20 {
		ctx, cancel := context.WithCancel(context.Background())
		impatient.started = cancel
		c := made()
		if _, err := Run(ctx, impatient, c); !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
		calls = append(calls, c)
	}
	close(gate)
	want := slices.Repeat([]int64{8}, 1000)
	prompt := (&canned{reply: func([]string) string { return strings.ReplaceAll(long, "7", "8") }}).client(t, 2)
	concurrently(20, func(int) {
		if list, err := Run(context.Background(), prompt, made()); !slices.Equal(list, want) || err != nil {
			t.Error(list, err)
		}
	})
	impatient.wait.Wait()
	for _, c := range calls {
		if list, err := c.Result(); list != nil || !errors.Is(err, context.Canceled) {
			t.Error(list, err)
		}
	}
}

// impatientClient leaves a command to itself when the context ends.
type impatientClient struct {
	Client
	started func() // is called once a command is on its way
	wait    sync.WaitGroup
}

func (c *impatientClient) Process(ctx context.Context, cmd redis.Cmder) error {
	answered := make(chan error, 1)
	spawn(&c.wait, func() { answered <- c.Client.Process(context.Background(), cmd) })
	c.started()
	select {
	case err := <-answered:
		return err
	case <-ctx.Done():
		return fmt.Errorf("gave up: %w", ctx.Err())
	}
}
