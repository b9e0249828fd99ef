package fuzz

import (
	"context"
	"slices"
	"strings"

	"github.com/luagen/luagen/analysis/command"
	"github.com/luagen/luagen/scripttest/fault"
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
		for _, g := range repeated(command) {
			add(func(s *Trial) { s.Setup[i] = slices.Delete(s.Setup[i], g.from, g.to) })
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
			if strings.HasPrefix(value, name+":") || strings.HasPrefix(value, "{") || strings.HasPrefix(value, "[") {
				continue // a key, which the data may name, too, or a document
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

// group is a part of a command.
type group struct{ from, to int }

// repeated are the groups of words that a command takes any number of, where there is more than one:
// elements, or fields with their values.
func repeated(words []string) []group {
	_, m := fault.Match(words)
	if m == nil {
		return nil
	}
	var groups []group
	var first *command.Param
	for n := range words[1:] {
		p, _ := m.At(n)
		if p == nil || p.Token != "" || p.Repeat == 0 {
			continue
		}
		if first == nil {
			first = p
		}
		if p == first {
			groups = append(groups, group{from: n + 1})
		}
		groups[len(groups)-1].to = n + 2
	}
	if len(groups) < 2 {
		return nil
	}
	return groups
}

func isNumber(s string) bool { return strings.Trim(s, "0123456789") == "" }
