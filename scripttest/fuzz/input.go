package fuzz

import (
	"fmt"
	"math/rand/v2"
	"strconv"

	"github.com/luagen/luagen/internal/replay"
	"github.com/luagen/luagen/parser"
)

// inputs makes the inputs of a call, each NAME=VALUE.
func (k *knowledge) inputs(r *rand.Rand) []string {
	var list []string
	groups := map[string]int{} // of names that keys and arguments share
	for _, p := range k.places {
		if p.Optional && r.IntN(2) == 0 {
			continue
		}
		n := 1
		if p.Many {
			var shared bool
			if n, shared = groups[p.Name]; !shared {
				n = pick(r, []int{0, 1, 1, 2, 3})
				groups[p.Name] = n
			}
		}
		for i := range n {
			for g := range max(p.Group, 1) {
				list = append(list, p.Name+"="+k.input(r, p, i*max(p.Group, 1)+g))
			}
		}
	}
	return list
}

// input is one value for a place.
func (k *knowledge) input(r *rand.Rand, p replay.Place, i int) string {
	if len(p.Types) == 0 {
		return keyName(p.Name, i, p.Many)
	}
	return k.value(r, p.Types[i%len(p.Types)], p.Key)
}

// keyName is the name of a key: one that is not a part of other words by chance.
func keyName(name string, i int, many bool) string {
	if !many {
		return name + ":1"
	}
	return name + ":" + strconv.Itoa(i+1)
}

// value is a value of a type as it would be typed, placeholder of a key or argument.
func (k *knowledge) value(r *rand.Rand, t parser.Type, placeholder bool) string {
	switch t := t.(type) {
	case *parser.Optional:
		return k.value(r, t.Elem, placeholder)
	case *parser.Enum:
		return pick(r, t.Members).Ident.Text
	case *parser.Map:
		return fmt.Sprintf("%s=%s", k.value(r, t.Key, false), k.value(r, t.Elem, false))
	case *parser.Scalar:
		if placeholder && (t.Kind == parser.String || t.Kind == parser.Bytes || t.Kind == parser.Text) {
			return pick(r, []string{"a", "b"}) // few keys, so that calls meet
		}
		return k.scalar(r, t)
	}
	return "a"
}

func (k *knowledge) scalar(r *rand.Rand, t *parser.Scalar) string {
	switch t.Kind {
	case parser.Int:
		return strconv.FormatInt(pick(r, k.ints), 10)
	case parser.Uint:
		return strconv.FormatInt(max(pick(r, k.ints), 0), 10)
	case parser.Float:
		return pick(r, []string{"0.5", "1", "1.5", "2", "10.25", "100"})
	case parser.Bool:
		return pick(r, []string{"true", "false"})
	case parser.Time:
		return pick(r, []string{"2026-01-02T15:04:05Z", "2026-01-02T15:04:06.5Z", "2026-01-02T16:00:00Z"})
	case parser.Duration:
		return pick(r, k.durations)
	case parser.JSON, parser.MsgPack:
		return pick(r, k.documents(t))
	default:
		return pick(r, k.texts)
	}
}
