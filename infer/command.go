package infer

import (
	"slices"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/analysis/command"
	"github.com/luagen/luagen/analysis/kind"
	"github.com/luagen/luagen/analysis/library"
	"github.com/luagen/luagen/parser"
	"github.com/luagen/luagen/parser/syntax"
)

// isBeyond reports whether an expression is an element of a reply that may be too short to
// have it, as in "redis.call('ZRANGE', …)[1]", or a field of a table filled with what Redis
// holds, that field or not.
func (in *inferrer) isBeyond(e syntax.Expr) bool {
	e = in.source(e)
	absent := in.facts.Value(e).Can(kind.Absent)
	converted := false
	if c, ok := e.(*syntax.CallExpr); ok && len(c.Args) == 1 && in.facts.Value(c.Func).Op() == library.ToNumber {
		e, converted = in.source(c.Args[0]), true
	}
	index, ok := e.(*syntax.IndexExpr)
	if !ok || !absent {
		return false
	}
	call := in.callOf(index.X)
	if call == nil {
		s := in.facts.Value(index.X).Shape()
		return converted && in.facts.Value(e).Input().Index == 0 || s != nil && s.Dynamic.Kinds() != 0
	}
	if call.Match == nil {
		return true
	}
	shape := call.Match.LikelyReply().Shape
	return shape != command.PerWord && shape != command.Fixed // those are as long as what was asked for
}

// likelyReply is what a call most likely replies; nothing is known of it without a command.
func likelyReply(call *analysis.Call) command.Reply {
	if call.Match == nil {
		return command.Reply{}
	}
	return call.Match.LikelyReply()
}

// replyName is what a command's reply is usually called: the constant field that it is the value
// of, or what the table calls it.
func replyName(call *analysis.Call) string {
	r := likelyReply(call)
	if r.Name == "value" {
		for i := range call.Args {
			if call.Match.Role(i) == command.Field {
				if field, ok := constant(call.Args[i]); ok {
					return field
				}
			}
		}
	}
	return r.Name
}

// commandArray is the type of the array that a command replies; false when it is not known.
func (in *inferrer) commandArray(call *analysis.Call) (parser.Type, bool) {
	r := likelyReply(call)
	if r.Kinds&command.Array != 0 {
		if t, ok := arrayType(&r); ok {
			return t, true
		}
	}
	reply := in.facts.Reply(call.Reply)
	if !reply.Known || reply.Rest == nil {
		return nil, false
	}
	elem, ok := in.elemType(*reply.Rest)
	if !ok {
		return nil, false
	}
	return &parser.List{Elem: elem}, true
}

// wordsOf is the tuple of a reply with an element for each of some words of the call, HMGET's and MGET's, where
// every word has a name; false otherwise.
func (in *inferrer) wordsOf(call *analysis.Call) (arrayReply, bool) {
	r := likelyReply(call)
	if r.Shape != command.PerWord || call.Open || call.Match == nil || len(r.Parts) == 0 {
		return arrayReply{}, false
	}
	elem, ok := partType(&r.Parts[0])
	if !ok {
		return arrayReply{}, false
	}
	reply := in.facts.Reply(call.Reply)
	var a arrayReply
	var fields []parser.Field
	for i, arg := range call.Args {
		p, _ := call.Match.At(i)
		if p == nil || p.Name != r.Per {
			continue
		}
		var named []candidate
		if text, isText := constant(arg); isText {
			named = append(named, candidate{textName(text), fromText})
		} else if name := in.facts.NameOf(arg); name != "" {
			named = append(named, candidate{name, fromVariable})
		} else if ref := in.facts.Value(arg).Input(); ref.Index > 0 {
			for _, n := range in.uses.of(ref).names {
				named = append(named, candidate{n, fromVariable})
			}
		}
		named = slices.DeleteFunc(named, func(c candidate) bool { return usable(c.text) == "" || isPlaceholder(c.text) })
		if len(named) == 0 || len(fields) >= len(reply.Elems) {
			return arrayReply{}, false
		}
		a.elems = append(a.elems, reply.Elems[len(fields)])
		a.named = append(a.named, named)
		fields = append(fields, parser.Field{Type: elem})
	}
	if len(fields) == 0 || len(fields) > maxTuple {
		return arrayReply{}, false
	}
	in.nameFields(fields, a.named)
	a.tuple = &parser.Tuple{Fields: fields}
	a.typ = a.tuple
	return a, true
}

// arrayType is the type of an array that a command replies; false when the table does not tell.
func arrayType(r *command.Reply) (parser.Type, bool) {
	var parts []parser.Field
	for i := range r.Parts {
		t, ok := partType(&r.Parts[i])
		if !ok {
			return nil, false
		}
		parts = append(parts, field(r.Parts[i].Name, t))
	}
	switch r.Shape {
	case command.List, command.PerWord:
		return &parser.List{Elem: parts[0].Type}, true
	case command.Pairs:
		if r.Unique {
			return &parser.Map{Key: parts[0].Type, Elem: parts[1].Type}, true
		}
		return &parser.Flat{Fields: parts}, true
	case command.Fixed:
		return &parser.Tuple{Fields: parts}, true
	default:
		return nil, false
	}
}

// partType is the type of a part of an array.
func partType(r *command.Reply) (parser.Type, bool) {
	var t parser.Type
	switch r.Kinds &^ command.Nil {
	case command.IntegerReply:
		t = scalar(parser.Int)
	case command.Bulk:
		t = scalar(parser.String)
	case command.Numeral:
		switch {
		case r.Name == "cursor": // may be larger than an int, and means nothing but itself
			t = scalar(parser.String)
		case r.IsBounded():
			t = scalar(parser.Int)
		default:
			t = scalar(parser.Float)
		}
	case command.Array:
		inner, ok := arrayType(r)
		if !ok {
			return nil, false
		}
		t = inner
	default:
		return nil, false
	}
	return optionalIf(r.Kinds&command.Nil != 0, t), true
}

func field(name string, t parser.Type) parser.Field {
	return parser.Field{Ident: parser.Ident{Text: name}, Type: t}
}
