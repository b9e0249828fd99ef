package adapter_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-dap"
	"github.com/redis/go-redis/v9"

	"github.com/luagen/luagen/debugger"
	"github.com/luagen/luagen/debugger/adapter"
	"github.com/luagen/luagen/debugger/ldb"
	"github.com/luagen/luagen/internal/redistest"
	"github.com/luagen/luagen/internal/resp"
	"github.com/luagen/luagen/parser"
)

// client is an editor at the other end of an adapter.
type client struct {
	t        *testing.T
	conn     net.Conn
	in       *bufio.Reader
	out      chan []byte // to be sent; a pipe holds nothing, and what comes is read meanwhile
	seq      int
	messages []message // that have come and were not asked for yet
	launches int
	closed   int // how often a launched script has been let go
	ended    chan error
}

// message is one of the protocol, whatever its kind.
type message struct {
	Type       string
	Event      string
	Command    string
	RequestSeq int `json:"request_seq"`
	Success    bool
	Message    string
	Body       json.RawMessage
}

func (m message) String() string {
	return fmt.Sprintf("%s %s%s %s %s", m.Type, m.Event, m.Command, m.Message, m.Body)
}

// root is where the files of scripts under test are said to be.
var root, _ = filepath.Abs("/scripts")

// connect serves a client that launches s.lua of files.
func connect(t *testing.T, server *redistest.Server, files map[string]string) *client {
	t.Helper()
	near, far := net.Pipe()
	c := &client{t: t, conn: near, in: bufio.NewReader(near), out: make(chan []byte, 8), ended: make(chan error, 1)}
	go func() {
		for text := range c.out {
			if dap.WriteBaseMessage(near, text) != nil {
				return // the test is over
			}
		}
	}()
	launch := func(_ context.Context, a adapter.Arguments) (adapter.Launched, error) {
		fs := fstest.MapFS{}
		for name, text := range files {
			fs[name] = &fstest.MapFile{Data: []byte(text)}
		}
		if _, ok := files[a.Program]; !ok {
			return adapter.Launched{}, fmt.Errorf("there is no %s", a.Program)
		}
		script, _ := (&parser.Loader{FS: fs}).Load(a.Program)
		target := debugger.Target{
			Script: script, Server: &redis.Options{Addr: server.Addr},
			Call: ldb.Call{Text: script.Text, Keys: a.Keys, Args: a.Args},
		}
		if a.KeepWrites {
			target.Writes = ldb.Keep
		}
		c.launches++
		return adapter.Launched{
			Target: target, Close: func() { c.closed++ },
			Path: func(file string) string { return filepath.Join(root, file) },
			Outcome: func(reply resp.Value) (string, error) {
				if reply.Kind == '-' {
					text, _, _ := strings.Cut(reply.Text, " script: ")
					return "", fmt.Errorf("%s", text)
				}
				return reply.String(), nil
			},
		}, nil
	}
	go func() {
		c.ended <- adapter.Serve(context.Background(), far, far, launch)
		_ = far.Close()
	}()
	t.Cleanup(func() {
		close(c.out)
		_ = near.Close()
	})
	return c
}

// read reads the next message.
func (c *client) read() message {
	c.t.Helper()
	_ = c.conn.SetReadDeadline(time.Now().Add(time.Minute))
	content, err := dap.ReadBaseMessage(c.in)
	if err != nil {
		c.t.Fatalf("%v, after %s", err, c.messages)
	}
	var m message
	if err := json.Unmarshal(content, &m); err != nil {
		c.t.Fatal(err)
	}
	return m
}

// next finds the first message that is wanted and takes it out.
func (c *client) next(wanted func(message) bool) message {
	c.t.Helper()
	for i, m := range c.messages {
		if wanted(m) {
			c.messages = append(c.messages[:i:i], c.messages[i+1:]...)
			return m
		}
	}
	for {
		m := c.read()
		if wanted(m) {
			return m
		}
		c.messages = append(c.messages, m)
	}
}

// write sends text as a message.
func (c *client) write(text string) { c.out <- []byte(text) }

// request sends a request with arguments and returns the answer.
func (c *client) request(command string, arguments any) message {
	c.t.Helper()
	c.seq++
	seq := c.seq
	text, err := json.Marshal(map[string]any{"seq": seq, "type": "request", "command": command, "arguments": arguments})
	if err != nil {
		c.t.Fatal(err)
	}
	c.write(string(text))
	return c.next(func(m message) bool { return m.Type == "response" && m.RequestSeq == seq })
}

// must is request for what succeeds; its body is decoded into body, unless that is nil.
func (c *client) must(command string, arguments, body any) {
	c.t.Helper()
	m := c.request(command, arguments)
	if !m.Success {
		c.t.Fatalf("%s: %s", command, m.Message)
	}
	if body != nil {
		if err := json.Unmarshal(m.Body, body); err != nil {
			c.t.Fatal(err)
		}
	}
}

// refused is request for what fails; it returns the message.
func (c *client) refused(command string, arguments any) string {
	c.t.Helper()
	m := c.request(command, arguments)
	if m.Success {
		c.t.Fatalf("%s is answered: %s", command, m.Body)
	}
	return m.Message
}

// event waits for an event and returns its body.
func (c *client) event(name string) map[string]any {
	c.t.Helper()
	m := c.next(func(m message) bool { return m.Type == "event" && m.Event == name })
	body := map[string]any{}
	if len(m.Body) > 0 {
		if err := json.Unmarshal(m.Body, &body); err != nil {
			c.t.Fatal(err)
		}
	}
	return body
}

// stopped waits for a stop and says why and where.
func (c *client) stopped() string {
	c.t.Helper()
	reason := c.event("stopped")["reason"]
	var body dap.StackTraceResponseBody
	c.must("stackTrace", args{"threadId": 1}, &body)
	top := body.StackFrames[0]
	return fmt.Sprintf("%s %s:%d %s", reason, top.Source.Name, top.Line, top.Name)
}

// outputs are the texts that have been put out so far.
func (c *client) outputs() []string {
	var list []string
	var rest []message
	for _, m := range c.messages {
		if m.Event != "output" {
			rest = append(rest, m)
			continue
		}
		var body dap.OutputEventBody
		if err := json.Unmarshal(m.Body, &body); err != nil {
			c.t.Fatal(err)
		}
		list = append(list, fmt.Sprintf("%s %d %s", body.Category, body.Line, strings.TrimSuffix(body.Output, "\n")))
	}
	c.messages = rest
	return list
}

// variables are those of a reference, one a line.
func (c *client) variables(reference int) []dap.Variable {
	c.t.Helper()
	var body dap.VariablesResponseBody
	c.must("variables", args{"variablesReference": reference}, &body)
	return body.Variables
}

// begin initializes, launches, sets breakpoints and runs.
func (c *client) begin(launch args, points ...args) {
	c.t.Helper()
	c.must("initialize", args{"adapterID": "luagen", "linesStartAt1": true, "columnsStartAt1": true}, nil)
	c.must("launch", launch, nil)
	c.event("initialized")
	if len(points) > 0 {
		c.must("setBreakpoints", args{"source": args{"path": filepath.Join(root, "s.lua")}, "breakpoints": points}, nil)
	}
	c.must("configurationDone", nil, nil)
}

// disconnect ends the session.
func (c *client) disconnect() {
	c.t.Helper()
	c.must("disconnect", args{}, nil)
	go func() { _, _ = io.Copy(io.Discard, c.in) }()
	if err := <-c.ended; err != nil {
		c.t.Error(err)
	}
	if c.closed != c.launches {
		c.t.Errorf("%d launches, %d of them let go", c.launches, c.closed)
	}
}

type args map[string]any
