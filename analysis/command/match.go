package command

// Word is one word of a call after the command's name, as far as it is known.
type Word struct {
	Text  string // the word when it is Known
	Known bool
	// Number is set when it is the text of a number, which one is not known: it is no option then.
	Number bool
}

// Words are the words of a call after the command's name; a sub-command's name is the first.
type Words struct {
	List  []Word
	Least int  // how many of them the call has at least
	More  bool // further words may follow
}

// exact reports whether the call has exactly these words.
func (w *Words) exact() bool { return !w.More && w.Least >= len(w.List) }

// Presence says whether a call has an option.
type Presence uint8

// The presences.
const (
	No       Presence = iota
	Unlikely          // it may, by a word that is not known
	Perhaps           // an unknown word is one of some options, and half of them at least are meant
	Yes
)

// Ending says whether a call is whole.
type Ending uint8

// The endings.
const (
	Open    Ending = iota // how many words there are is not known, or not what they are
	Whole                 // the call can end where it does
	Short                 // words are missing: the command fails
	Foreign               // a word is none that the command takes there, as far as is known
)

// Match is what a call's words are to a command.
type Match struct {
	Command *Command
	words   Words
	places  []set // for each word the places where it can stand; empty after foreign ones
	foreign int   // the first word that can stand nowhere; len(places) without
	room    [12]set
}

// Match tells what a call's words are. On the command of a call with a sub-command, call
// it for the sub-command, with all words. The call is taken to be one that the command accepts, if
// any such is possible.
func (c *Command) Match(words Words) *Match {
	m := &Match{Command: c, words: words}
	m.places = m.room[:0]
	m.forward()
	m.backward()
	return m
}

// run is a run of words of which is known that they are in certain places, or in no others.
type run struct {
	end    int // the word after the run
	places set
}

// forward finds the places in which each word can stand after those before it.
func (m *Match) forward() {
	g := &m.Command.Grammar
	m.foreign = len(m.words.List)
	var counted run
	before := set(0)
	for i, w := range m.words.List {
		fit, unfit := set(0), set(0)
		take := func(after set) {
			f, u := g.step(after, w, i, counted)
			fit |= f
			unfit |= u
		}
		if i == 0 {
			take(g.First)
		} else {
			before.each(func(p int) { take(g.Follow[p]) })
		}
		if fit == 0 {
			fit = unfit
		}
		m.places = append(m.places, fit)
		if fit == 0 {
			m.foreign = min(m.foreign, i)
			continue
		}
		if m.foreign < i {
			before |= fit
		} else {
			before = fit
		}
		if c, ok := m.count(i, fit); ok {
			counted = c
		}
	}
}

// step returns which of some places a word can stand in, and those in which the command refuses
// its text.
func (g *Grammar) step(places set, w Word, i int, counted run) (fit, unfit set) {
	if counted.places != 0 {
		if i < counted.end {
			return places & counted.places, 0
		}
		places &^= counted.places
	}
	var options set
	places.each(func(p int) {
		switch param := &g.Params[p]; {
		case param.Token != "":
			if !w.Number && (!w.Known || compareFold(param.Token, w.Text) == 0) {
				options |= 1 << p
			}
		case w.Known && !param.Role.Accepts(w.Text):
			unfit |= 1 << p
		default:
			fit |= 1 << p
		}
	})
	if w.Known && options != 0 {
		return options, 0 // Redis looks for options first
	}
	return fit | options, unfit
}

// count returns the run of words whose number a word tells.
func (m *Match) count(i int, places set) (run, bool) {
	p, ok := places.one()
	if !ok {
		return run{}, false
	}
	g := &m.Command.Grammar
	param := &g.Params[p]
	switch {
	case param.Counts != 0:
		n, known := decimal(m.words.List[i])
		return run{end: i + 1 + n*param.Counts.size(), places: param.Counts}, known
	case param.Half && m.words.exact() && (i == 0 || m.places[i-1]&places == 0):
		return run{end: i + (len(m.words.List)-i)/2, places: places}, true
	default:
		return run{}, false
	}
}

// decimal returns a small number that a word is.
func decimal(w Word) (int, bool) {
	if !w.Known || !isInteger(w.Text) || len(w.Text) > 6 {
		return 0, false
	}
	n := 0
	for _, c := range w.Text {
		if c == '-' {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, true
}

// backward drops the places from which the words that follow, or the end, cannot be reached.
func (m *Match) backward() {
	if m.foreign < len(m.places) || len(m.places) == 0 {
		return
	}
	g := &m.Command.Grammar
	last := len(m.places) - 1
	if m.words.exact() && m.places[last]&g.Last != 0 {
		m.places[last] &= g.Last
	}
	for i := last - 1; i >= 0; i-- {
		keep := set(0)
		m.places[i].each(func(p int) {
			if g.follows(p, m.words.List[i+1])&m.places[i+1] != 0 {
				keep |= 1 << p
			}
		})
		if keep != 0 {
			m.places[i] = keep
		}
	}
}

// follows returns the places after a place in which a word can stand.
func (g *Grammar) follows(p int, w Word) set {
	if w.Known {
		if options := g.tokens(g.Follow[p], w.Text); options != 0 {
			return options | g.counted(g.Follow[p])
		}
	}
	return g.Follow[p]
}

// counted are the places of a set that are in a group whose number of words is told.
func (g *Grammar) counted(places set) set {
	found := set(0)
	for i := range g.Params {
		found |= g.Params[i].Counts
		if g.Params[i].Half {
			found |= 1 << i
		}
	}
	return places & found
}

// At returns what the i-th word most likely is; nil when nothing is known. sure says that a
// call which the command accepts has it there in any case.
func (m *Match) At(i int) (p *Param, sure bool) {
	g := &m.Command.Grammar
	places := set(0)
	switch {
	case i >= 0 && i < len(m.places):
		places = m.places[i]
	case i == len(m.places) && m.words.More:
		places = m.next()
	}
	if places == 0 {
		return nil, false
	}
	if one, ok := places.one(); ok {
		return &g.Params[one], i < m.foreign
	}
	sure = i < m.foreign
	places.each(func(at int) {
		switch q := &g.Params[at]; {
		case p == nil, p.Token != "" && q.Token == "":
			sure = sure && p == nil
			p = q
		case q.Token != p.Token || q.Name != p.Name || q.Role != p.Role:
			sure = false
		}
	})
	return p, sure
}

// Role returns what the i-th word certainly is; Unknown when that is not certain.
func (m *Match) Role(i int) Role {
	p, sure := m.At(i)
	if !sure {
		return Unknown
	}
	return m.RoleOf(p)
}

// RoleOf returns the role of one of the words: that of its Param, or what the call's options make
// of it.
func (m *Match) RoleOf(p *Param) Role {
	if len(p.roles) == 0 {
		return p.Role
	}
	var room [4]Role
	found, sure := choose(m, p.roles, Unlikely, room[:])
	switch {
	case sure:
		return found[len(found)-1]
	case len(found) == 0 && p.Role == RangeBound:
		return Integer
	default:
		return p.Role
	}
}

// KeyName returns what the command's key is usually called: "counter", "lock"; empty when it is
// called after its type.
func (m *Match) KeyName() string {
	var room [1]string
	if found, sure := choose(m, m.Command.keyNames, Yes, room[:]); sure {
		return found[0]
	}
	return ""
}

// next are the places in which a word after the known ones can stand.
func (m *Match) next() set {
	g := &m.Command.Grammar
	if len(m.places) == 0 {
		return g.First
	}
	next := set(0)
	m.places[len(m.places)-1].each(func(p int) { next |= g.Follow[p] })
	return next
}

// Groups returns the words of the groups that the words which may follow the known ones make up:
// field and value, score and member. It is empty when they do not come in groups.
func (m *Match) Groups() []Param {
	g := &m.Command.Grammar
	var group []Param
	m.next().each(func(p int) {
		if repeat := g.Params[p].Repeat; repeat.size() > 1 && repeat.first() == p && g.Params[p].Token == "" && m.words.More && group == nil {
			repeat.each(func(p int) { group = append(group, g.Params[p]) })
		}
	})
	return group
}

// Rest returns what each of the words is that may follow the known ones; nil when it is not
// certainly one and the same.
func (m *Match) Rest() *Param {
	g := &m.Command.Grammar
	if m.foreign < len(m.places) {
		return nil
	}
	next := m.next()
	p, ok := next.one()
	if !ok || g.Follow[p] != next {
		return nil
	}
	return &g.Params[p]
}

// Has tells whether the call has an option, by its word in any case, or, by its name in lower
// case, a value that may be left out ("count"). A word that the command is not known to take is
// none of them, but what follows it may belong to it.
func (m *Match) Has(name string) Presence { return m.has(m.Command.Grammar.named(name)) }

// has tells whether a word of the call is in one of some places.
func (m *Match) has(wanted set) Presence {
	g := &m.Command.Grammar
	if wanted == 0 {
		return No
	}
	found := No
	for i, places := range m.places {
		switch {
		case places == 0:
		case places&^wanted == 0 && i < m.words.Least && i < m.foreign:
			return Yes
		case places&^g.options() == 0 && 2*(places&wanted).size() >= places.size():
			found = max(found, Perhaps)
		case places&wanted != 0:
			found = max(found, Unlikely)
		}
	}
	if found == No && m.words.More && m.reaches(wanted) {
		found = Unlikely
	}
	return found
}

// reaches reports whether the words that may follow can stand in some places.
func (m *Match) reaches(wanted set) bool {
	g := &m.Command.Grammar
	next, seen := m.next(), set(0)
	for next&^seen != 0 {
		more := set(0)
		(next &^ seen).each(func(p int) { more |= g.Follow[p] })
		seen |= next
		next = more
	}
	return seen&wanted != 0
}

// Written reports whether the option is among the words for all that is known: it is a word of
// the call, and nothing says that it stands for something else.
func (m *Match) Written(option string) bool { return m.IndexOf(option) >= 0 }

// IndexOf returns the word that is an option, written out where it can be one; -1 without.
func (m *Match) IndexOf(option string) int {
	wanted := m.Command.Grammar.named(option)
	for i, places := range m.places {
		if places&wanted != 0 && m.words.List[i].Known {
			return i
		}
	}
	return -1
}

// Operand returns the word after an option that is written out; false without.
func (m *Match) Operand(option string) (at int, ok bool) {
	i := m.IndexOf(option)
	return i + 1, i >= 0 && i+1 < len(m.places)
}

// Ending tells whether the call is whole.
func (m *Match) Ending() Ending {
	g := &m.Command.Grammar
	n := len(m.places)
	switch {
	case g.Loose, !m.words.exact():
		return Open
	case m.foreign < n:
		return Foreign
	case n == 0 && g.Empty, n > 0 && m.places[n-1]&g.Last != 0:
		return Whole
	default:
		return Short
	}
}

// Elements returns how many elements an array has that the call replies; 0 when that is not known.
func (m *Match) Elements(r *Reply) int {
	switch {
	case r.Shape == Fixed:
		return len(r.Parts)
	case r.Shape != PerWord || !m.words.exact():
		return 0
	}
	n := 0
	for i := range m.places {
		if p, sure := m.At(i); sure && p.Name == r.Per {
			n++
		} else if !sure {
			return 0
		}
	}
	return n
}

// Lack is what is missing at the end of a Short call.
type Lack struct {
	// Option is the option that lacks values, Got the number of them that are there; nil when
	// no option does.
	Option *Param
	Got    int
	// Group are the words of which the call takes whole groups, In the number of words that are in
	// their place; empty when none is incomplete.
	Group []Param
	In    int
}

// Lack tells what a Short call lacks.
func (m *Match) Lack() Lack {
	g := &m.Command.Grammar
	var l Lack
	for i := len(m.places) - 1; i >= 0; i-- {
		p, sure := m.At(i)
		if !sure {
			break
		}
		if p.Token == "" {
			l.Got++
		} else if p.Values > 0 {
			l.Option = p
			break
		}
	}
	if l.Option != nil && l.Got < int(l.Option.Values) {
		return l
	}
	l = Lack{}
	m.next().each(func(p int) {
		if repeat := g.Params[p].Repeat; g.Params[p].Token == "" && repeat.size() > 1 && l.Group == nil {
			repeat.each(func(p int) { l.Group = append(l.Group, g.Params[p]) })
			for _, places := range m.places {
				if places != 0 && places&^repeat == 0 {
					l.In++
				}
			}
		}
	})
	return l
}

// Endless reports whether any number of words, apart from those of options, may follow the
// known ones.
func (m *Match) Endless() bool {
	g := &m.Command.Grammar
	endless := set(0)
	for i := range g.Params {
		if p := &g.Params[i]; p.Repeat != 0 && p.Token == "" && g.Params[p.Repeat.first()].Token == "" {
			endless |= 1 << i
		}
	}
	return m.reaches(endless)
}
