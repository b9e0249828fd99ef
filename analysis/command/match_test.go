package command

import (
	"strings"
	"testing"
)

// match matches a call's words: ? stands for one that is not known, # for a number that is not,
// … for more that are not known, ” for the empty string.
func match(t *testing.T, call string) (*Match, []string) {
	t.Helper()
	words := strings.Fields(call)
	c, ok := Lookup(words[0])
	if !ok {
		t.Fatalf("no command %s", words[0])
	}
	if len(words) > 1 {
		if sub, ok := c.Sub(words[1]); ok {
			c = sub
		}
	}
	words = words[1:]
	w := Words{More: len(words) > 0 && words[len(words)-1] == "…"}
	if w.More {
		words = words[:len(words)-1]
	}
	for i, text := range words {
		if text == "''" {
			words[i] = ""
		}
		w.List = append(w.List, Word{Text: words[i], Known: text != "?" && text != "#", Number: text == "#"})
	}
	w.Least = len(words)
	return c.Match(w), words
}

// TestRoles lists the names of what words are, in the order of the call: an option as it is
// written, a value by its name, with ~ in front where that is only likely, - where nothing is known.
func TestRoles(t *testing.T) {
	for _, tc := range []struct{ call, names string }{
		{"SET k v", "key value"},
		{"SET k v EX 5 nx", "key value EX seconds NX"},
		{"SET k v NX EX 5", "key value NX EX seconds"},
		{"SET k v PXAT ? GET", "key value PXAT unix-time-milliseconds GET"},
		{"SET k v IFEQ GET", "key value IFEQ comparison"},
		{"SET k v ?", "key value ~NX"},
		{"SET k v ? 5", "key value ~IFEQ ~comparison"},
		{"SET k v EX ten", "key value EX seconds"},
		{"SET k v NEWER 5 NX", "key value - - ~NX"},
		{"SORT k BY store", "key BY by-pattern"},
		{"SORT k GET store", "key GET get-pattern"},
		{"SORT k GET # GET store STORE get", "key GET get-pattern GET get-pattern STORE destination"},
		{"SORT k ? store", "key ~BY ~by-pattern"},
		{"SORT k LIMIT 0 # ALPHA", "key LIMIT offset count ALPHA"},
		{"ZADD k 1 a", "key score member"},
		{"ZADD k 1 a 2 incr", "key score member score member"},
		{"ZADD k incr 1 a", "key INCR score member"},
		{"ZADD k ? ?", "key score member"},
		{"ZADD k ? ? ?", "key ~NX score member"},
		{"ZADD k # ? # ?", "key score member score member"},
		{"ZADD k NX GT CH 1 a", "key NX GT CH score member"},
		{"ZADD k 1 …", "key score"},
		{"HSET h f v g w", "key field value field value"},
		{"XADD s * f v", "key * field value"},
		{"XADD s NOMKSTREAM MAXLEN ~ 10 LIMIT 5 1-1 f v", "key NOMKSTREAM MAXLEN ~ threshold LIMIT count id field value"},
		{"XADD s MAXLEN 10 * maxlen v", "key MAXLEN threshold * field value"},
		{"XREAD COUNT 1 STREAMS a b 0 0", "COUNT count STREAMS key key id id"},
		{"XREAD COUNT 1 STREAMS count 0", "COUNT count STREAMS key id"},
		{"ZUNION 1 weights WEIGHTS 2", "numkeys key WEIGHTS weight"},
		{"ZUNION 2 a b AGGREGATE MAX WEIGHTS 1 2 WITHSCORES", "numkeys key key AGGREGATE MAX WEIGHTS weight weight WITHSCORES"},
		{"HEXPIRE h 5 NX FIELDS 2 fields nx", "key seconds NX FIELDS numfields field field"},
		{"HSETEX h EX 5 FIELDS 1 ex px", "key EX seconds FIELDS numfields field value"},
		{"LMOVE a b LEFT RIGHT", "source destination LEFT RIGHT"},
		{"LPOS l rank RANK 1", "key element RANK rank"},
		{"SCAN 0 MATCH count COUNT 5", "cursor MATCH pattern COUNT count"},
		{"GEOSEARCH g BYRADIUS 1 m FROMMEMBER asc ASC", "key BYRADIUS radius M FROMMEMBER member ASC"},
		{"BITFIELD b OVERFLOW FAIL GET u8 0 SET u8 0 1", "key OVERFLOW FAIL GET encoding offset SET encoding offset value"},
		{"XGROUP CREATE s g $ MKSTREAM", "CREATE key group $ MKSTREAM"},
		{"EXPIRE k 5 GT", "key seconds GT"},
		{"LPOP k 2", "key count"},
		{"ZRANGE z 0 -1 REV LIMIT 0 5 BYSCORE", "key start stop REV LIMIT offset count BYSCORE"},
	} {
		m, words := match(t, tc.call)
		var names []string
		for i := range words {
			p, sure := m.At(i)
			switch {
			case p == nil:
				names = append(names, "-")
				continue
			case p.Token != "":
				names = append(names, p.Token)
			default:
				names = append(names, p.Name)
			}
			if !sure {
				names[i] = "~" + names[i]
			}
		}
		if got := strings.Join(names, " "); got != tc.names {
			t.Errorf("%s:\n got %s\nwant %s", tc.call, got, tc.names)
		}
	}
}

func TestHas(t *testing.T) {
	for _, tc := range []struct {
		call, option string
		want         Presence
	}{
		{"SET k v NX", "nx", Yes},
		{"SET k NX", "NX", No},
		{"SET k v EX 5", "NX", No},
		{"SET k v ?", "NX", Unlikely},
		{"SET k v ?", "EX", No}, // there is no room for its value
		{"SET k v ? ?", "EX", Unlikely},
		{"SET k v #", "NX", No},
		{"SET k v …", "NX", Unlikely},
		{"SET k …", "NX", Unlikely},
		{"SET k v NEWER NX", "NX", Perhaps}, // may be what NEWER takes
		{"SORT k BY store", "STORE", No},
		{"SORT k ? store", "STORE", Unlikely}, // a list called store
		{"SORT k ASC store", "STORE", Yes},

		{"SORT k ? ? store d", "STORE", Yes},
		{"ZADD k 1 a 2 incr", "INCR", No},
		{"ZADD k INCR ? ?", "INCR", Yes},
		{"ZADD k 1 ? ? ? ?", "INCR", No},
		{"ZADD k ? ? ? ? ?", "INCR", Unlikely},
		{"LPOP k 1", "count", Yes},
		{"FLUSHALL ?", "ASYNC", Perhaps},
		{"LPOP k", "count", No},
		{"LPOP k …", "count", Unlikely},
		{"GET k", "NX", No},
	} {
		if m, _ := match(t, tc.call); m.Has(tc.option) != tc.want {
			t.Errorf("%s has %s: %d, want %d", tc.call, tc.option, m.Has(tc.option), tc.want)
		}
	}
}

func TestEnding(t *testing.T) {
	for call, want := range map[string]Ending{
		"SET k v": Whole, "SET k v EX": Short, "SET k v ? EX": Whole, "GETEX k ? EX": Whole, "SET k v NX EX": Short, "SET k v NEWER": Foreign, "SET k …": Open,
		"ZADD k 1": Short, "ZADD k 1 a 2": Short, "ZADD k 1 a": Whole, "HSET h f v g": Short, "ZRANGE z 0 1 LIMIT 0": Short,
		"TIME": Whole, "TIME x": Foreign, "JSON.GET": Open, "XREAD STREAMS a": Short, "PING": Whole, "PING x": Whole,
	} {
		if m, _ := match(t, call); m.Ending() != want {
			t.Errorf("%s ends %d, want %d", call, m.Ending(), want)
		}
	}
}

// TestReplyOfOptions lists the kinds of reply that options lead to: all that are possible, and
// after "likely" those without what only an unknown word could bring about.
func TestReplyOfOptions(t *testing.T) {
	for call, want := range map[string]string{
		"SET k v":                       "status",
		"SET k v NX":                    "status nil",
		"SET k v GET":                   "bulk nil",
		"SET k v IFEQ GET":              "status nil",
		"SET k v ?":                     "status bulk nil, likely status nil",
		"ZADD k 1 a":                    "integer",
		"ZADD k ? ?":                    "integer",
		"ZADD k INCR 1 a":               "numeral",
		"ZADD k XX incr 1 a":            "numeral nil",
		"ZADD k 1 a 2 incr":             "integer",
		"ZADD k ? ? ?":                  "integer numeral nil, likely integer",
		"SORT k BY store":               "array(bulk)",
		"SORT k GET store":              "array(bulk nil)",
		"SORT k GET x STORE d":          "integer",
		"LPOP k":                        "bulk nil",
		"LPOP k 2":                      "nil array(bulk)",
		"LPOP k …":                      "bulk nil array(bulk), likely bulk nil",
		"LPOS k count":                  "integer nil",
		"LPOS k a COUNT 0":              "array(integer)",
		"BITFIELD b GET u8 0":           "array(integer)",
		"BITFIELD b OVERFLOW FAIL ?":    "array(integer nil)",
		"XADD s * f v":                  "bulk",
		"XADD s NOMKSTREAM * f v":       "bulk nil",
		"XADD s * f nomkstream":         "bulk",
		"PING":                          "status",
		"HRANDFIELD h 1 WITHVALUES":     "array(bulk bulk)",
		"ZRANGE z 0 -1 WITHSCORES":      "array(bulk numeral)",
		"GEORADIUS g 1 1 1 m WITHDIST":  "array(array)",
		"GEORADIUS g 1 1 1 m STORE d":   "integer",
		"GET k":                         "bulk nil",
		"JSON.GET k":                    "",
		"SET k v NEWER":                 "",
		"EXISTS k":                      "integer",
		"TIME":                          "array(numeral numeral)",
		"OBJECT ENCODING k":             "bulk nil",
		"HSCAN h 0 MATCH novalues":      "array(numeral array)",
		"SRANDMEMBER s -1":              "array(bulk)",
		"ZRANK z m":                     "integer nil",
		"ZRANK z m WITHSCORE":           "nil array(integer numeral)",
		"XCLAIM s g c 1 1-1 JUSTID":     "array(bulk)",
		"XCLAIM s g c 1 1-1 TIME 1":     "array(nil array)",
		"GEORADIUS_RO g 1 1 1 m WITHXX": "",
	} {
		m, _ := match(t, call)
		all, likely := m.Reply(), m.LikelyReply()
		got := kindsOf(&all)
		if l := kindsOf(&likely); l != got {
			got += ", likely " + l
		}
		if got != want {
			t.Errorf("%s replies %q, want %q", call, got, want)
		}
	}
}

// kindsOf writes a reply's kinds, and those of its elements.
func kindsOf(r *Reply) string {
	var words []string
	for i, name := range []string{"integer", "status", "bulk", "numeral", "nil", "array"} {
		if r.Kinds>>i&1 == 0 {
			continue
		}
		if name == "array" && len(r.Parts) > 0 {
			var parts []string
			for i := range r.Parts {
				part := r.Parts[i]
				part.Parts = nil
				parts = append(parts, kindsOf(&part))
			}
			name = "array(" + strings.Join(parts, " ") + ")"
		}
		words = append(words, name)
	}
	return strings.Join(words, " ")
}

func TestEffects(t *testing.T) {
	for _, tc := range []struct {
		call      string
		writes    bool
		unwritten Unwritten
		expiry    Expiry
	}{
		{"GET k", false, 0, KeepsExpiry},
		{"SET k v", true, 0, DropsExpiry},
		{"SET k v NX", true, NilReply, DropsExpiry},
		{"SET k v NX GET", true, 0, DropsExpiry},
		{"SET k v KEEPTTL", true, 0, KeepsExpiry},
		{"SET k keepttl", true, 0, DropsExpiry},
		{"SET k v EX 5", true, 0, SetsExpiry},
		{"SET k v ?", true, 0, UnknownExpiry},
		{"SADD s a", true, ZeroReply, KeepsExpiry},
		{"LINSERT l BEFORE a b", true, ZeroReply | NegativeReply, KeepsExpiry},
		{"HSET h f v", true, 0, KeepsExpiry},
		{"SPOP s", true, NilReply, KeepsExpiry},
		{"SPOP s 2", true, EmptyReply, KeepsExpiry},
		{"ZADD z 1 a", true, 0, KeepsExpiry},
		{"ZADD z CH 1 a", true, ZeroReply, KeepsExpiry},
		{"GETEX k", false, EveryReply, KeepsExpiry},
		{"GETEX k PERSIST", true, NilReply, DropsExpiry},
		{"GETEX k …", true, NilReply, UnknownExpiry},
		{"SORT k BY store", false, EveryReply, KeepsExpiry},
		{"SORT k STORE d", true, 0, DropsExpiry},
		{"BITFIELD b GET u8 0", false, EveryReply, KeepsExpiry},
		{"BITFIELD b GET u8 0 INCRBY u8 0 1", true, 0, KeepsExpiry},
		{"DEL k", true, ZeroReply, RemovesKey},
		{"EXPIRE k 5", true, ZeroReply, SetsExpiry},
	} {
		m, _ := match(t, tc.call)
		if m.Writes() != tc.writes || m.Unwritten() != tc.unwritten || m.Expiry() != tc.expiry {
			t.Errorf("%s: writes %v, unwritten %b, expiry %d", tc.call, m.Writes(), m.Unwritten(), m.Expiry())
		}
	}
}

func TestRoleAccepts(t *testing.T) {
	for _, tc := range []struct {
		role         Role
		takes, lacks string
	}{
		{Integer, "0 1 -1 9223372036854775807", "+1 01 1.0 1e3 x -"},
		{Double, "0 -1.5 +1 1e3 inf -inf +Infinity 0x10 .5", "x 1_000 nan 1e999 (1"},
		{ScoreBound, "1 (1 -inf (2.5", "[1 x - +"},
		{LexBound, "- + [a (a [", "a -inf"},
		{Member, "anything", ""},
	} {
		for text := range strings.FieldsSeq(tc.takes) {
			if !tc.role.Accepts(text) {
				t.Errorf("role %d refuses %q", tc.role, text)
			}
		}
		for text := range strings.FieldsSeq(tc.lacks) {
			if tc.role.Accepts(text) {
				t.Errorf("role %d accepts %q", tc.role, text)
			}
		}
	}
}

func BenchmarkMatch(b *testing.B) {
	c, _ := Lookup("SET")
	words := Words{List: []Word{{Text: "k", Known: true}, {}, {Text: "NX", Known: true}, {Text: "EX", Known: true}, {}}, Least: 5}
	b.ReportAllocs()
	for b.Loop() {
		c.Match(words)
	}
}
