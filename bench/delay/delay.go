// Package delay is a TCP proxy that lengthens the round trip by an exact time.
//
// It exists because the proxies at hand delay in whole milliseconds and sleep once
// per chunk, which lowers throughput along with latency; here every chunk carries
// the moment at which it is due, so that pipelined data arrives together, as it
// would after a longer cable. It does not limit bandwidth, and adds no jitter or loss.
package delay

import (
	"net"
	"sync"
	"time"
)

// Proxy forwards every connection made to Addr.
type Proxy struct {
	Addr string // "127.0.0.1:port"

	listener net.Listener
	target   string
	oneWay   time.Duration

	mu     sync.Mutex
	conns  []net.Conn
	closed bool
	wg     sync.WaitGroup
}

// chunkSize is the most that travels as one piece; queueLength bounds the pieces in
// flight per direction, at which point the sender is held back.
const (
	chunkSize   = 32 << 10
	queueLength = 256
)

// Start listens on a free loopback port and forwards to target. roundTrip is the
// time added to a request and its reply together, half of it each way.
func Start(target string, roundTrip time.Duration) (*Proxy, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	p := &Proxy{Addr: l.Addr().String(), listener: l, target: target, oneWay: roundTrip / 2}
	p.wg.Go(p.accept)
	return p, nil
}

// Close ends the proxy with all its connections and waits until they are gone.
func (p *Proxy) Close() error {
	p.mu.Lock()
	p.closed = true
	for _, c := range p.conns {
		_ = c.Close()
	}
	p.mu.Unlock()
	err := p.listener.Close()
	p.wg.Wait()
	return err
}

func (p *Proxy) accept() {
	for {
		client, err := p.listener.Accept()
		if err != nil {
			return
		}
		server, err := net.Dial("tcp", p.target)
		if err != nil {
			_ = client.Close()
			continue
		}
		if !p.keep(client, server) {
			return
		}
		if p.forward(server, client) != nil || p.forward(client, server) != nil {
			_, _ = client.Close(), server.Close()
		}
	}
}

// keep remembers both ends for Close, or closes them when Close has already run.
func (p *Proxy) keep(conns ...net.Conn) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		for _, c := range conns {
			_ = c.Close()
		}
		return false
	}
	p.conns = append(p.conns, conns...)
	return true
}

// chunk is data that must not arrive before due.
type chunk struct {
	data []byte
	due  time.Time
}

// forward begins to copy from src to dst, every chunk oneWay after it was read.
func (p *Proxy) forward(dst, src net.Conn) error {
	sleep, err := newSleeper()
	if err != nil {
		return err
	}
	queue := make(chan chunk, queueLength)
	p.wg.Go(func() {
		defer close(queue)
		for {
			buf := make([]byte, chunkSize)
			n, err := src.Read(buf)
			if n > 0 {
				queue <- chunk{buf[:n], time.Now().Add(p.oneWay)}
			}
			if err != nil {
				return
			}
		}
	})
	p.wg.Go(func() {
		defer sleep.close()
		defer func() { _ = dst.Close() }()
		for c := range queue {
			err := sleep.until(c.due)
			if err == nil {
				_, err = dst.Write(c.data)
			}
			if err != nil {
				// The reader must not stay blocked on a full queue.
				_ = src.Close()
				for range queue {
				}
				return
			}
		}
	})
	return nil
}
