package server

import (
	"context"
	"sync"
)

// Pool starts servers as they are needed, up to a number, and lends them one at a time.
type Pool struct {
	start func(context.Context) (*Server, error)
	slots chan struct{} // one for each server that may be lent

	mu   sync.Mutex
	idle []*Server
}

// NewPool returns a pool of at most most servers that start makes.
func NewPool(most int, start func(context.Context) (*Server, error)) *Pool {
	return &Pool{start: start, slots: make(chan struct{}, max(most, 1))}
}

// Get lends a server, which is nobody else's until Put or Drop.
func (p *Pool) Get(ctx context.Context) (*Server, error) {
	select {
	case p.slots <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	p.mu.Lock()
	if n := len(p.idle); n > 0 {
		s := p.idle[n-1]
		p.idle = p.idle[:n-1]
		p.mu.Unlock()
		return s, nil
	}
	p.mu.Unlock()
	s, err := p.start(ctx)
	if err != nil {
		<-p.slots
	}
	return s, err
}

// Put gives a server back.
func (p *Pool) Put(s *Server) {
	p.mu.Lock()
	p.idle = append(p.idle, s)
	p.mu.Unlock()
	<-p.slots
}

// Drop gives a server back that is not to be lent again.
func (p *Pool) Drop(s *Server) {
	s.Close()
	<-p.slots
}

// Close ends the servers that are not lent.
func (p *Pool) Close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, s := range p.idle {
		s.Close()
	}
	p.idle = nil
}
