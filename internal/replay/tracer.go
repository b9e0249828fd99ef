package replay

import (
	"bufio"
	"context"
	"crypto/tls"
	"net"
	"strings"
	"sync"

	"github.com/redis/go-redis/v9"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/internal/resp"
	"github.com/luagen/luagen/parser"
)

// Tracer sits between a client and a server, runs a recording copy of the script in
// the script's place, and hands the client the very reply that the script gave. So a
// traced reply is decoded like any other.
type Tracer struct {
	text string // the recording copy
	dial func(ctx context.Context) (net.Conn, error)

	mu     sync.Mutex
	issued []Issued
}

// Trace makes the clients that are opened with opts record what the script issues.
func Trace(s *parser.Script, facts *analysis.Facts, opts *redis.Options) *Tracer {
	return trace(instrumented(s, facts, ""), opts)
}

// TraceEmbedded is Trace on the server of StartEmbedded.
func TraceEmbedded(s *parser.Script, facts *analysis.Facts, opts *redis.Options) *Tracer {
	return trace(instrumented(s, facts, embeddedBefore), opts)
}

func trace(text string, opts *redis.Options) *Tracer {
	t := &Tracer{text: text}
	network, addr, config := opts.Network, opts.Addr, opts.TLSConfig
	if network == "" {
		network = "tcp"
	}
	t.dial = func(ctx context.Context) (net.Conn, error) {
		if config != nil {
			return (&tls.Dialer{Config: config}).DialContext(ctx, network, addr)
		}
		return (&net.Dialer{}).DialContext(ctx, network, addr)
	}
	opts.Dialer = t.open
	return t
}

// Issued are the commands that the script has issued, in order.
func (t *Tracer) Issued() []Issued {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.issued
}

// open is the client's dialer.
func (t *Tracer) open(ctx context.Context, _, _ string) (net.Conn, error) {
	server, err := t.dial(ctx)
	if err != nil {
		return nil, err
	}
	client, inside := net.Pipe()
	go func() {
		// Whichever side ends, the other sees its connection closed, which is all
		// that there is to tell.
		_ = t.relay(inside, server)
		_ = inside.Close()
		_ = server.Close()
	}()
	return client, nil
}

// relay passes commands and replies on until one side ends.
func (t *Tracer) relay(client, server net.Conn) error {
	commands, replies := bufio.NewReader(client), bufio.NewReader(server)
	for {
		command, err := resp.Read(commands)
		if err != nil {
			return err
		}
		args := make([]string, len(command.List))
		for i, a := range command.List {
			args[i] = a.Text
		}
		traced := t.rewrite(args)
		if err := resp.WriteCommand(server, args); err != nil {
			return err
		}
		answer, err := t.answer(client, replies)
		if err != nil {
			return err
		}
		if traced {
			answer = t.unwrap(answer)
		}
		if _, err := client.Write(answer.Raw); err != nil {
			return err
		}
	}
}

// answer reads the reply to a command; what the server pushes before it is passed on.
func (t *Tracer) answer(client net.Conn, replies *bufio.Reader) (resp.Value, error) {
	for {
		v, err := resp.Read(replies)
		if err != nil || v.Kind != '>' {
			return v, err
		}
		if _, err := client.Write(v.Raw); err != nil {
			return v, err
		}
	}
}

// rewrite puts the recording copy into a command that runs the script.
func (t *Tracer) rewrite(args []string) bool {
	if len(args) < 2 {
		return false
	}
	switch strings.ToLower(args[0]) {
	case "evalsha", "eval":
		args[0] = "EVAL"
	case "evalsha_ro", "eval_ro":
		args[0] = "EVAL_RO"
	default:
		return false
	}
	args[1] = t.text
	return true
}

// unwrap keeps what was recorded and returns the script's own reply.
func (t *Tracer) unwrap(v resp.Value) resp.Value {
	if v.Kind != '*' || len(v.List) != 2 {
		return v // refused before it ran
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, entry := range v.List[0].List {
		if len(entry.List) != 2 {
			continue
		}
		i := Issued{Reply: entry.List[1].String()}
		for _, a := range entry.List[0].List {
			i.Args = append(i.Args, a.Text)
		}
		t.issued = append(t.issued, i)
	}
	return v.List[1]
}
