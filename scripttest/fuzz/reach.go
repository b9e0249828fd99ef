package fuzz

import (
	"context"
	"errors"
	"math/rand/v2"

	"github.com/luagen/luagen/internal/replay"
	"github.com/luagen/luagen/internal/resp"
	"github.com/luagen/luagen/scripttest/cover"
)

// mostCounted is how many trials are counted.
const mostCounted = 2000

// reach runs some more trials and counts what they reach, so that what none does can be told: it
// may be dead, or need data that is not made here.
func (h *harness) reach(ctx context.Context, r *rand.Rand, k *knowledge, trials int) ([]string, error) {
	var c cover.Collector
	c.Add(h.config.Script)
	session := c.Begin(h.server, h.conn)
	h.send = func(args []string) (resp.Value, error) { return session.Call(ctx, h.config.Script, "", args) }
	defer func() { h.send = h.record }()
	for n := range min(trials, mostCounted) {
		t := k.trial(r, n)
		if err := h.reset(t); err != nil {
			return nil, err
		}
		for _, inputs := range t.Calls {
			_, err := h.call(ctx, inputs)
			var wrong *replay.InputError
			switch {
			case ctx.Err() != nil, errors.Is(err, errBudget):
				return nil, nil // what was counted is lost, or not asked for any more
			case err != nil && !errors.As(err, &wrong):
				return nil, err
			}
		}
	}
	if err := session.End(); err != nil {
		return nil, err
	}
	var missed []string
	for _, f := range c.Files() {
		missed = append(missed, f.Missed()...)
	}
	return missed, nil
}
