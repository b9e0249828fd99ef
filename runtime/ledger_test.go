package runtime

import (
	"context"
	"fmt"
	"math/bits"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/redis/go-redis/v9"
)

// A ledger numbers calls, and compares what they reported with what Redis counted:
// none lost, none doubled, and those of which nobody knows reported as errors. A
// call sets the bit of its number and counts that it ran, so it takes one bit of
// memory here and in Redis. Calls are spread over lanes: each is a pair of keys in
// one slot.
type ledger struct {
	name   string
	script *Script
	next   []atomic.Int64 // numbers, by lane

	mu            sync.Mutex
	done, unknown []bitmap // by lane
}

// A bitmap is a string of bits as SETBIT counts them.
type bitmap []byte

// with sets a bit.
func (b bitmap) with(number int64) bitmap {
	if missing := number/8 + 1 - int64(len(b)); missing > 0 {
		b = append(b, make([]byte, missing)...)
	}
	b[number/8] |= 0x80 >> (number % 8)
	return b
}

// at is a byte, 0 beyond the end.
func (b bitmap) at(i int) byte {
	if i >= len(b) {
		return 0
	}
	return b[i]
}

const ledgerSource = `
redis.call('INCR', KEYS[2])
return redis.call('SETBIT', KEYS[1], ARGV[1], 1)`

func newLedger(name string, lanes int) *ledger {
	return &ledger{
		name: name, script: script("ledger.lua", ledgerSource), next: make([]atomic.Int64, lanes),
		done: make([]bitmap, lanes), unknown: make([]bitmap, lanes),
	}
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
	c := NewCall(l.script, (*Decoder).Int, 3)
	c.Args.Keys(l.keys(lane))
	c.Args.Int(number)
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
		list := l.done
		if err != nil {
			list = l.unknown
			failed++
		} else if before != 0 {
			t.Errorf("%s: call %d of lane %d ran before", l.name, c.number, c.lane)
		}
		list[c.lane] = list[c.lane].with(c.number)
	}
	return failed
}

// reported are the calls that have reported success so far.
func (l *ledger) reported() []bitmap {
	l.mu.Lock()
	defer l.mu.Unlock()
	lanes := make([]bitmap, len(l.done))
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
		// Both at one moment: a call whose caller gave up may still be running.
		values, err := client.MGet(ctx, l.keys(lane)...).Result()
		if err != nil {
			t.Errorf("%s, lane %d: %v", l.name, lane, err)
			continue
		}
		seen, ran := values[0].(string)
		runs := 0
		if ran {
			runs, err = strconv.Atoi(values[1].(string))
			if err != nil {
				t.Errorf("%s, lane %d: %v", l.name, lane, err)
				continue
			}
		}
		lost, strange, bitsSet := 0, 0, 0
		done, unknown := l.done[lane], bitmap(nil)
		if l.unknown != nil {
			unknown = l.unknown[lane]
		}
		for i := range max(len(seen), len(done)) {
			b := bitmap(seen).at(i)
			bitsSet += bits.OnesCount8(b)
			lost += bits.OnesCount8(done.at(i) &^ b)
			if l.unknown != nil {
				strange += bits.OnesCount8(b &^ (done.at(i) | unknown.at(i)))
			}
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
			_, _ = Run(ctx, client, c)
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
