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
	"github.com/luagen/luagen/parser"
)

// Tracer stands between a client and a server, runs a recording copy of the script in
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
	t := &Tracer{text: instrumented(s, facts)}
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
		command, err := readReply(commands)
		if err != nil {
			return err
		}
		args := make([]string, len(command.list))
		for i, a := range command.list {
			args[i] = a.text
		}
		traced := t.rewrite(args)
		if err := writeCommand(server, args); err != nil {
			return err
		}
		answer, err := t.answer(client, replies)
		if err != nil {
			return err
		}
		if traced {
			answer = t.unwrap(answer)
		}
		if _, err := client.Write(answer.raw); err != nil {
			return err
		}
	}
}

// answer reads the reply to a command; what the server pushes before it is passed on.
func (t *Tracer) answer(client net.Conn, replies *bufio.Reader) (reply, error) {
	for {
		v, err := readReply(replies)
		if err != nil || v.kind != '>' {
			return v, err
		}
		if _, err := client.Write(v.raw); err != nil {
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
func (t *Tracer) unwrap(v reply) reply {
	if v.kind != '*' || len(v.list) != 2 {
		return v // refused before it ran
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, entry := range v.list[0].list {
		if len(entry.list) != 2 {
			continue
		}
		i := Issued{Reply: entry.list[1].String()}
		for _, a := range entry.list[0].list {
			i.Args = append(i.Args, a.text)
		}
		t.issued = append(t.issued, i)
	}
	return v.list[1]
}
