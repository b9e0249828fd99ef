package fuzz

import (
	"context"
	"slices"
	"strings"
)

// mostShrinks bounds how many smaller trials are tried for one finding.
const mostShrinks = 400

// shrink looks for a smaller trial that shows the same.
func (h *harness) shrink(ctx context.Context, f Finding, k *knowledge) (Finding, error) {
	timeouts, most := h.timeouts, mostShrinks
	if f.Kind == OverBudget { // each try takes the budget
		most = 2
	}
	defer func() { h.timeouts = timeouts }()
	for changed := true; changed && most > 0; {
		changed = false
		for _, t := range smaller(f.Trial) {
			if most--; most < 0 || ctx.Err() != nil {
				break
			}
			g, err := h.try(ctx, t, k)
			if err != nil {
				if ctx.Err() != nil {
					return f, nil // what was found is true as it is
				}
				return f, err
			}
			if g != nil && g.identity() == f.identity() {
				f, changed = *g, true
				break
			}
		}
	}
	return f, nil
}

// smaller are trials that are a bit smaller, the greatest steps first.
func smaller(t Trial) []Trial {
	var list []Trial
	add := func(change func(*Trial)) {
		s := t.clone()
		change(&s)
		list = append(list, s)
	}
	if len(t.Setup) > 1 {
		add(func(s *Trial) { s.Setup = nil })
	}
	for i := range len(t.Calls) - 1 {
		add(func(s *Trial) { s.Calls = slices.Delete(s.Calls, i, i+1) })
	}
	for i := range t.Setup {
		add(func(s *Trial) { s.Setup = slices.Delete(s.Setup, i, i+1) })
	}
	for i, command := range t.Setup {
		group := map[string]int{"RPUSH": 1, "SADD": 1, "PFADD": 1, "HSET": 2, "ZADD": 2}[command[0]]
		for at := 2; group > 0 && at+group <= len(command) && len(command) > 2+group; at += group {
			add(func(s *Trial) { s.Setup[i] = slices.Delete(s.Setup[i], at, at+group) })
		}
	}
	for i, command := range t.Setup {
		for n := 2; n < len(command) && command[0] != "EVAL"; n++ {
			if len(command[n]) > 1 && !isNumber(command[n]) {
				add(func(s *Trial) { s.Setup[i][n] = "a" })
			}
		}
	}
	for i, inputs := range t.Calls {
		for n, input := range inputs {
			add(func(s *Trial) { s.Calls[i] = slices.Delete(s.Calls[i], n, n+1) }) // refused where it is needed
			name, value, _ := strings.Cut(input, "=")
			if strings.HasPrefix(value, name+":") {
				continue // a key, which the data may name, too
			}
			for _, simple := range []string{"1", "a", "1s"} {
				if len(value) > len(simple) && value != simple {
					add(func(s *Trial) { s.Calls[i][n] = name + "=" + simple })
				}
			}
		}
	}
	return list
}

func isNumber(s string) bool { return strings.Trim(s, "0123456789") == "" }
