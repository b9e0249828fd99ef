package replay

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

// reply is one value of the Redis protocol, with the very bytes that carried it.
type reply struct {
	raw  []byte
	kind byte    // the protocol's type byte
	text string  // of everything but aggregates
	null bool    // a nil in any form
	list []reply // of aggregates; keys and values of a map in turn
}

// readReply reads one value.
func readReply(r *bufio.Reader) (reply, error) {
	line, err := r.ReadBytes('\n')
	if err != nil {
		return reply{}, err
	}
	v := reply{raw: line, kind: line[0], text: strings.TrimRight(string(line[1:]), "\r\n")}
	switch v.kind {
	case '$', '=', '!':
		return v, v.readString(r)
	case '*', '%', '~', '>':
		return v, v.readList(r)
	case '_':
		v.null = true
	}
	return v, nil
}

func (v *reply) readString(r *bufio.Reader) error {
	n, err := v.length()
	if err != nil || v.null {
		return err
	}
	raw := bytes.NewBuffer(v.raw)
	if _, err := io.CopyN(raw, r, int64(n)+2); err != nil {
		return err
	}
	v.raw = raw.Bytes()
	v.text = string(v.raw[len(v.raw)-n-2 : len(v.raw)-2])
	return nil
}

func (v *reply) readList(r *bufio.Reader) error {
	n, err := v.length()
	if err != nil || v.null {
		return err
	}
	if v.kind == '%' {
		n *= 2
	}
	var raw bytes.Buffer
	raw.Write(v.raw)
	for range n {
		e, err := readReply(r)
		if err != nil {
			return err
		}
		raw.Write(e.raw)
		v.list = append(v.list, e)
	}
	v.raw = raw.Bytes()
	return nil
}

// length reads the number after the type byte; -1 makes the value a nil.
func (v *reply) length() (int, error) {
	n, err := strconv.Atoi(v.text)
	if err != nil || n < -1 || n > maxReply {
		return 0, fmt.Errorf("the server's reply is not the Redis protocol: %q", v.raw)
	}
	v.null = n < 0
	return max(n, 0), nil
}

// String is the reply on one line.
func (v reply) String() string {
	switch {
	case v.null:
		return "(nil)"
	case v.list != nil || strings.IndexByte("*%~>", v.kind) >= 0:
		parts := make([]string, len(v.list))
		for i, e := range v.list {
			parts[i] = e.String()
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case v.kind == '$' || v.kind == '=':
		return strconv.Quote(v.text)
	case v.kind == '-' || v.kind == '!':
		return "(error) " + v.text
	default:
		return v.text
	}
}

// word is an argument as it would be typed: quoted where it must be.
func word(s string) string {
	plain := func(r rune) bool { return r > ' ' && r < 0x7f && r != '"' && r != '\'' && r != '\\' }
	if s != "" && strings.IndexFunc(s, func(r rune) bool { return !plain(r) }) < 0 {
		return s
	}
	return strconv.Quote(s)
}

// writeCommand writes a command in the Redis protocol.
func writeCommand(w io.Writer, args []string) error {
	var b bytes.Buffer
	fmt.Fprintf(&b, "*%d\r\n", len(args))
	for _, a := range args {
		fmt.Fprintf(&b, "$%d\r\n%s\r\n", len(a), a)
	}
	_, err := w.Write(b.Bytes())
	return err
}
