package cover

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/luagen/luagen/debugger/ldb"
	"github.com/luagen/luagen/internal/resp"
)

// debugLua makes decisions and counts known to the debugger.
var debugLua = "local " + tells + "=redis.debug " + fmt.Sprintf(decideLua, tells+"(n)", tells+"(n+1)")

// longest is how many stops a script is stepped for.
const longest = 1_000_000

// debugged calls a script in the debugger. args are the number of keys, keys and arguments.
func (s *Session) debugged(ctx context.Context, k *covered, before string, way Way, why string, readOnly bool, args []string) (resp.Value, error) {
	n, err := strconv.Atoi(args[0])
	if err != nil || n < 0 || n >= len(args) {
		return resp.Value{}, fmt.Errorf("a call with %q keys", args[0])
	}
	call := ldb.Call{Keys: args[1 : 1+n], Args: args[1+n:], ReadOnly: readOnly}
	writes := ldb.Keep
	if s.conn.Protocol() == 3 { // the debugger speaks RESP2: the script runs once more, for its reply
		writes = ldb.RollBack
	}
	var reply resp.Value
	var list []int64
	if way == Debugger {
		call.Text = k.plan.told(before)
		if reply, list, err = s.listen(ctx, k, call, writes); errors.Is(err, errTooMuch) {
			way, why = Stepping, why+"; and the copy with counters does not compile"
		}
	}
	if way == Stepping {
		call.Text = k.plan.plain(before)
		reply, list, err = s.step(ctx, k, call, writes, before != "")
	}
	var refused *ldb.RefusedError
	if errors.As(err, &refused) {
		way, why, err = NotCounted, why+"; and the server refuses SCRIPT DEBUG", nil
	}
	if err != nil {
		return resp.Value{}, err
	}
	s.collector.note(k, way, why)
	if way == NotCounted || writes == ldb.RollBack {
		eval := "EVAL"
		if readOnly {
			eval = "EVAL_RO"
		}
		if reply, err = s.conn.Do(append([]string{eval, string(k.plan.plain(before))}, args...)...); err != nil {
			return resp.Value{}, err
		}
	}
	if way == NotCounted {
		return reply, nil
	}
	return reply, s.collector.count(k, list)
}

// errTooMuch says that a copy with counters is more than Lua's compiler can hold.
var errTooMuch = errors.New("too much for Lua's compiler")

// told is the copy of a script that tells the debugger of its counts.
func (p *plan) told(before string) []byte {
	return p.withShebang(p.instrumented(debugLua+before, toDebugger))
}

// plain is a script with Lua before it.
func (p *plan) plain(before string) []byte {
	if before == "" {
		return p.script.Text
	}
	return p.withShebang(p.written(before, nil))
}

// withShebang puts a script's shebang line back before its text, whose first line is then the
// second; so that no line moves, the line end goes where the shebang line was.
func (p *plan) withShebang(text []byte) []byte {
	if p.script.Shebang == nil {
		return text
	}
	first := p.script.Text[:p.script.Chunk.Shebang.To]
	i := strings.IndexByte(string(text), '\n')
	if i < 0 {
		return p.script.Text
	}
	moved := append([]byte(nil), first...)
	moved = append(moved, '\n')
	moved = append(moved, text[:i]...)
	moved = append(moved, ' ')
	return append(moved, text[i+1:]...)
}

// listen runs a copy that tells its counts.
func (s *Session) listen(ctx context.Context, k *covered, call ldb.Call, writes ldb.Writes) (resp.Value, []int64, error) {
	list := make([]int64, len(k.counts))
	debug, stop, err := ldb.Start(ctx, s.server.Options, call, writes)
	if err != nil {
		return resp.Value{}, nil, err
	}
	defer debug.Close()
	for {
		for _, e := range stop.Events {
			if e.Kind != ldb.Debug {
				continue
			}
			if n, err := strconv.Atoi(strings.TrimSpace(e.Text)); err == nil && 1 <= n && n <= len(list) {
				list[n-1]++
			}
		}
		if stop.End != nil {
			if strings.HasPrefix(stop.End.Reply.Text, "ERR Error compiling script") {
				return resp.Value{}, nil, errTooMuch
			}
			return stop.End.Reply, list, nil
		}
		if stop, err = debug.Continue(); err != nil {
			return resp.Value{}, nil, err
		}
	}
}

// step runs a script line by line. It counts the statements that are seen to run, once for each
// call.
func (s *Session) step(ctx context.Context, k *covered, call ldb.Call, writes ldb.Writes, prefixed bool) (resp.Value, []int64, error) {
	debug, stop, err := ldb.Start(ctx, s.server.Options, call, writes)
	if err != nil {
		return resp.Value{}, nil, err
	}
	defer debug.Close()
	seen := map[int]bool{}
	for range longest {
		if stop.End != nil {
			return stop.End.Reply, k.plan.ran(seen), nil
		}
		if !prefixed || stop.Line > 1 {
			seen[stop.Line] = true
		}
		if stop, err = debug.Step(); err != nil {
			return resp.Value{}, nil, err
		}
	}
	return resp.Value{}, nil, fmt.Errorf("%s runs for more than %d steps of the debugger", k.plan.script.File, longest)
}
