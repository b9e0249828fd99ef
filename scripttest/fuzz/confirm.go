package fuzz

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/luagen/luagen/internal/vendored/runtime"
	"github.com/luagen/luagen/scripttest/fault"
)

// confirm runs a finding's trial again, with the script's own bytes, and finds out whether an
// error follows a write. It returns nil where the finding is none.
func (h *harness) confirm(ctx context.Context, f *Finding, c called) (*Finding, error) {
	if err := h.reset(f.Trial); err != nil {
		return nil, err
	}
	h.send = h.plain
	defer func() { h.send = h.record }()
	last := len(f.Trial.Calls) - 1
	for _, inputs := range f.Trial.Calls[:last] {
		if _, err := h.call(ctx, inputs); err != nil {
			return nil, err
		}
	}
	keys := h.touched(c)
	contents, err := h.contents(keys)
	if err != nil {
		return nil, err
	}
	before, err := h.changes()
	if err != nil {
		return nil, err
	}
	again, err := h.call(ctx, f.Trial.Calls[last])
	if errors.Is(err, errBudget) {
		return nil, nil // the copy that records did end: it is a matter of moments
	}
	if err != nil {
		return nil, err
	}
	after, err := h.changes()
	if err != nil {
		return nil, err
	}
	wrote := before != after
	switch {
	case !f.shownBy(again):
		return nil, nil
	case f.Kind == Misfit:
		return f, nil
	case !wrote && f.Kind == ErrorAfterWrite:
		return nil, nil
	case !wrote:
		return f, nil
	}
	if f.Kind == UndeclaredError || len(f.answer) == 0 {
		f.Message += "; it comes after a write, which stays"
	}
	f.Kind = ErrorAfterWrite
	return f, h.addCheck(f, keys, contents)
}

// shownBy reports whether a call goes wrong as the finding says.
func (f *Finding) shownBy(c called) bool {
	var raised *runtime.ScriptError
	var misfit *runtime.DecodeError
	switch {
	case len(f.answer) > 0:
		return c.call.DeclaredName(c.outcome.Err) == f.answer[0]
	case f.Kind == Misfit:
		return errors.As(c.outcome.Err, &misfit) || c.outcome.Err == nil // a document
	default:
		return errors.As(c.outcome.Err, &raised)
	}
}

// touched are the keys of a call.
func (h *harness) touched(c called) []string {
	keys := slices.Clone(c.keys)
	for _, i := range c.issued {
		for _, word := range i.Args[1:] {
			if fault.Declares(c.keys, nil, word) {
				keys = appendNew(keys, word)
			}
		}
		if len(keys) > mostKeys {
			break
		}
	}
	return keys
}

// content is a command that shows what a key holds, and its answer.
type content struct {
	command []string
	answer  []string
}

func (h *harness) contents(keys []string) ([]content, error) {
	list := make([]content, len(keys))
	for i, key := range keys {
		v, err := h.conn.Do("TYPE", key)
		if err != nil {
			return nil, err
		}
		command := []string{"EXISTS", key}
		switch v.Text {
		case "string":
			command = []string{"GET", key}
		case "list":
			command = []string{"LRANGE", key, "0", "-1"}
		case "hash":
			command = []string{"HGETALL", key}
		case "set":
			command = []string{"SMEMBERS", key}
		case "zset":
			command = []string{"ZRANGE", key, "0", "-1", "WITHSCORES"}
		case "stream":
			command = []string{"XRANGE", key, "-", "+"}
		}
		if list[i], err = h.ask(command); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func (h *harness) ask(command []string) (content, error) {
	v, err := h.conn.Do(command...)
	return content{command: command, answer: v.Lines()}, err
}

// mostLines is how long an answer may be to stand in a case.
const mostLines = 20

// addCheck adds the first change that can be shown in few lines.
func (h *harness) addCheck(f *Finding, keys []string, before []content) error {
	for i := range keys {
		now, err := h.ask(before[i].command)
		if err != nil {
			return err
		}
		if strings.Join(now.answer, "\n") != strings.Join(before[i].answer, "\n") && len(before[i].answer) <= mostLines {
			f.check, f.before = before[i].command, before[i].answer
			return nil
		}
	}
	return nil
}
