package replay

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"strings"
	"testing"

	"github.com/redis/go-redis/v9"

	"github.com/luagen/luagen/internal/resp"
	"github.com/luagen/luagen/internal/vendored/runtime"
	"github.com/luagen/luagen/parser"
)

// tableTypes are a type of every kind and setting that parser.FormOf knows.
func tableTypes(t *testing.T) []parser.Type {
	var types []parser.Type
	add := func(annotation string) {
		s, _, returns := load(t, "--@import \"time\"\n--@import \"net/url\"\n--@returns "+annotation+"\nreturn 1\n")
		if returns == nil {
			t.Fatalf("%s: %s has no type", s.Name, annotation)
		}
		types = append(types, returns)
	}
	for kind := range parser.ScalarKinds {
		switch kind {
		case parser.Time, parser.Duration:
			for _, unit := range []string{"s", "ms", "us", "ns", "s, frac", "us, frac"} {
				add(kind.String() + "(" + unit + ")")
			}
			if kind == parser.Duration {
				add("duration(s, trunc)")
				add("duration(ms, exact)")
			}
		case parser.MsgPack, parser.Text:
			add(kind.String() + "(url.URL)")
		default:
			add(kind.String())
		}
	}
	for _, annotation := range []string{
		"bool('true', 'false')", "bool('1', '')", "json(url.URL)", "string(time.Month)", "int(time.Month)",
		"enum(a, b=OK, c=\"5\")", "enum(one=1, none=0, less=-5)",
		"int?", "string?", "bool?", "ok?", "float?", "json?", "duration(s)?", "[]int", "([]int)?", "map[string]int", "tuple(a:int?)?", "hash(a:int?)",
		"flat(a:int, b:int)", `One=1 | OK="OK" | List:[]int`, "None=nil | Number:int",
	} {
		add(annotation)
	}
	return append(types,
		&parser.Literal{Ints: true, Int: 1}, &parser.Literal{Ints: true, Int: -5}, &parser.Literal{Text: "OK"}, &parser.Literal{Text: "+5"})
}

// tableTexts are texts at which grammars differ.
var tableTexts = []string{
	"", "0", "1", "-1", "5", "-5", "+5", "05", "-0", " 5", "5 ", "5.", ".5", "1.5", "-1.5", "+1.5", "1e3", "1E3", "1e", "e", "0x10", "0x1p3", "1_000", "-",
	"inf", "-inf", "+inf", "Infinity", "nan", "-nan", "NaN", "1e400", "1e-400", "1e18", "1e19", "1e30",
	"9223372036854775807", "-9223372036854775808", "9223372036854775808", "18446744073709551615", "18446744073709551616",
	"9223372036", "-9223372036", "9223372037", "-9223372037", "9223372036854", "9223372036855", "9223372036854775", "9223372036854776",
	"9223371974719179007", "9223371974719179008", "-9223371974719179007", "-9223371974719179008",
	"true", "false", "True", "t", "f", "null", "OK", "ok", "a", "b", "abc", `"abc"`, "{}", `{"a": 1}`, "[1, 2]", "[1, 2", "[1] 2", "\x00\xff", "{\r\n}", "\x81\xa1a\x01",
}

// tableAtoms are the replies that hold no others.
func tableAtoms() []parser.Atom {
	atoms := []parser.Atom{{Kind: parser.WireNil}, {Kind: parser.WireBoolean, Text: "t"}, {Kind: parser.WireBoolean, Text: "f"}}
	digits := func(s string) bool {
		return s != "" && strings.Trim(strings.TrimPrefix(s, "-"), "0123456789") == "" && s != "-"
	}
	for _, text := range tableTexts {
		atoms = append(atoms, parser.Atom{Kind: parser.WireBulk, Text: text}, parser.Atom{Kind: parser.WireVerbatim, Text: text})
		if !strings.ContainsAny(text, "\r\n") {
			atoms = append(atoms, parser.Atom{Kind: parser.WireStatus, Text: text})
		}
		if digits(text) {
			atoms = append(atoms, parser.Atom{Kind: parser.WireBigNumber, Text: text})
			if len(text) < 19 || text == "9223372036854775807" || text == "-9223372036854775808" || strings.Contains(text, "922337197") {
				atoms = append(atoms, parser.Atom{Kind: parser.WireInteger, Text: text})
			}
		}
		switch text {
		case "0", "1", "-1", "1.5", "1e3", "inf", "-inf", "nan", "1e18", "1e19", "1e30":
			atoms = append(atoms, parser.Atom{Kind: parser.WireDouble, Text: text})
		}
	}
	return atoms
}

// onTheWire is an atom as a server sends it by RESP3.
func onTheWire(a parser.Atom) string {
	line := func(mark string) string { return mark + a.Text + "\r\n" }
	switch a.Kind {
	case parser.WireNil:
		return "_\r\n"
	case parser.WireInteger:
		return line(":")
	case parser.WireBulk:
		return fmt.Sprintf("$%d\r\n%s\r\n", len(a.Text), a.Text)
	case parser.WireStatus:
		return line("+")
	case parser.WireVerbatim:
		return fmt.Sprintf("=%d\r\ntxt:%s\r\n", len(a.Text)+4, a.Text)
	case parser.WireDouble:
		return line(",")
	case parser.WireBoolean:
		return line("#")
	case parser.WireBigNumber:
		return line("(")
	case parser.WireArray:
		return "*0\r\n"
	case parser.WireSet:
		return "~0\r\n"
	default:
		return "%0\r\n"
	}
}

// canned is a client whose server answers every script with one reply.
type canned struct {
	client *redis.Client
	reply  string
}

func newCanned(t *testing.T) *canned {
	c := &canned{}
	c.client = redis.NewClient(&redis.Options{
		DisableIdentity: true,
		Dialer: func(context.Context, string, string) (net.Conn, error) {
			near, far := net.Pipe()
			go c.serve(far)
			return near, nil
		},
	})
	t.Cleanup(func() { c.client.Close() })
	return c
}

func (c *canned) serve(conn net.Conn) {
	defer conn.Close()
	r := bufio.NewReader(conn)
	for {
		command, err := resp.Read(r)
		if err != nil {
			return
		}
		answer := c.reply
		switch strings.ToLower(command.List[0].Text) {
		case "hello":
			answer = "%1\r\n+proto\r\n:3\r\n"
		case "client":
			answer = "+OK\r\n"
		}
		if _, err := conn.Write([]byte(answer)); err != nil {
			return
		}
	}
}

// decode decodes a reply as a type, as luagen run does.
func (c *canned) decode(t parser.Type, raw string) error {
	c.reply = raw
	_, err := runtime.Run(context.Background(), c.client, runtime.NewCall(runtime.NewScript("t.lua", "", ""), decoderFor(t), 0))
	return err
}

// What the table says of an atom and a type is what the decoder does with it.
func TestTableIsTheDecoder(t *testing.T) {
	atoms := tableAtoms()
	server := newCanned(t)
	for _, typ := range tableTypes(t) {
		if _, variants := typ.(*parser.Variants); variants {
			continue // of which each has a type of its own
		}
		for _, a := range atoms {
			err := server.decode(typ, onTheWire(a))
			if want := parser.Judge(typ, a); want != parser.Perhaps && (err == nil) != (want == parser.Accepts) {
				t.Errorf("%s and %s, of the kind %d: the table says %t, the decoder %v", typ, a, a.Kind, want == parser.Accepts, err)
			}
		}
	}
}

// A kind of reply that the table refuses is one that the decoder never takes, and the
// other way round: of arrays and maps an empty one stands for the kind.
func TestTableKnowsTheKinds(t *testing.T) {
	atoms := append(tableAtoms(), parser.Atom{Kind: parser.WireArray}, parser.Atom{Kind: parser.WireSet}, parser.Atom{Kind: parser.WireMap})
	server := newCanned(t)
	for _, typ := range tableTypes(t) {
		form := parser.FormOf(typ)
		took := map[parser.WireKind]bool{}
		for _, a := range atoms {
			took[a.Kind] = took[a.Kind] || server.decode(typ, onTheWire(a)) == nil
		}
		for kind, g := range form {
			if took[parser.WireKind(kind)] != (g != parser.Refused) && g != parser.GoText {
				t.Errorf("%s: the table has the grammar %d for the kind %d, the decoder takes some: %t", typ, g, kind, took[parser.WireKind(kind)])
			}
		}
	}
}
