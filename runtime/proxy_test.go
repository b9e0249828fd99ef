package runtime

import (
	"net"
	"sync"
	"sync/atomic"
	"testing"
)

// proxy forwards connections to a server, counts what goes through, and can spoil
// the replies once a request has been passed on.
type proxy struct {
	addr string
	sent atomic.Int64 // bytes towards the server

	target string
	mu     sync.Mutex
	spoil  func(request []byte) spoiling // nil passes all replies as they are
}

// A spoiling is what a proxy does to the reply of a request.
type spoiling int32

const (
	passReply     spoiling = iota
	replyInPieces          // a few bytes at a time
	halfReply              // the connection is closed within the reply
	cutReply               // the connection is closed in place of the reply
	stallReply             // the reply never comes, and nothing after it
)

// everyNth spoils one request in n.
func everyNth(n int64, how spoiling) func([]byte) spoiling {
	var requests atomic.Int64
	return func([]byte) spoiling {
		if requests.Add(1)%n == 0 {
			return how
		}
		return passReply
	}
}

func startProxy(t testing.TB, target string) *proxy {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	p := &proxy{addr: listener.Addr().String(), target: target}
	go func() {
		for {
			near, err := listener.Accept()
			if err != nil {
				return
			}
			go p.serve(near)
		}
	}()
	return p
}

func (p *proxy) spoilWhen(spoil func(request []byte) spoiling) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.spoil = spoil
}

func (p *proxy) spoiling(request []byte) spoiling {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.spoil == nil {
		return passReply
	}
	return p.spoil(request)
}

func (p *proxy) serve(near net.Conn) {
	defer near.Close()
	far, err := net.Dial("tcp", p.target)
	if err != nil {
		return
	}
	defer far.Close()
	var how atomic.Int32
	go passReplies(near, far, &how)
	buf := make([]byte, 64<<10)
	for {
		n, err := near.Read(buf)
		if n > 0 {
			p.sent.Add(int64(n))
			// A connection that is cut or stalled stays so.
			if next := p.spoiling(buf[:n]); next > spoiling(how.Load()) {
				how.Store(int32(next))
			}
			if _, err := far.Write(buf[:n]); err != nil {
				return
			}
		}
		if err != nil {
			return
		}
	}
}

// passReplies passes on what the server says, until one side hangs up.
func passReplies(near, far net.Conn, how *atomic.Int32) {
	defer near.Close()
	buf := make([]byte, 64<<10)
	for {
		n, err := far.Read(buf)
		if err != nil {
			return
		}
		step := n
		switch spoiling(how.Load()) {
		case halfReply:
			_, _ = near.Write(buf[:n/2])
			return
		case cutReply:
			return
		case stallReply:
			continue
		case replyInPieces:
			step = 7
		}
		for rest := buf[:n]; len(rest) > 0; rest = rest[min(step, len(rest)):] {
			if _, err := near.Write(rest[:min(step, len(rest))]); err != nil {
				return
			}
		}
	}
}
