package runtime

import (
	"bufio"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/iotest"

	"github.com/luagen/luagen/runtime/core"
)

// copied counts how often what a command is given goes through io.CopyN.
type copied struct {
	*command
	times int
}

func (c *copied) ReadFrom(src io.Reader) (int64, error) {
	c.times++
	return c.command.ReadFrom(src)
}

// passOn hands replies over as go-redis does: it passes a line on as it lies in the buffer, and
// looks at the line afterwards. early has it look before, which a release might do.
func passOn(rd *bufio.Reader, to io.Writer, early bool) error {
	for left := int64(1); left > 0; left-- {
		line, err := rd.ReadSlice('\n')
		if err != nil {
			return err
		}
		line = line[:len(line)-2]
		seen := line
		if early {
			seen = slices.Clone(line)
		}
		for _, p := range [][]byte{line, []byte("\r\n")} {
			if _, err := to.Write(p); err != nil {
				return err
			}
		}
		n, _ := strconv.ParseInt(string(seen[1:]), 10, 64)
		switch seen[0] {
		case '$', '=':
			if _, err := io.CopyN(to, rd, n+2); n >= 0 && err != nil {
				return err
			}
		case '*', '~':
			left += max(n, 0)
		case '%':
			left += 2 * n
		}
	}
	return nil
}

// plainReply is a reply that passOn knows and that has one form.
func plainReply(r *rand.Rand, depth int) string {
	switch n := r.IntN(6); {
	case n == 0 && depth > 0:
		var b strings.Builder
		size := 1 + r.IntN(4)
		fmt.Fprintf(&b, "*%d\r\n", size)
		for range size {
			b.WriteString(plainReply(r, depth-1))
		}
		return b.String()
	case n < 3:
		return fmt.Sprintf(":%d\r\n", r.IntN(1000))
	default:
		return bulk(strings.Repeat("x\r\n", r.IntN(8)))
	}
}

// anyOf is a raw reply as Go values.
func anyOf(raw []byte) string {
	var d Decoder
	core.Begin(&d, script("t.lua", ""), raw, nil)
	return fmt.Sprintf("%#v, %v", d.Any(), core.Failure(&d))
}

// TestKnownReader takes replies by turns from two connections with the state of one command, as
// one after the other uses it. Each is the reply that its connection has sent, whatever of it
// has come, and nothing of what follows is read.
func TestKnownReader(t *testing.T) {
	for _, early := range []bool{false, true} {
		r := rand.New(rand.NewPCG(11, 12))
		for _, from := range []func(io.Reader) io.Reader{func(r io.Reader) io.Reader { return r }, iotest.HalfReader, iotest.OneByteReader} {
			var sent [2][]string
			var readers [2]*bufio.Reader
			for i := range readers {
				for range 300 {
					sent[i] = append(sent[i], plainReply(r, 3))
				}
				readers[i] = bufio.NewReaderSize(from(strings.NewReader(strings.Join(sent[i], ""))), 512)
			}
			state := newReply()
			for at := [2]int{}; at[0] < 300 && at[1] < 300; {
				i := r.IntN(2)
				reply := sent[i][at[i]]
				at[i]++
				cmd := &command{reply: state}
				if err := passOn(readers[i], cmd, early); err != nil {
					t.Fatalf("%q: %v", reply, err)
				}
				if got, want := anyOf(state.bytes()), anyOf([]byte(reply)); got != want {
					t.Fatalf("looks early: %t: got %s, want %s", early, got, want)
				}
				state.reset()
			}
		}
	}
}

// TestKnownReaderCopiesNothing counts: go-redis copies the first string or aggregate of a
// connection alone, when the others are in its buffer whole.
func TestKnownReaderCopiesNothing(t *testing.T) {
	for _, first := range []string{bulk("ab"), "*2\r\n:1\r\n" + bulk("ab"), bulk("")} {
		replies := []string{first, bulk("cd"), "*2\r\n" + bulk("ef") + ":3\r\n", bulk(""), bulk(strings.Repeat("g", 200)), "*1\r\n*1\r\n:1\r\n", ":5\r\n"}
		rd := bufio.NewReader(strings.NewReader(strings.Join(replies, "")))
		state := newReply()
		state.source = source{}
		times := []int{}
		for range replies {
			cmd := &copied{command: &command{reply: state}}
			if err := passOn(rd, cmd, false); err != nil {
				t.Fatal(err)
			}
			state.reset()
			times = append(times, cmd.times)
		}
		if want := []int{1, 0, 0, 0, 0, 0, 0}; !slices.Equal(times, want) {
			t.Errorf("after %q: copied %v, want %v", first, times, want)
		}
	}
}

// TestKnownReaderInClient holds with the releases of go-redis that luagen supports: a line that
// is passed on lies in the buffer, and go-redis looks at it afterwards.
func TestKnownReaderInClient(t *testing.T) {
	server := &canned{reply: func([]string) string { return bulk("ada") }}
	client := server.client(t, 2)
	var known bool
	for range 5 { // the state of a command may be dropped at any time
		cmd := &command{reply: newReply()}
		cmd.route(t.Context(), "", []any{"evalsha", "x"})
		if err := client.Process(t.Context(), cmd); err != nil {
			t.Fatal(err)
		}
		known = known || cmd.reply.rd != nil
		cmd.release()
	}
	if !known {
		t.Error("no command has got to know the reader of its connection")
	}
}

// TestKnownReaderIsLeftAlone passes on lines of one connection while another goroutine reads from
// the known one, for the race detector.
func TestKnownReaderIsLeftAlone(t *testing.T) {
	state := newReply()
	known := bufio.NewReader(strings.NewReader(bulk("ab") + strings.Repeat("x", 4000)))
	if err := passOn(known, &command{reply: state}, false); err != nil || state.rd != known {
		t.Fatalf("the reader is not known, %v", err)
	}
	state.reset()
	var wait sync.WaitGroup
	spawn(&wait, func() {
		for range 4000 {
			_, _ = known.ReadByte()
		}
	})
	other := bufio.NewReader(strings.NewReader(bulk("cd")))
	if err := passOn(other, &command{reply: state}, false); err != nil || string(state.bytes()) != bulk("cd") {
		t.Errorf("got %q, %v", state.bytes(), err)
	}
	wait.Wait()
}

// TestNoBuffer hands the payload behind a changed line over as it is, which a release of go-redis
// might do. It is as long as that line says, so the reply is refused and the connection closed.
func TestNoBuffer(t *testing.T) {
	for _, reply := range []string{bulk(""), bulk("a"), bulk("\r"), bulk("\r\nb"), bulk("abc\n"), "*1\r\n:1\r\n", "*2\r\n" + bulk("ab") + bulk("cd")} {
		rd := bufio.NewReader(strings.NewReader(reply + strings.Repeat(":1\r\n", 9)))
		line, err := rd.ReadSlice('\n')
		if err != nil {
			t.Fatal(err)
		}
		line = line[:len(line)-len("\r\n")]
		state := newReply()
		state.source = source{}
		cmd := &command{reply: state}
		for _, p := range [][]byte{line, []byte("\r\n")} {
			if _, err := cmd.Write(p); err != nil {
				t.Fatal(err)
			}
		}
		n, err := strconv.Atoi(string(line[1:]))
		if err != nil || line[0] != '$' {
			t.Fatalf("%q: the line is %q", reply, line)
		}
		payload, err := rd.Peek(n + len("\r\n"))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := cmd.Write(payload); err != errNoBuffer {
			t.Errorf("%q: a payload of %q gives %v, want %v", reply, payload, err, errNoBuffer)
		}
	}
}
