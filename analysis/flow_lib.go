package analysis

import (
	"math"
	"strings"

	"github.com/luagen/luagen/parser/syntax"
)

// callLib calls a library function.
func (m *machine) callLib(e *syntax.CallExpr, f *libMember, args values) values {
	switch f.full {
	case "redis.call", "server.call":
		return m.list(m.command(e, args, false))
	case "redis.pcall", "server.pcall":
		return m.list(m.command(e, args, true))
	case "pcall":
		return m.protected(e, args, 1)
	case "xpcall":
		m.escape(m.at(args, 1), asExpr(e))
		return m.protected(e, args, 2)
	case "error":
		m.dead = true
		return values{}
	case "assert":
		return m.assert(e, args)
	case "unpack":
		return m.unpack(args)
	case "select":
		return m.selectArgs(args)
	case "ipairs":
		return m.list(m.member(&ipairsIterator), m.at(args, 0), of(Int, FromLiteral))
	case "pairs":
		return m.list(m.member(&pairsIterator), m.at(args, 0), of(Nil, FromLiteral))
	case "string.gmatch", "string.gfind":
		positions := of(True, FromLiteral)
		if pattern, ok := m.at(args, 1).Str(); ok && !strings.Contains(pattern, "()") {
			positions.kinds = False
		}
		return m.list(m.member(&matchIterator), m.at(args, 0), positions)
	case "next":
		key, v := m.entries(m.at(args, 0))
		key.kinds |= Absent
		v.kinds |= Absent
		return m.list(key, v)
	case "table.insert", "table.remove":
		return m.changeTable(f, args)
	case "table.sort":
		for _, s := range m.at(args, 0).tables() {
			m.move(s)
		}
		m.escape(m.at(args, 1), asExpr(e))
		return values{}
	case "setmetatable":
		m.escape(m.at(args, 0), asExpr(e))
		m.escape(m.at(args, 1), asExpr(e))
		return m.list(m.at(args, 0))
	case "rawget":
		return m.list(m.index(m.at(args, 0), m.at(args, 1)).orUnknown(m.at(args, 0)))
	case "redis.error_reply", "server.error_reply":
		return m.list(Value{ErrorTable, m.at(args, 0).from, ofShape(m.errors, 0).detail})
	case "redis.status_reply", "server.status_reply":
		return m.list(m.status(e, m.at(args, 0)))
	}
	if f.opaque {
		m.escapeAll(args, asExpr(e))
	}
	return m.pure(e, f, args)
}

// orUnknown is the value, or unknown when it was read past the guard of _G.
func (v Value) orUnknown(table Value) Value {
	for _, s := range table.tables() {
		if s.globals {
			return unknown(FromUnknown)
		}
	}
	return v
}

// status is {ok=text}, whose text is kept when it is known.
func (m *machine) status(e *syntax.CallExpr, text Value) Value {
	if e == nil {
		return Value{Status, text.from, ofShape(m.statuses, 0).detail}
	}
	s, isNew := m.site(e)
	m.field(s, "ok", text, isNew)
	v := ofShape(s, text.from)
	v.kinds = Status
	return v
}

// protected calls a function so that an error becomes false and the error.
func (m *machine) protected(e *syntax.CallExpr, args values, skip int) values {
	r := m.apply(e, m.at(args, 0), args.drop(skip))
	failure := of(AnyString|ErrorTable, FromUnknown)
	if m.dead {
		m.dead = false
		return m.list(of(False, FromData), failure)
	}
	l := m.alloc(max(len(r.list), 1) + 1)
	l[0] = of(Bool, FromData)
	for i := 1; i < len(l); i++ {
		l[i] = m.at(r, i-1)
	}
	l[1] = m.join(l[1], failure)
	r.start += max(0, 1-len(r.list))
	return values{list: l, rest: r.rest, from: r.from, start: r.start}
}

func (m *machine) assert(e *syntax.CallExpr, args values) values {
	first := m.at(args, 0)
	if e != nil && len(e.Args) > 0 {
		if alwaysFalse(e.Args[0]) {
			m.dead = true
			return values{}
		}
		m.refine(e.Args[0], true)
	}
	if len(args.list) == 0 {
		return args
	}
	l := m.alloc(len(args.list))
	copy(l, args.list)
	l[0] = first.limit(Unknown &^ Falsy)
	args.list = l
	return args
}

func (m *machine) unpack(args values) values {
	t := m.at(args, 0)
	first, last, ok := m.unpackBounds(args.drop(1))
	s := t.Shape()
	if !ok || s == nil || s.lib != nil || s.globals {
		return values{rest: m.elements(t)}
	}
	if last > 0 && last-first < maxItems {
		l := m.alloc(max(last-first+1, 0))
		for i := range l {
			l[i] = m.element(s, first+i)
		}
		return values{list: l}
	}
	if s.isInput {
		return values{from: s, start: first}
	}
	if s.Open || s.moved {
		return values{rest: m.elements(t)}
	}
	var vs values
	if first-1 < len(s.Items) {
		vs.list = s.Items[first-1 : len(s.Items) : len(s.Items)]
	}
	vs.rest = s.Rest
	if len(vs.list) == 0 && vs.rest.kinds == 0 && len(s.Items) == 0 {
		vs.rest = of(Absent, t.from)
	}
	return vs
}

func (m *machine) selectArgs(args values) values {
	which := m.at(args, 0)
	if s, ok := which.Str(); ok && s == "#" {
		d := plain()
		d.lo = 0
		return m.list(with(Int, FromLiteral, d))
	}
	if n, ok := which.Number(); ok && n >= 1 && n <= maxItems {
		return args.drop(int(n))
	}
	return values{rest: m.all(args.drop(1))}
}

// changeTable runs table.insert and table.remove.
func (m *machine) changeTable(f *libMember, args values) values {
	t := m.at(args, 0)
	insert := f.name == "insert"
	last := len(args.list) == 2 && !args.more() // insert(t, v)
	v := m.at(args, 2)
	if last {
		v = m.at(args, 1)
	} else if args.more() {
		v = m.all(args.drop(1))
	}
	var removed Value
	for _, s := range t.tables() {
		switch {
		case s.isInput:
			m.grow(&s.Rest, m.inputElement(s, 0), &s.growth)
		case insert && last:
			m.grow(&s.Rest, v, &s.growth)
			for i := range s.Items {
				if s.Items[i].Can(AbsentOrNil) { // the table may end before it
					m.grow(&s.Items[i], v, &s.growth)
				}
			}
		case insert:
			m.move(s)
			m.grow(&s.Rest, v, &s.growth)
		default:
			m.move(s)
		}
		removed = m.join(removed, m.elementsFrom(s, 1))
	}
	if insert {
		if t.opaqueTables() {
			m.escape(v, nil)
		}
		return values{}
	}
	if t.opaqueTables() || removed.kinds == 0 {
		removed = m.join(removed, unknown(elementOrigin(t.from)))
	}
	removed.kinds |= Absent
	return m.list(removed)
}

// move notes that a table's elements may have changed places.
func (m *machine) move(s *Shape) {
	if s.moved || s.isInput {
		return
	}
	s.moved = true
	m.heap++
	for i := range s.Items {
		m.grow(&s.Rest, s.Items[i], &s.growth)
	}
	s.Items = nil
}

// pure calls a function that only computes something of its arguments.
func (m *machine) pure(e *syntax.CallExpr, f *libMember, args values) values {
	x := m.at(args, 0)
	from := m.combined(args)
	v := of(f.result, from)
	d := plain()
	d.lo, d.hi = x.bounds()
	switch f.full {
	case "tonumber":
		return m.list(m.toNumber(x, args))
	case "tostring":
		v = toString(x)
	case "type":
		v = typeName(x)
	case "math.floor", "math.ceil":
		d.lo, d.hi = math.Floor(d.lo), math.Ceil(d.hi)
		v = with(Int, x.from, d)
	case "math.abs":
		v = of(numberKinds(x), x.from)
	case "math.max", "math.min":
		v = m.extreme(f.name == "max", args)
	case "math.random":
		v = of(AnyNumber, FromLiteral)
		if len(args.list) > 0 {
			v = of(Int, FromLiteral)
		}
	case "math.modf":
		return m.list(v, of(Fraction, from))
	case "string.gsub":
		return m.list(v, of(Int, from))
	case "string.sub", "string.lower", "string.upper", "string.rep", "string.reverse":
		v = of(AnyString, elementOrigin(x.from))
	case "string.format":
		v = formatted(x, from)
	case "redis.sha1hex", "server.sha1hex":
		v = of(AnyString, from)
	case "cjson.decode":
		v = of(Unknown, from)
		if x.Input().Index > 0 {
			d := plain()
			d.input = x.Input()
			v.detail = &d
		}
	case "string.find":
		return values{list: m.list(of(Int|Nil, from)).list, rest: of(AnyString|Int|Nil, from)}
	case "string.byte":
		return values{list: m.list(of(Int|Absent, from)).list, rest: of(Int, from)}
	case "string.match", "struct.unpack", "cmsgpack.unpack", "math.frexp",
		"coroutine.resume", "cjson.new", "cmsgpack.unpack_one", "cmsgpack.unpack_limit", "load", "loadstring":
		v = of(Unknown, from)
		if x.Input().Index > 0 && strings.HasSuffix(f.name, "unpack") {
			d := plain()
			d.input = x.Input()
			v.detail = &d
		}
		if f.full == "string.match" {
			v.kinds = AnyString | Int | Nil
		}
		return values{list: m.list(v).list, rest: of(Unknown, from)}
	case "cjson.encode", "cmsgpack.pack", "table.concat", "struct.pack":
		for _, a := range args.list {
			m.readWhole(a, e)
			from = combine(from, m.deepOrigin(a))
		}
		v = of(AnyString, from)
	}
	return m.list(v)
}

// combined is the origin of what is built of all arguments.
func (m *machine) combined(args values) Origin {
	from := elementOrigin(args.rest.from)
	if args.from != nil {
		from = combine(from, m.elementsFrom(args.from, args.start).from)
	}
	for _, v := range args.list {
		from = combine(from, v.from)
	}
	if from == 0 {
		return FromLiteral
	}
	return elementOrigin(from)
}

// readWhole notes that a function reads all elements of an input table that it is given.
func (m *machine) readWhole(v Value, e *syntax.CallExpr) {
	for _, s := range v.tables() {
		if s.isInput {
			m.whole(s.input, asExpr(e))
		}
	}
}

// deepOrigin is the origin of a table's elements.
func (m *machine) deepOrigin(v Value) Origin {
	from := Origin(0)
	for _, s := range v.tables() {
		from = combine(from, m.elementsFrom(s, 1).from)
	}
	return from
}

func (m *machine) toNumber(x Value, args values) Value {
	d := plain()
	d.lo, d.hi = x.bounds()
	d.input = x.details().input
	if len(args.list) > 1 { // with a base
		return with(Int|Nil, x.from, detail{lo: unbounded[0], hi: unbounded[1], input: d.input})
	}
	k := x.suggested() & Number
	if x.Can(Numeral) {
		k |= AnyNumber
	}
	if x.Can(AnyString) {
		k |= AnyNumber | Absent // nothing suggests that it is no number
	}
	switch others := x.kinds &^ (Number | Numeral | AnyString); {
	case others == 0:
	case others == Absent || x.kinds == Unknown:
		k |= Absent
	default:
		k |= Nil
	}
	if cs := x.Consts(); len(cs) > 0 && x.Is(Number|String) {
		k = 0
		for _, c := range cs {
			n, ok := constNumber(c)
			if !ok {
				k |= Nil
				continue
			}
			nc := Const{Num: n}
			k |= constKind(nc)
			d.consts = joinConsts(of(Number, 0), of(Number, 0), append(d.consts, nc), []Const{nc})
		}
	}
	if k&AnyNumber != 0 && x.Is(String|Absent) && d.lo == math.Trunc(d.lo) && d.lo > 0 && !math.IsInf(d.hi, 0) {
		k = k&^AnyNumber | Int // TIME's
	}
	return with(k, x.from, d)
}

func toString(x Value) Value {
	d := x.details()
	d.tables, d.funcs, d.opaque, d.consts = nil, nil, false, nil
	var k Kinds
	if x.Can(Number) {
		k |= Numeral
	}
	k |= x.suggested() & String
	if x.kinds&^(Number|String) != 0 {
		k |= Text
	}
	if cs := x.Consts(); len(cs) > 0 && x.Is(Number|String) {
		k = 0
		for _, c := range cs {
			sc := Const{IsString: true, Str: constText(c)}
			d.consts = append(d.consts, sc)
			k |= constKind(sc)
		}
	}
	return with(k, elementOrigin(x.from), d)
}

func typeName(x Value) Value {
	d := plain()
	for _, name := range [...]string{"nil", "boolean", "number", "string", "table", "function", "userdata"} {
		if x.Can(typeKinds(name)) {
			d.consts = append(d.consts, Const{IsString: true, Str: name})
		}
	}
	return with(Text, FromLiteral, d)
}

// extreme evaluates math.max and math.min.
func (m *machine) extreme(greatest bool, args values) Value {
	d := plain()
	var k Kinds
	from := Origin(0)
	for i, a := range args.list {
		k |= numberKinds(a)
		from = combine(from, a.from)
		lo, hi := a.bounds()
		switch {
		case i == 0:
			d.lo, d.hi = lo, hi
		case greatest:
			d.lo, d.hi = max(d.lo, lo), max(d.hi, hi)
		default:
			d.lo, d.hi = min(d.lo, lo), min(d.hi, hi)
		}
	}
	if args.more() || k == 0 {
		return of(k|AnyNumber, combine(from, m.all(args).from))
	}
	return with(k, from, d)
}

// formatted is the result of string.format with the format x.
func formatted(x Value, from Origin) Value {
	switch format, ok := x.Str(); {
	case !ok:
		return of(AnyString, from)
	case !strings.Contains(format, "%"):
		return of(constKind(Const{IsString: true, Str: format}), from)
	case len(format) > 1 && strings.Count(format, "%") == 1 && strings.HasPrefix(format, "%") &&
		strings.Trim(format[1:], "0123456789.+- ") != "" && strings.Contains("diufgeE", strings.Trim(format[1:], "0123456789.+- ")):
		return of(Numeral, from)
	case neverNumeral(strings.NewReplacer("%s", "", "%d", "", "%i", "", "%f", "", "%.", "", "%0", "", "%x", "", "%q", "").Replace(format)):
		return of(Text, from)
	}
	return of(AnyString, from)
}
