package analysis

import (
	"math"

	"github.com/luagen/luagen/parser"
	"github.com/luagen/luagen/parser/syntax"
)

// Bounds on what is kept of one table.
const (
	maxItems  = 64
	maxFields = 64
)

// ofShape is the value of a known table.
func ofShape(s *Shape, from Origin) Value {
	d := plain()
	d.tables = []*Shape{s}
	return with(Array, from, d)
}

// site returns the table that an expression makes, and whether it is new.
func (m *machine) site(e syntax.Expr) (*Shape, bool) {
	s := m.sites[e]
	if s != nil {
		return s, false
	}
	s = &Shape{Site: e}
	m.sites[e] = s
	return s, true
}

// construct evaluates a table constructor.
func (m *machine) construct(e *syntax.TableExpr) Value {
	s, isNew := m.site(e)
	from := Origin(0)
	n := 0
	for i := range e.Fields {
		f := &e.Fields[i]
		if f.Key != nil {
			key, v := m.eval(f.Key), m.eval(f.Value)
			from = combine(from, v.from)
			if name, ok := key.Str(); ok {
				m.field(s, name, v, isNew)
			} else {
				m.setShape(s, key, v)
			}
			continue
		}
		if i == len(e.Fields)-1 && expands(f.Value) {
			vs := m.evalMulti(f.Value)
			for j := range vs.list {
				m.item(s, n+j, vs.list[j], isNew)
				from = combine(from, vs.list[j].from)
			}
			if vs.more() {
				vs.list = nil
				all := m.all(vs)
				m.grow(&s.Rest, all, &s.growth)
				from = combine(from, all.from)
			}
			break
		}
		v := m.eval(f.Value)
		from = combine(from, v.from)
		m.item(s, n, v, isNew)
		n++
	}
	if from == 0 {
		from = FromLiteral
	}
	v := ofShape(s, from)
	v.kinds = tableKinds(s)
	if old, ok := m.facts.values[e]; ok && old.kinds == v.kinds && old.from == v.from {
		return old
	}
	return v
}

// tableKinds is the kinds that a table can be: {err=…}, {ok=…} or another.
func tableKinds(s *Shape) Kinds {
	k := Kinds(0)
	for _, special := range [...]struct {
		name string
		kind Kinds
	}{{"err", ErrorTable}, {"ok", Status}} {
		field := s.Field(special.name)
		if field.Is(String) {
			return k | special.kind
		}
		if field.Can(String) {
			k |= special.kind
		}
	}
	return k | Array
}

// Field returns what the entry under a string key can be; the zero Value when there is none.
func (s *Shape) Field(name string) Value {
	for i := range s.Fields {
		if s.Fields[i].Name == name {
			return s.Fields[i].Value
		}
	}
	return Value{}
}

// item sets the element after the first n; certain says that every such table has it.
func (m *machine) item(s *Shape, n int, v Value, certain bool) {
	switch {
	case n < len(s.Items):
		m.grow(&s.Items[n], v, &s.growth)
	case n == len(s.Items) && !s.moved && n < maxItems:
		if !certain {
			v.kinds |= Absent
		}
		s.Items = append(s.Items, m.join(v, s.Rest)) // what came under an unknown index may stand here
		m.heap++
	default:
		m.grow(&s.Rest, v, &s.growth)
	}
}

// field sets the entry under a string key; certain says that every such table has it.
func (m *machine) field(s *Shape, name string, v Value, certain bool) {
	for i := range s.Fields {
		if s.Fields[i].Name == name {
			m.grow(&s.Fields[i].Value, v, &s.growth)
			return
		}
	}
	if len(s.Fields) == maxFields {
		m.grow(&s.Dynamic, v, &s.growth)
		return
	}
	if !certain {
		v.kinds |= Absent
	}
	s.Fields = append(s.Fields, FieldShape{name, v})
	m.heap++
}

// setIndex runs "x[key] = v".
func (m *machine) setIndex(x, key, v Value, at syntax.Expr) {
	for _, s := range x.tables() {
		m.setShape(s, key, v)
	}
	if x.opaqueTables() || x.kinds&Table == 0 {
		m.escape(v, at)
	}
}

// setShape sets an entry of a known table.
func (m *machine) setShape(s *Shape, key, v Value) {
	switch {
	case s.lib != nil || s.globals:
		m.escape(v, nil)
		return
	case s.isInput:
		m.grow(&s.Rest, v, &s.growth)
		return
	}
	if v.Is(AbsentOrNil) {
		v.kinds = Absent // deleting is no evidence that the entry is wanted
	}
	if n, ok := key.Number(); ok {
		if n >= 1 && n <= maxItems && n == math.Trunc(n) {
			m.item(s, int(n)-1, v, false)
		} else {
			m.grow(&s.Rest, v, &s.growth)
		}
		return
	}
	if name, ok := key.Str(); ok {
		m.field(s, name, v, false)
		return
	}
	if key.Can(Number) {
		m.grow(&s.Rest, v, &s.growth)
		lo, hi := key.bounds()
		for i := range s.Items {
			if n := float64(i + 1); lo <= n && n <= hi {
				m.grow(&s.Items[i], v, &s.growth)
			}
		}
	}
	if key.Can(String) {
		m.grow(&s.Dynamic, v, &s.growth)
		for i := range s.Fields {
			m.grow(&s.Fields[i].Value, v, &s.growth)
		}
	}
}

// index evaluates "x[key]".
func (m *machine) index(x, key Value) Value {
	var v Value
	for _, s := range x.tables() {
		v = m.join(v, m.entry(s, key, x.from))
	}
	if x.opaqueTables() || x.Can(Other) {
		v = m.join(v, unknown(elementOrigin(x.from)))
	}
	if x.Can(String) {
		if name, ok := key.Str(); ok {
			if f := findLibrary("string").member(name); f != nil {
				v = m.join(v, m.member(f))
			} else {
				v = m.join(v, of(Nil, FromLiteral))
			}
		} else {
			v = m.join(v, of(Nil|Func, FromLiteral))
		}
	}
	if v.kinds == 0 {
		return unknown(elementOrigin(x.from)) // it raises
	}
	return v
}

// elementOrigin is the origin of what is inside of an unknown value.
func elementOrigin(from Origin) Origin {
	if from&KeysElement != 0 {
		return from&^KeysElement | FromKeys
	}
	return from
}

// entry returns a known table's entry under a key.
func (m *machine) entry(s *Shape, key Value, from Origin) Value {
	switch {
	case s.lib != nil:
		name, ok := key.Str()
		if !ok {
			return unknown(FromUnknown)
		}
		if f := s.lib.member(name); f != nil {
			return m.member(f)
		}
		return of(Nil, FromLiteral)
	case s.globals:
		if name, ok := key.Str(); ok {
			return m.global(name)
		}
		return unknown(FromUnknown)
	}
	if n, ok := key.Number(); ok {
		if n < 1 || n != math.Trunc(n) || n > math.MaxInt32 {
			return m.elements(ofShape(s, from))
		}
		return m.element(s, int(n))
	}
	if s.isInput {
		return m.inputElement(s, 0)
	}
	if name, ok := key.Str(); ok {
		return m.namedEntry(s, name)
	}
	var v Value
	if key.Can(Number) {
		v = m.elementsFrom(s, 1)
	}
	if key.Can(String) {
		v = m.join(v, s.Dynamic)
		for i := range s.Fields {
			v = m.join(v, s.Fields[i].Value)
		}
	}
	v = m.join(v, of(Absent, 0))
	if s.Open {
		v = m.join(v, unknown(FromUnknown))
	}
	return v
}

func (m *machine) namedEntry(s *Shape, name string) Value {
	v := s.Field(name)
	if s.Dynamic.kinds != 0 {
		v = m.join(v, s.Dynamic)
		v.kinds |= Absent
	}
	if s.Open {
		v = m.join(v, unknown(FromUnknown))
	}
	if v.kinds == 0 {
		return of(Absent, FromLiteral)
	}
	return v
}

// element returns element n of a known table.
func (m *machine) element(s *Shape, n int) Value {
	if s.isInput {
		return m.inputElement(s, n)
	}
	var v Value
	if n >= 1 && n <= len(s.Items) && !s.moved {
		v = s.Items[n-1]
	} else {
		v = m.elementsFrom(s, 1)
		v.kinds |= Absent
	}
	if s.Open {
		v = m.join(v, unknown(FromUnknown))
	}
	return v
}

// elements returns what any element of a value's tables can be, nil included.
func (m *machine) elements(x Value) Value {
	var v Value
	for _, s := range x.tables() {
		v = m.join(v, m.elementsFrom(s, 1))
	}
	if x.opaqueTables() || v.kinds == 0 {
		v = m.join(v, unknown(elementOrigin(x.from)))
	}
	v.kinds |= Absent
	return v
}

// elementsFrom returns the join of the elements of a known table from start on.
func (m *machine) elementsFrom(s *Shape, start int) Value {
	if s.isInput {
		return m.inputElement(s, 0)
	}
	v := s.Rest
	if s.moved {
		start = 1
	}
	for i := max(start-1, 0); i < len(s.Items); i++ {
		v = m.join(v, s.Items[i])
	}
	if s.Open {
		v = m.join(v, unknown(FromUnknown))
	}
	return v
}

// entries returns what the keys and values of a value's tables can be.
func (m *machine) entries(x Value) (key, value Value) {
	d := plain()
	d.lo = 1
	for _, s := range x.tables() {
		if s.lib != nil || s.globals {
			return unknown(FromUnknown), unknown(FromUnknown)
		}
		if s.isInput || len(s.Items) > 0 || s.Rest.kinds != 0 {
			key = m.join(key, with(Int, FromLiteral, d))
		}
		value = m.join(value, m.elementsFrom(s, 1))
		for i := range s.Fields {
			key = m.join(key, ofConst(Const{IsString: true, Str: s.Fields[i].Name}, FromLiteral))
			value = m.join(value, s.Fields[i].Value)
		}
		if s.Dynamic.kinds != 0 {
			key = m.join(key, unknown(FromUnknown))
			value = m.join(value, s.Dynamic)
		}
		if s.Open {
			key = m.join(key, unknown(FromUnknown))
		}
	}
	if x.opaqueTables() || value.kinds == 0 {
		return unknown(elementOrigin(x.from)), unknown(elementOrigin(x.from))
	}
	return key, value
}

// inputElement returns element n of KEYS or ARGV; any when n is 0.
func (m *machine) inputElement(s *Shape, n int) Value {
	from := FromArgs
	if s.input == KEYS {
		from = KeysElement
	}
	v := of(AnyString|Absent, from)
	if n > 0 {
		if s.input == ARGV {
			v = declaredArg(m.facts.Script, n, from)
		} else if declaredKey(m.facts.Script, n) {
			v = of(AnyString, from)
		}
		d := v.details()
		d.input = InputRef{s.input, n}
		v.detail = &d
	}
	if s.Rest.kinds != 0 {
		v = m.join(v, s.Rest)
	}
	return v
}

// declaredKey reports whether every call sends KEYS[n].
func declaredKey(s *parser.Script, n int) bool {
	for i := range s.Keys {
		if s.Keys[i].Variadic || s.Keys[i].Group != nil {
			return false
		}
		if i == n-1 {
			return true
		}
	}
	return false
}

// declaredArgAt returns the declaration of ARGV[n]; nil when there is none or more than one
// element may stand for it.
func declaredArgAt(s *parser.Script, n int) *parser.Arg {
	for i := range s.Args {
		if s.Args[i].Variadic {
			return nil
		}
		if i == n-1 {
			return &s.Args[i]
		}
	}
	return nil
}

// declaredArg is the value of ARGV[n] as far as the script's header says.
func declaredArg(s *parser.Script, n int, from Origin) Value {
	a := declaredArgAt(s, n)
	if a == nil {
		return of(AnyString|Absent, from)
	}
	if a.Optional {
		return of(AnyString|Nil, from)
	}
	if scalar, ok := a.Type.(*parser.Scalar); ok {
		switch scalar.Kind {
		case parser.Int, parser.Uint, parser.Float, parser.Bool, parser.Time, parser.Duration:
			return of(Numeral, from)
		}
	}
	return of(AnyString, from)
}

// open forgets what a table holds: unknown code can change it. What it held escapes too.
func (m *machine) open(s *Shape, at syntax.Expr) {
	if m.facts == nil || s.Open || s.isInput || s.lib != nil || s.globals {
		return
	}
	s.Open = true
	m.heap++
	for i := range s.Items {
		m.escape(s.Items[i], at)
	}
	for i := range s.Fields {
		m.escape(s.Fields[i].Value, at)
	}
	m.escape(s.Rest, at)
	m.escape(s.Dynamic, at)
}

// escape notes that unknown code gets hold of a value: it may change tables and call
// functions. An input table that escapes may be read as a whole.
func (m *machine) escape(v Value, at syntax.Expr) {
	for _, s := range v.tables() {
		if s.isInput {
			m.whole(s.input, at)
		}
		m.open(s, at)
	}
	for _, f := range v.funcs() {
		m.escapeFunc(f.fn)
	}
}

// whole notes that all of an input table may be read at an expression.
func (m *machine) whole(t InputTable, at syntax.Expr) {
	for _, seen := range m.wholes[at] {
		if seen == t {
			return
		}
	}
	m.wholes[at] = append(m.wholes[at], t)
}

// escapeAll is escape for a list.
func (m *machine) escapeAll(vs values, at syntax.Expr) {
	for _, v := range vs.list {
		m.escape(v, at)
	}
	m.escape(vs.rest, at)
}
