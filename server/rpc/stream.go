// Package rpc is the connection between a server and an editor.
package rpc

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/textproto"
	"strconv"
	"strings"

	"go.lsp.dev/jsonrpc2"
)

// mostBytes is the largest message that is read.
const mostBytes = 1 << 30

// stream is a connection. The library's ends at the first message that is no JSON; this one answers it with
// an error and goes on with the next. The library's, too, reads the next message over the bytes of the
// last, to which strings that were decoded may refer; this one has new bytes for each.
type stream struct {
	jsonrpc2.Stream // for what is written
	in              *bufio.Reader
}

// NewStream returns a stream of messages over a connection, which it closes.
func NewStream(conn io.ReadWriteCloser) jsonrpc2.Stream {
	return &stream{Stream: jsonrpc2.NewStream(conn), in: bufio.NewReaderSize(conn, 1<<16)}
}

// Read returns the next message that is one.
func (s *stream) Read(ctx context.Context) (jsonrpc2.Message, int64, error) {
	for {
		if err := ctx.Err(); err != nil {
			return nil, 0, err
		}
		size, err := s.readHeader()
		if err != nil {
			return nil, 0, err
		}
		if size < 0 {
			continue // no length: what follows is looked at as another header
		}
		// The message refers to its bytes for as long as it is handled.
		body := make([]byte, size)
		if _, err := io.ReadFull(s.in, body); err != nil {
			return nil, 0, io.EOF // the editor is gone
		}
		message, err := jsonrpc2.DecodeMessage(body)
		if err == nil {
			return message, int64(size), nil
		}
		wrong := jsonrpc2.NewError(jsonrpc2.ParseError, fmt.Sprintf("a message that cannot be read: %v", err))
		if _, err := s.Write(ctx, jsonrpc2.NewResponse(jsonrpc2.ID{}, nil, wrong)); err != nil {
			return nil, 0, err
		}
	}
}

// readHeader returns the length that a header gives; -1 when it gives none.
func (s *stream) readHeader() (int, error) {
	size := -1
	for {
		line, err := s.in.ReadSlice('\n')
		if errors.Is(err, bufio.ErrBufferFull) {
			continue // no header has such a line
		}
		if err != nil {
			return 0, io.EOF // the editor is gone
		}
		text := strings.TrimSpace(string(line))
		if text == "" {
			return size, nil
		}
		name, value, found := strings.Cut(text, ":")
		if !found || textproto.CanonicalMIMEHeaderKey(strings.TrimSpace(name)) != "Content-Length" {
			continue
		}
		if n, err := strconv.Atoi(strings.TrimSpace(value)); err == nil && n >= 0 && n <= mostBytes {
			size = n
		}
	}
}
