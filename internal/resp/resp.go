// Package resp reads the Redis protocol, RESP2 and RESP3, as a proxy does: every value
// with the very bytes that carried it.
//
// It knows nothing of what commands and replies mean, and is no client: that is
// go-redis.
package resp

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// maxReply bounds what is read as one line or string of a reply: the 512 MiB that
// Redis allows.
const maxReply = 512 << 20

// Value is one value of the protocol: a reply, a part of one, or a command.
type Value struct {
	Raw  []byte  // as it was sent
	Kind byte    // the protocol's type byte
	Text string  // of everything but aggregates
	Null bool    // a nil in any form
	List []Value // of aggregates; keys and values of a map in turn
}

// Read reads one value.
func Read(r *bufio.Reader) (Value, error) {
	line, err := r.ReadBytes('\n')
	if err != nil {
		return Value{}, err
	}
	v := Value{Raw: line, Kind: line[0], Text: strings.TrimRight(string(line[1:]), "\r\n")}
	switch v.Kind {
	case '$', '=', '!':
		return v, v.readString(r)
	case '*', '%', '~', '>':
		return v, v.readList(r)
	case '_':
		v.Null = true
	}
	return v, nil
}

func (v *Value) readString(r *bufio.Reader) error {
	n, err := v.length()
	if err != nil || v.Null {
		return err
	}
	raw := bytes.NewBuffer(v.Raw)
	if _, err := io.CopyN(raw, r, int64(n)+2); err != nil {
		return err
	}
	v.Raw = raw.Bytes()
	v.Text = string(v.Raw[len(v.Raw)-n-2 : len(v.Raw)-2])
	return nil
}

func (v *Value) readList(r *bufio.Reader) error {
	n, err := v.length()
	if err != nil || v.Null {
		return err
	}
	if v.Kind == '%' {
		n *= 2
	}
	var raw bytes.Buffer
	raw.Write(v.Raw)
	for range n {
		e, err := Read(r)
		if err != nil {
			return err
		}
		raw.Write(e.Raw)
		v.List = append(v.List, e)
	}
	v.Raw = raw.Bytes()
	return nil
}

// length reads the number after the type byte; -1 makes the value a nil.
func (v *Value) length() (int, error) {
	n, err := strconv.Atoi(v.Text)
	if err != nil || n < -1 || n > maxReply {
		return 0, fmt.Errorf("the server's reply is not the Redis protocol: %q", v.Raw)
	}
	v.Null = n < 0
	return max(n, 0), nil
}

// String is the value on one line, as redis-cli would show it but for its lists.
func (v Value) String() string {
	switch {
	case v.Null:
		return "(nil)"
	case v.List != nil || strings.IndexByte("*%~>", v.Kind) >= 0:
		parts := make([]string, len(v.List))
		for i, e := range v.List {
			parts[i] = e.String()
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case v.Kind == '$' || v.Kind == '=':
		return strconv.Quote(v.Text)
	case v.Kind == '-' || v.Kind == '!':
		return "(error) " + v.Text
	default:
		return v.Text
	}
}

// WriteCommand writes a command in the Redis protocol.
func WriteCommand(w io.Writer, args []string) error {
	var b bytes.Buffer
	fmt.Fprintf(&b, "*%d\r\n", len(args))
	for _, a := range args {
		fmt.Fprintf(&b, "$%d\r\n%s\r\n", len(a), a)
	}
	_, err := w.Write(b.Bytes())
	return err
}
