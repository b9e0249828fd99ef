package runtime

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math/bits"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/redis/go-redis/v9"
)

// A ledger numbers calls, and compares what they reported with what Redis counted:
// none lost, none doubled, and those of which nobody knows reported as errors. A
// call sets the bit of its number and counts that it ran, so it takes one bit of
// memory here and in Redis.
type ledger struct {
	name   string
	script *Script
	next   []atomic.Int64 // numbers, by lane

	mu            sync.Mutex
	done, unknown [][]byte // bits, by lane
}

// ledgerBytes is the memory of a lane, which is a pair of keys in one slot.
const ledgerBytes = 1 << 18

const ledgerSource = `
redis.call('INCR', KEYS[2])
return redis.call('SETBIT', KEYS[1], ARGV[1], 1)`

func newLedger(name string, lanes int) *ledger {
	l := &ledger{name: name, script: script("ledger.lua", ledgerSource), next: make([]atomic.Int64, lanes)}
	for range lanes {
		l.done = append(l.done, make([]byte, ledgerBytes))
		l.unknown = append(l.unknown, make([]byte, ledgerBytes))
	}
	return l
}

// entryCall is a call of a ledger.
type entryCall struct {
	*Call[int64]
	lane   int
	number int64
}

func (l *ledger) keys(lane int) []string {
	tag := fmt.Sprintf("{%s:%d}", l.name, lane)
	return []string{tag + "seen", tag + "runs"}
}

// call is the next call of a lane.
func (l *ledger) call(lane int) *entryCall {
	number := l.next[lane].Add(1) - 1
	if number >= ledgerBytes*8 {
		panic("the ledger is full")
	}
	c := NewCall(l.script, (*Decoder).Int, 3)
	c.Keys(l.keys(lane))
	c.Int(number)
	return &entryCall{c, lane, number}
}

// settled notes what became of calls that were sent. A call that succeeded must
// have found its bit unset.
func (l *ledger) settled(t testing.TB, calls ...*entryCall) (failed int) {
	t.Helper()
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, c := range calls {
		before, err := c.Result()
		list := l.done[c.lane]
		if err != nil {
			list = l.unknown[c.lane]
			failed++
		} else if before != 0 {
			t.Errorf("%s: call %d of lane %d ran before", l.name, c.number, c.lane)
		}
		list[c.number/8] |= 0x80 >> (c.number % 8) // as SETBIT counts
	}
	return failed
}

// reported are the calls that have reported success so far.
func (l *ledger) reported() [][]byte {
	l.mu.Lock()
	defer l.mu.Unlock()
	lanes := make([][]byte, len(l.done))
	for lane := range lanes {
		lanes[lane] = slices.Clone(l.done[lane])
	}
	return lanes
}

// check compares the ledger with what Redis has.
func (l *ledger) check(t testing.TB, client redis.Cmdable) {
	t.Helper()
	ctx := context.Background()
	l.mu.Lock()
	defer l.mu.Unlock()
	for lane := range l.next {
		keys := l.keys(lane)
		seen, err := client.Get(ctx, keys[0]).Bytes()
		runs, err2 := client.Get(ctx, keys[1]).Int()
		if err := cmp.Or(err, err2); err != nil && !errors.Is(err, redis.Nil) { // nothing ran
			t.Errorf("%s, lane %d: %v", l.name, lane, err)
			continue
		}
		lost, strange, bitsSet := 0, 0, 0
		for i := range ledgerBytes {
			var b byte
			if i < len(seen) {
				b = seen[i]
			}
			lost += bits.OnesCount8(l.done[lane][i] &^ b)
			if l.unknown != nil {
				strange += bits.OnesCount8(b &^ (l.done[lane][i] | l.unknown[lane][i]))
			}
			bitsSet += bits.OnesCount8(b)
		}
		if lost > 0 || strange > 0 || runs != bitsSet {
			t.Errorf("%s, lane %d: %d lost, %d ran though nobody sent them, %d ran twice", l.name, lane, lost, strange, runs-bitsSet)
		}
	}
}

// ways are the forms in which calls are sent.
var ways = map[string]func(context.Context, Client, ...*Call[int64]){
	"Run": func(ctx context.Context, client Client, calls ...*Call[int64]) {
		for _, c := range calls {
			_, _ = c.Run(ctx, client)
		}
	},
	"Pipeline": func(ctx context.Context, client Client, calls ...*Call[int64]) {
		_ = Pipeline(ctx, client, commands(calls)...)
	},
	"Tx": func(ctx context.Context, client Client, calls ...*Call[int64]) {
		_ = Tx(ctx, client, commands(calls)...)
	},
}

func commands(calls []*Call[int64]) []Command {
	list := make([]Command, len(calls))
	for i, c := range calls {
		list[i] = c
	}
	return list
}

// send makes some calls in one way, beside others that are no part of the ledger,
// and notes what became of them. A batch holds calls on one lane and, where that
// may be, on others.
func (l *ledger) send(ctx context.Context, t testing.TB, client Client, way string, round int, beside ...*Call[int64]) (failed int) {
	t.Helper()
	lane := round % len(l.next)
	list := []*entryCall{l.call(lane), l.call(lane)}
	calls := append([]*Call[int64]{list[0].Call}, beside...)
	calls = append(calls, list[1].Call)
	if way != "Tx" {
		list = append(list, l.call((lane+1)%len(l.next)))
		calls = append(calls, list[2].Call)
	}
	ways[way](ctx, client, calls...)
	failed = l.settled(t, list...)
	if way == "Tx" && failed == 1 {
		t.Errorf("%s: a part of a transaction failed", l.name)
	}
	return failed
}
