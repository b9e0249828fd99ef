package fuzz

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/luagen/luagen/internal/replay"
	"github.com/luagen/luagen/internal/resp"
	"github.com/luagen/luagen/scripttest/server"
)

// harness runs trials on a server of its own.
type harness struct {
	config   Config
	server   *server.Server
	conn     *server.Conn
	client   *redis.Client // of the script's calls, by way of pass
	recorder *replay.Recorder

	// send sends a call of the script: in the way of record, but where told otherwise.
	send     func(args []string) (resp.Value, error)
	patience time.Duration // how long a call is waited for
	lost     error
	calls    int
	timeouts int

	reported map[string]bool // findings by their identity
}

func newHarness(ctx context.Context, c Config) (*harness, error) {
	h := &harness{config: c, recorder: replay.Watch(c.Script, c.Facts, ""), reported: map[string]bool{}}
	h.send, h.patience = h.record, c.Budget
	if err := h.start(ctx); err != nil {
		return nil, err
	}
	return h, nil
}

func (h *harness) start(ctx context.Context) error {
	s, err := server.Start(ctx, h.config.Binary)
	if err != nil {
		return err
	}
	h.server = s
	if err := h.dial(ctx); err != nil {
		s.Close()
		return err
	}
	// A script can be killed when this time is over.
	_, err = h.conn.Do("CONFIG", "SET", "lua-time-limit", "50")
	return err
}

func (h *harness) dial(ctx context.Context) error {
	conn, err := h.server.Dial(ctx, 2)
	if err != nil {
		return err
	}
	h.conn, h.client = conn, conn.Client(h.pass)
	return nil
}

func (h *harness) close() {
	_ = h.client.Close() // nothing is behind it
	h.conn.Close()
	h.server.Close()
}

// pass passes a call of the script on.
func (h *harness) pass(args []string) (resp.Value, error) {
	switch strings.ToLower(args[0]) {
	case "hello", "client": // how clients introduce themselves
		return resp.Value{Kind: '-', Raw: []byte("-ERR unknown command\r\n")}, nil
	}
	h.conn.SetTimeout(h.patience)
	v, err := h.send(args)
	h.conn.SetTimeout(0)
	if err != nil {
		h.lost = err
	}
	return v, err
}

// record runs the copy of the script that records its commands.
func (h *harness) record(args []string) (resp.Value, error) {
	recorded := h.recorder.Rewrite(args)
	v, err := h.conn.Do(args...)
	if recorded && err == nil {
		v = h.recorder.Unwrap(v)
	}
	return v, err
}

// plain runs the script's own bytes.
func (h *harness) plain(args []string) (resp.Value, error) {
	args[0] = strings.Replace(strings.ToUpper(args[0]), "EVALSHA", "EVAL", 1)
	args[1] = string(h.config.Script.Text)
	return h.conn.Do(args...)
}

// errBudget is the error of a call that took too long, and was ended.
var errBudget = errors.New("the call takes too long")

// called is what came of a call.
type called struct {
	call    *replay.Call
	keys    []string
	args    []string
	issued  []replay.Issued
	notes   []replay.Note
	outcome replay.Outcome
	took    time.Duration
}

// call calls the script.
func (h *harness) call(ctx context.Context, inputs []string) (called, error) {
	in, err := replay.Named(h.config.Script, inputs)
	if err != nil {
		return called{}, err
	}
	call, err := replay.New(h.config.Script, h.config.Returns, in)
	if err != nil {
		return called{}, err
	}
	h.calls++
	h.recorder.Take()
	h.recorder.Notes()
	h.lost = nil
	outcome := call.Run(ctx, h.client)
	out := called{call: call, outcome: outcome, issued: h.recorder.Take(), notes: h.recorder.Notes(), took: outcome.Took}
	if h.lost != nil {
		return out, h.recover(ctx)
	}
	words, err := call.Command(ctx)
	if err != nil {
		return out, err
	}
	out.keys, out.args = split(words)
	return out, nil
}

// split takes the words of a call apart: number of keys, keys, arguments.
func split(words []any) (keys, args []string) {
	n := 0
	_, _ = fmt.Sscan(fmt.Sprint(words[0]), &n) // it is a number
	for i, w := range words[1:] {
		text := fmt.Sprint(w)
		if b, ok := w.([]byte); ok {
			text = string(b)
		}
		if i < n {
			keys = append(keys, text)
		} else {
			args = append(args, text)
		}
	}
	return keys, args
}

// recover makes the server usable after a call that was not answered.
func (h *harness) recover(ctx context.Context) error {
	if !errors.Is(h.lost, server.ErrTimeout) {
		return h.lost
	}
	_ = h.client.Close() // nothing is behind it
	h.conn.Close()
	killed := false
	if conn, err := h.server.Dial(ctx, 2); err == nil {
		conn.SetTimeout(time.Second)
		v, err := conn.Do("SCRIPT", "KILL")
		killed = err == nil && v.Kind == '+'
		conn.Close()
	}
	if killed {
		if err := h.dial(ctx); err != nil {
			return err
		}
		return errBudget
	}
	h.server.Close() // a script that has written cannot be killed
	if err := h.start(ctx); err != nil {
		return err
	}
	return errBudget
}

// reset empties the database and fills it with a trial's data.
func (h *harness) reset(t Trial) error {
	if _, err := h.conn.Do("FLUSHALL"); err != nil {
		return err
	}
	for _, command := range t.Setup {
		v, err := h.conn.Do(command...)
		if err != nil {
			return err
		}
		if v.Kind == '-' {
			return fmt.Errorf("%s: %s", strings.Join(command, " "), v.Text)
		}
	}
	return nil
}

// changes is how often the server's data has changed.
func (h *harness) changes() (string, error) {
	v, err := h.conn.Do("INFO", "persistence")
	if err != nil {
		return "", err
	}
	_, rest, _ := strings.Cut(v.Text, "rdb_changes_since_last_save:")
	n, _, _ := strings.Cut(rest, "\r\n")
	return n, nil
}
