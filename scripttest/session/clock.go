package session

import (
	"bytes"
	_ "embed" // for the Lua of clocks
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/luagen/luagen/debugger/ldb"
	"github.com/luagen/luagen/internal/resp"
	"github.com/luagen/luagen/scripttest/casefile"
	"github.com/luagen/luagen/scripttest/server"
)

// clock is the time of a case. No server lets its clock be set. So a clock that stands still
// is one for the case alone: TIME, and commands with a point in time, are translated on the
// way, and the times to live of keys are held between the steps, and made shorter by as much as
// it steps. The server's own clock still makes the IDs of streams and ends the times to live of
// hash fields.
type clock struct {
	now  time.Time        // zero while it is the server's
	left map[string]int64 // times to live of keys, in milliseconds
	held time.Time        // when the server was last told of them
}

func (c *clock) frozen() bool { return !c.now.IsZero() }

// set does what a @clock says.
func (c *clock) set(conn *server.Conn, d *casefile.Directive) error {
	at, step := d.ClockAt()
	if !c.frozen() {
		if c.now = at; at.IsZero() {
			c.now = time.Now()
		}
		c.held = time.Now()
		if err := c.note(conn); err != nil {
			return err
		}
	} else if !at.IsZero() {
		step = at.Sub(c.now)
	}
	if step < 0 {
		return fmt.Errorf("the clock is at %s already and cannot step back", c.now.UTC().Format(time.RFC3339Nano))
	}
	c.now = c.now.Add(step)
	for k, left := range c.left {
		if c.left[k] = left - step.Milliseconds(); c.left[k] > 0 {
			continue
		}
		delete(c.left, k)
		if _, err := conn.Do("DEL", k); err != nil {
			return err
		}
	}
	return nil
}

// hold gives keys their times to live, as they are by the clock.
func (c *clock) hold(conn *server.Conn) error {
	if !c.frozen() {
		return nil
	}
	c.held = time.Now()
	for k, left := range c.left {
		if _, err := conn.Do("PEXPIRE", k, strconv.FormatInt(left, 10)); err != nil {
			return err
		}
	}
	return nil
}

// note learns what the times to live of keys are by the clock, from what the server has made of
// them since hold. One that a step has set is a little shorter by now: of the times that it may
// have been, the roundest is taken.
func (c *clock) note(conn *server.Conn) error {
	if !c.frozen() {
		return nil
	}
	keys, err := allKeys(conn)
	if err != nil {
		return err
	}
	left := map[string]int64{}
	for _, k := range keys {
		v, err := conn.Do("PTTL", k)
		if err != nil {
			return err
		}
		ttl, err := strconv.ParseInt(v.Text, 10, 64)
		if err != nil || ttl < 0 {
			continue // it lives on, or is gone by now
		}
		most := ttl + time.Since(c.held).Milliseconds() + 1
		if before := c.left[k]; ttl <= before && before <= most {
			left[k] = before
		} else {
			left[k] = roundest(max(ttl, most-soon), most)
		}
	}
	c.left = left
	return nil
}

// soon is how many milliseconds after hold a step has begun. A script sees one time while it runs, so
// that it matters little how long it takes.
const soon = 100

// roundest is the number of a range that ends in the most zeros.
func roundest(from, to int64) int64 {
	for unit := int64(1_000_000_000); unit > 1; unit /= 10 {
		if n := to / unit * unit; n >= max(from, 1) {
			return n
		}
	}
	return from
}

// allKeys are the keys of the database.
func allKeys(conn *server.Conn) ([]string, error) {
	var keys []string
	cursor := "0"
	for {
		v, err := conn.Do("SCAN", cursor, "COUNT", "1000")
		if err != nil {
			return nil, err
		}
		if len(v.List) != 2 {
			return nil, errors.New(v.String())
		}
		for _, k := range v.List[1].List {
			keys = append(keys, k.Text)
		}
		if cursor = v.List[0].Text; cursor == "0" {
			return keys, nil
		}
	}
}

// ahead is how many milliseconds the clock is ahead of the server's, or behind when it is
// negative.
func (c *clock) ahead() int64 { return c.now.UnixMilli() - time.Now().UnixMilli() }

//go:embed clock.lua
var clockLua string

// lua is Lua that goes before a script, so that it sees the clock; empty while that is the
// server's.
func (c *clock) lua() string {
	if !c.frozen() {
		return ""
	}
	var left strings.Builder
	for i, k := range slices.Sorted(maps.Keys(c.left)) {
		if i == mostLeft {
			break
		}
		fmt.Fprintf(&left, "[%s]=%d,", ldb.Literal(k), c.left[k])
	}
	text := fmt.Sprintf(clockLua, c.now.Unix(), c.now.Nanosecond()/1000, c.ahead(), "\x00")
	return strings.Replace(strings.Join(strings.Fields(text), " "), "\x00", left.String(), 1) + " "
}

// mostLeft bounds how many keys a script is told the held times to live of.
const mostLeft = 500

// text is a script's text with that Lua before it, on the script's own first line.
func (c *clock) text(s *Script) []byte {
	if !c.frozen() {
		return s.Text
	}
	var first []byte
	rest := s.Text
	if s.Shebang != nil { // it must stay the first bytes
		end := bytes.IndexByte(s.Text, '\n') + 1
		first, rest = s.Text[:end], s.Text[end:]
	}
	return bytes.Join([][]byte{first, []byte(c.lua()), rest}, nil)
}

// command is a command of the case as the server has to see it.
func (c *clock) command(words []string) []string {
	if !c.frozen() {
		return words
	}
	words = append([]string(nil), words...)
	name := strings.ToUpper(words[0])
	later := func(i int, unit int64) {
		if n, err := strconv.ParseInt(words[i], 10, 64); err == nil {
			words[i] = strconv.FormatInt(n*unit-c.ahead(), 10)
		}
	}
	switch {
	case name == "EXPIRETIME":
		words[0] = "PEXPIRETIME"
	case name == "EXPIREAT" && len(words) > 2:
		words[0] = "PEXPIREAT"
		later(2, 1000)
	case name == "PEXPIREAT" && len(words) > 2:
		later(2, 1)
	case name == "SET", name == "GETEX":
		for i := 2; i < len(words)-1; i++ {
			switch option := strings.ToUpper(words[i]); {
			case option == "EXAT" && (i > 2 || name == "GETEX"):
				words[i] = "PXAT"
				later(i+1, 1000)
				return words
			case option == "PXAT" && (i > 2 || name == "GETEX"):
				later(i+1, 1)
				return words
			}
		}
	}
	return words
}

// leftOf is the held time to live of the one key that a command names.
func (c *clock) leftOf(words []string) (int64, bool) {
	if len(words) != 2 {
		return 0, false
	}
	left, held := c.left[words[1]]
	return left, held
}

// reply is what a command of the case answers by the clock.
func (c *clock) reply(words []string, v resp.Value) resp.Value {
	if !c.frozen() {
		return v
	}
	switch name := strings.ToUpper(words[0]); name {
	case "TIME":
		if len(v.List) == 2 {
			v.List[0].Text = strconv.FormatInt(c.now.Unix(), 10)
			v.List[1].Text = strconv.Itoa(c.now.Nanosecond() / 1000)
		}
	case "TTL", "PTTL":
		if left, held := c.leftOf(words); held && v.Kind == ':' && !strings.HasPrefix(v.Text, "-") {
			if name == "TTL" {
				left = (left + 500) / 1000
			}
			v.Text = strconv.FormatInt(left, 10)
		}
	case "EXPIRETIME", "PEXPIRETIME":
		n, err := strconv.ParseInt(v.Text, 10, 64)
		if err != nil || n < 0 {
			return v
		}
		if n += c.ahead(); name == "EXPIRETIME" {
			n = (n + 500) / 1000
		}
		v.Text = strconv.FormatInt(n, 10)
	}
	return v
}
