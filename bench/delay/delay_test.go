package delay

import (
	"bytes"
	"io"
	"net"
	"testing"
	"time"
)

// TestRoundTrip sends bytes through the proxy to an echo and wants them back
// unchanged and not earlier than the added round trip.
func TestRoundTrip(t *testing.T) {
	echo, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer echo.Close()
	go func() {
		for {
			c, err := echo.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close()
				_, _ = io.Copy(c, c)
			}()
		}
	}()
	for _, added := range []time.Duration{0, 200 * time.Microsecond, 5 * time.Millisecond} {
		t.Run(added.String(), func(t *testing.T) {
			p, err := Start(echo.Addr().String(), added)
			if err != nil {
				t.Fatal(err)
			}
			defer p.Close()
			c, err := net.Dial("tcp", p.Addr)
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
			// More than one chunk, so that order matters.
			sent := bytes.Repeat([]byte("0123456789abcdef"), 3*chunkSize/16)
			start := time.Now()
			go func() { _, _ = c.Write(sent) }()
			got := make([]byte, len(sent))
			if _, err := io.ReadFull(c, got); err != nil {
				t.Fatal(err)
			}
			if took := time.Since(start); took < added {
				t.Errorf("echoed after %v, before the added round trip of %v", took, added)
			}
			if !bytes.Equal(got, sent) {
				t.Error("the echo differs from what was sent")
			}
		})
	}
}

// TestCloseEndsConnections closes the proxy under a connection that is waiting.
func TestCloseEndsConnections(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	p, err := Start(l.Addr().String(), time.Millisecond)
	if err != nil {
		t.Fatal(err)
	}
	c, err := net.Dial("tcp", p.Addr)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	server, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Read(make([]byte, 1)); err == nil {
		t.Error("read from a closed proxy succeeded")
	}
}
