package runtime

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
)

// canned is a server in memory that answers each command with what reply
// returns for its words.
type canned struct {
	reply func(words []string) string
}

// client connects to the canned server through a pipe.
func (s *canned) client(t testing.TB, protocol int) *redis.Client {
	t.Helper()
	c := redis.NewClient(s.options(protocol))
	t.Cleanup(func() { c.Close() })
	return c
}

func (s *canned) options(protocol int) *redis.Options {
	return &redis.Options{
		Protocol:        protocol,
		DisableIdentity: true,
		MaxRetries:      3,
		MinRetryBackoff: time.Microsecond,
		MaxRetryBackoff: time.Microsecond,
		Dialer: func(context.Context, string, string) (net.Conn, error) {
			near, far := net.Pipe()
			go s.serve(far)
			return near, nil
		},
	}
}

// hangUp makes a canned server close the connection in place of a reply.
const hangUp = "\x00hang up"

func (s *canned) serve(conn net.Conn) {
	defer conn.Close()
	rd := bufio.NewReader(conn)
	for {
		words, err := readCommand(rd)
		if err != nil {
			return
		}
		var answer string
		switch strings.ToLower(words[0]) {
		case "hello":
			if words[1] == "3" {
				answer = "%1\r\n+proto\r\n:3\r\n"
			} else {
				answer = "*2\r\n+proto\r\n:2\r\n"
			}
		case "client", "select":
			answer = "+OK\r\n"
		default:
			answer = s.reply(words)
		}
		answer, cut := strings.CutSuffix(answer, hangUp)
		if _, err := io.WriteString(conn, answer); err != nil || cut {
			return
		}
	}
}

func readCommand(rd *bufio.Reader) ([]string, error) {
	n, err := readHead(rd, '*')
	if err != nil {
		return nil, err
	}
	words := make([]string, n)
	for i := range words {
		size, err := readHead(rd, '$')
		if err != nil {
			return nil, err
		}
		payload := make([]byte, size+2)
		if _, err := io.ReadFull(rd, payload); err != nil {
			return nil, err
		}
		words[i] = string(payload[:size])
	}
	return words, nil
}

func readHead(rd *bufio.Reader, mark byte) (int, error) {
	line, err := rd.ReadString('\n')
	if err != nil {
		return 0, err
	}
	if line[0] != mark {
		return 0, fmt.Errorf("want %q, got %q", mark, line)
	}
	return strconv.Atoi(strings.TrimSpace(line[1:]))
}
