package fuzz

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/luagen/luagen/internal/replay"
	"github.com/luagen/luagen/internal/vendored/runtime"
	"github.com/luagen/luagen/parser"
	"github.com/luagen/luagen/scripttest/fault"
)

// try runs a trial and returns what is wrong with one of its calls, the first such.
func (h *harness) try(ctx context.Context, t Trial, k *knowledge) (*Finding, error) {
	if err := h.reset(t); err != nil {
		return nil, err
	}
	for i, inputs := range t.Calls {
		c, err := h.call(ctx, inputs)
		var f *Finding
		var wrong *replay.InputError
		switch {
		case errors.As(err, &wrong): // of a trial that was made too small
			return nil, nil
		case errors.Is(err, errBudget):
			endless := t.clone()
			endless.Calls = endless.Calls[:i+1]
			if busy, err := h.isBusy(ctx, endless); !busy || err != nil {
				return nil, err
			}
			h.timeouts++
			f = &Finding{Kind: OverBudget, Message: fmt.Sprintf("a call takes more than %v", h.config.Budget)}
		case err != nil:
			return nil, err
		default:
			k.learn(c.issued)
			if f = h.judge(c, t, k); f == nil {
				continue
			}
		}
		f.Trial = t.clone()
		f.Trial.Calls = f.Trial.Calls[:i+1]
		if f.Kind == OverBudget || f.isFault() {
			return f, nil
		}
		return h.confirm(ctx, f, c)
	}
	return nil, nil
}

// judge says what is wrong with a call; nil when nothing is. What does not end a call, and was
// reported, is passed over: the call may show something else, too.
func (h *harness) judge(c called, t Trial, k *knowledge) *Finding {
	hostile := t.Hostile
	if f := h.fault(c); f != nil {
		return f
	}
	if most := h.config.Commands; most > 0 && len(c.issued) > most {
		f := &Finding{Kind: OverBudget, Message: fmt.Sprintf("a call issues more than %d commands", most)}
		if !h.reported[f.identity()] {
			return f
		}
	}
	err := c.outcome.Err
	var raised *runtime.ScriptError
	var misfit *runtime.DecodeError
	switch {
	case err == nil:
		return h.document(c)
	case c.call.DeclaredName(err) != "":
		if hostile || !h.declaredAsError(c.call.DeclaredName(err)) {
			return nil
		}
		name := c.call.DeclaredName(err)
		return &Finding{Kind: ErrorAfterWrite, Message: name + " comes after a write, which stays", answer: []string{name}}
	case errors.As(err, &misfit):
		if hostile || isData(misfit.Got, t.Setup) {
			return nil
		}
		return &Finding{Kind: Misfit, Message: strings.TrimPrefix(misfit.Error(), misfit.Script+": ")}
	case errors.As(err, &raised):
		if hostile || ofData(raised) || k.decodes && ofLua(raised) || c.chosen() {
			return nil
		}
		f := &Finding{Kind: UndeclaredError, Message: strings.TrimSpace(raised.Code + " " + raised.Message), File: raised.File, Line: raised.Line}
		if outOfRange(raised, c.issued) {
			f.Kind = ErrorAfterWrite // or nothing is wrong
		}
		return f
	}
	return nil
}

// isData reports whether what arrived in a reply is a word that the trial's data holds: it is
// the data that does not fit, then.
func isData(got string, setup [][]string) bool {
	for _, command := range setup {
		for _, word := range command[1:] {
			if got == fmt.Sprintf("string %q", word) {
				return true
			}
		}
	}
	return false
}

// declaredAsError reports whether an @error claims an error reply, and not a number or a word that
// may stand for success, too.
func (h *harness) declaredAsError(name string) bool {
	for _, e := range h.config.Script.Errors {
		if e.Text == name && (e.Match.Kind == parser.MatchCode || e.Match.Kind == parser.MatchError) {
			return true
		}
	}
	return false
}

// ofData reports whether an error says that a key holds data of the wrong kind.
func ofData(e *runtime.ScriptError) bool { return e.Code == "WRONGTYPE" }

// chosen reports whether the last command is one whose name is an argument: a made-up word.
func (c called) chosen() bool {
	return len(c.issued) > 0 && slices.Contains(c.args, c.issued[len(c.issued)-1].Args[0])
}

// ofLua reports whether Lua raised an error, and no command.
func ofLua(e *runtime.ScriptError) bool {
	return strings.HasPrefix(e.Message, "attempt to") || strings.HasPrefix(e.Message, "bad argument")
}

// outOfRange reports whether a command refused a number that is one, but too big or too small: the
// input may be to blame.
func outOfRange(e *runtime.ScriptError, issued []replay.Issued) bool {
	if len(issued) == 0 || !strings.HasPrefix(issued[len(issued)-1].Reply, "(error)") || ofLua(e) {
		return false
	}
	last := issued[len(issued)-1].Args
	for _, hint := range []string{"out of range", "overflow", "invalid expire", "not an integer", "not a valid float", "out of bounds", "must be positive", "NaN"} {
		if strings.Contains(e.Message, hint) {
			return wellFormed(last)
		}
	}
	return false
}

// wellFormed reports whether every number of a command is one.
func wellFormed(args []string) bool {
	_, m := fault.Match(args)
	if m == nil {
		return false
	}
	for i, word := range args[1:] {
		if p, _ := m.At(i); p != nil && p.Role.IsNumber() && !p.Role.Accepts(word) {
			return false
		}
	}
	return true
}

// fault finds what is wrong with a call whatever it replies, which was not reported yet.
func (h *harness) fault(c called) *Finding {
	call := fault.Call{Script: h.config.Script, Keys: c.keys, Args: c.args, Issued: c.issued, Notes: c.notes, Failed: c.outcome.Err != nil}
	if c.outcome.Err == nil {
		call.Reply = c.outcome.Value.String()
	}
	for _, found := range fault.Find(call) {
		f := &Finding{Kind: ofFault(found.Kind), Message: found.Message, File: found.Span.File, Line: found.Span.Start.Line}
		if below, err := filepath.Rel(filepath.Dir(h.config.Script.File), f.File); f.File != "" && err == nil {
			f.File = filepath.ToSlash(below) // as errors tell it
		}
		if !h.reported[f.identity()] {
			return f
		}
	}
	return nil
}

// document finds a document of another form than its Go type has: an empty table of Lua is
// encoded as {}.
func (h *harness) document(c called) *Finding {
	t, ok := h.config.Returns.(*parser.Scalar)
	if !ok || t.Kind != parser.JSON || !isSlice(t) {
		return nil
	}
	if text := c.outcome.Value.String(); strings.HasPrefix(strings.TrimSpace(text), "{") {
		return &Finding{Kind: Misfit, Message: fmt.Sprintf("the reply: expected %s, got the object %s", t, text)}
	}
	return nil
}

// isSlice reports whether a scalar holds a list of Go.
func isSlice(t *parser.Scalar) bool { return t.Go != nil && t.Go.Form == parser.GoSlice }
