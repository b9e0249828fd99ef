package fuzz

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"
)

// moreTime is how many budgets a call gets when it is tried again.
const moreTime = 5

// isBusy tries a trial again whose last call was not answered in time, and reports whether the
// server itself worked for longer than the budget: on a busy machine it may just have waited.
func (h *harness) isBusy(ctx context.Context, t Trial) (bool, error) {
	h.patience = moreTime * h.config.Budget
	defer func() { h.patience = h.config.Budget }()
	if err := h.reset(t); err != nil {
		return false, err
	}
	last := len(t.Calls) - 1
	for _, inputs := range t.Calls[:last] {
		if _, err := h.call(ctx, inputs); err != nil {
			return errors.Is(err, errBudget), ignoreBudget(err)
		}
	}
	before, err := h.worked()
	if err != nil {
		return false, err
	}
	same := h.server
	if _, err = h.call(ctx, t.Calls[last]); ignoreBudget(err) != nil {
		return false, err
	}
	if h.server != same { // it could not be killed, and had to be started anew
		return true, nil
	}
	after, err := h.worked()
	return after-before > h.config.Budget, err
}

func ignoreBudget(err error) error {
	if errors.Is(err, errBudget) {
		return nil
	}
	return err
}

// worked is the processor time that the server has taken.
func (h *harness) worked() (time.Duration, error) {
	v, err := h.conn.Do("INFO", "cpu")
	if err != nil {
		return 0, err
	}
	var total time.Duration
	for line := range strings.Lines(v.Text) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), ":")
		if name == "used_cpu_user" || name == "used_cpu_sys" {
			seconds, err := strconv.ParseFloat(value, 64)
			if err != nil {
				return 0, err
			}
			total += time.Duration(seconds * float64(time.Second))
		}
	}
	return total, nil
}
