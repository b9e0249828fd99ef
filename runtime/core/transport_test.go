package core_test

import (
	"bufio"
	"crypto/sha1"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"
	"testing"

	"github.com/luagen/luagen/runtime/core"
	"github.com/luagen/luagen/runtime/redistest"
)

// A wire is a transport over one connection, without a client.
type wire struct {
	net.Conn
	in *bufio.Reader
}

func dial(t *testing.T, addr string, protocol int) *wire {
	t.Helper()
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	w := &wire{conn, bufio.NewReader(conn)}
	if _, err := w.do("hello", protocol); err != nil {
		t.Fatal(err)
	}
	return w
}

// do sends the words of a command and returns its raw reply.
func (w *wire) do(words ...any) ([]byte, error) {
	command := fmt.Sprintf("*%d\r\n", len(words))
	for _, word := range words {
		if n, ok := word.(int); ok {
			word = strconv.Itoa(n)
		}
		text := core.WordText(word)
		command += fmt.Sprintf("$%d\r\n%s\r\n", len(text), text)
	}
	if _, err := io.WriteString(w, command); err != nil {
		return nil, err
	}
	return w.reply(nil, 1)
}

// reply appends the next values of a reply.
func (w *wire) reply(raw []byte, values int) ([]byte, error) {
	for ; values > 0; values-- {
		line, err := w.in.ReadString('\n')
		if err != nil {
			return raw, err
		}
		raw = append(raw, line...)
		n, _ := strconv.Atoi(strings.TrimSpace(line[1:]))
		switch line[0] {
		case '$', '=', '!':
			if n < 0 {
				continue
			}
			text := make([]byte, n+2)
			if _, err := io.ReadFull(w.in, text); err != nil {
				return raw, err
			}
			raw = append(raw, text...)
		case '*', '~':
			values += max(n, 0)
		case '%':
			values += 2 * n
		}
	}
	return raw, nil
}

// send runs a call by its SHA-1, and loads the script when the server has it not.
func (w *wire) send(args *core.Args) (*core.Request, []byte, error) {
	req := core.RequestOf(args)
	if req.Err != nil {
		return req, nil, req.Err
	}
	words := req.As(core.BySHA)
	words[2] = strconv.Itoa(int(req.NumKeys))
	for sent := core.Now(); ; sent = core.Now() {
		raw, err := w.do(words...)
		if err != nil || raw[0] != '-' || !core.SaysMissing(string(raw[1:])) {
			return req, raw, err
		}
		loads := core.LoadsOf(req.Script)
		load, leads := loads.Join(w, sent)
		switch {
		case leads:
			_, err = w.do("script", "load", req.Script.Source())
			loads.Land(w, load, err == nil)
		case load != nil:
			<-load.Done
		}
		if err != nil {
			return req, nil, err
		}
	}
}

func run[T any](w *wire, args *core.Args, decode func(*core.Decoder) T) (value T, err error) {
	req, raw, err := w.send(args)
	if err != nil {
		return value, err
	}
	return core.Decode(req, raw, decode)
}

func script(source string, options ...core.Option) *core.Script {
	sum := sha1.Sum([]byte(source))
	return core.NewScript("t.lua", source, hex.EncodeToString(sum[:]), options...)
}

// Everything that a call is works without go-redis: encoding, recovery from NOSCRIPT, strict
// decoding, and all kinds of error.
func TestCoreWorksOverAnyTransport(t *testing.T) {
	server := redistest.Start(t)
	errBusy := errors.New("busy")
	type pair struct {
		name  string
		score float64
	}
	for _, protocol := range []int{2, 3} {
		t.Run(fmt.Sprintf("RESP%d", protocol), func(t *testing.T) {
			w := dial(t, server.Addr, protocol)
			if _, err := w.do("script", "flush"); err != nil {
				t.Fatal(err)
			}

			echo := core.NewArgs(script("return {KEYS[1], ARGV[1], ARGV[2], ARGV[3], ARGV[4]}"), 5)
			echo.Key("k")
			echo.Int(-7)
			echo.Float("f", 1e-9)
			echo.Bytes([]byte("\x00\r\n"))
			echo.Float("f", 2.5)
			texts, err := run(w, echo, func(d *core.Decoder) []string { return core.Slice(d, (*core.Decoder).String) })
			if got, want := fmt.Sprintf("%q %v", texts, err), `["k" "-7" "1e-9" "\x00\r\n" "2.5"] <nil>`; got != want {
				t.Errorf("got %s, want %s", got, want)
			}

			tuple := func(d *core.Decoder) (v pair) {
				d.Tuple(2, 2)
				v.name = d.Field("name").String()
				v.score = d.Field("score").Float()
				d.End()
				return v
			}
			got, err := run(w, core.NewArgs(script("return {'ada', '1.5'}"), 0), tuple)
			if (got != pair{"ada", 1.5}) || err != nil {
				t.Errorf("got %v, %v", got, err)
			}

			for source, want := range map[string]string{
				"return {'ada', 'x'}":          `t.lua: the reply at score: expected float, got string "x"`,
				"return {'ada'}":               "t.lua: the reply: expected tuple of 2, got array of 1",
				"\nreturn redis.call('LLEN')":  "t.lua:2: ERR " + wrongArgs(server),
				"return {err = 'BUSY by ada'}": "t.lua: busy",
				"return {err = 'OTHER'}":       "t.lua: OTHER",
			} {
				_, err := run(w, core.NewArgs(script(source, core.OnCode("BUSY", errBusy)), 0), tuple)
				if err == nil || err.Error() != want {
					t.Errorf("%s\n got %v\nwant %s", source, err, want)
				}
				if errors.Is(err, errBusy) != strings.Contains(source, "BUSY") {
					t.Errorf("%s: %v", source, err)
				}
			}

			bad := core.NewArgs(script("return 1"), 2)
			bad.String("x")
			bad.Key("k")
			const late = "t.lua: KEYS[1] was added after an argument; keys come first"
			if _, err := run(w, bad, (*core.Decoder).Int); err == nil || err.Error() != late {
				t.Errorf("got %v, want %s", err, late)
			}
		})
	}
}

// wrongArgs is what a server says of a command with too few arguments.
func wrongArgs(server *redistest.Server) string {
	text := "Wrong number of args calling Redis command from script"
	if name, _ := server.Version(); name != "redis" {
		return strings.Replace(text, "Redis command", "command", 1)
	}
	return text
}
