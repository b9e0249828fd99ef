// Code generated from runtime/line.go. DO NOT EDIT.

package runtime

import (
	"bufio"
	"errors"
	"fmt"

	"github.com/luagen/luagen/internal/vendored/runtime/internal/quote"
)

// readLong reads the rest of a line that is longer than the reader's buffer, up to a limit in bytes. The line
// begins with what was read of it.
func readLong(rd *bufio.Reader, line []byte, limit int64) ([]byte, error) {
	for int64(len(line)) <= limit {
		more, err := rd.ReadSlice('\n')
		if line = append(line, more...); !errors.Is(err, bufio.ErrBufferFull) {
			return line, err
		}
	}
	return nil, errTooLarge
}

// lineOf is a line that was read, without its CRLF.
func lineOf(line []byte, err error) ([]byte, error) {
	switch end := len(line) - len("\r\n"); {
	case err != nil:
		return nil, err
	case end < 1 || line[end] != '\r':
		return nil, fmt.Errorf("the server sent what is no line of a reply: %s", quote.Text(line))
	default:
		return line[:end], nil
	}
}
