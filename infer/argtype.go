package infer

import (
	"slices"
	"strings"

	"github.com/luagen/luagen/internal/lazyregexp"
	"github.com/luagen/luagen/parser"
)

// argType is the type of an argument, as the annotation writes it. name is the
// argument's, doc what the comments say about it.
func (in *inferrer) argType(u *usage, name, doc string) string {
	switch {
	case u.msgpack:
		in.hints = append(in.hints, name+" is MessagePack: with an @import for the Go type T, msgpack(T) encodes it")
		return "bytes"
	case u.packed:
		return "bytes"
	case u.json:
		return "json"
	}
	if t := switchType(u, name, doc); t != "" {
		return t
	}
	if t := roleType(u, name, doc); t != "" {
		return t
	}
	if !u.numeric {
		return "string"
	}
	if t := clockType(name, doc); t != "" {
		if u.fraction {
			return strings.TrimSuffix(t, ")") + ", " + parser.RestFraction.String() + ")" // the script rounds
		}
		return t
	}
	if u.fraction || u.divides && isRatio(name) {
		return "float"
	}
	return "int"
}

// flagPattern finds in a comment that an argument is 1 or 0.
var flagPattern = lazyregexp.New(`(?i)["'(\s][01]["']?\s*(?:or|/|,|\|)\s*["']?[01]\b`)

// switchType is bool or an enum for an argument that is only compared with constants.
func switchType(u *usage, name, doc string) string {
	if len(u.equal) == 0 || len(u.roles) > 0 || u.computed {
		return ""
	}
	var texts []string
	numbers := true
	flag := true
	for _, c := range u.equal {
		text := c.Str
		if !c.IsString {
			text = wholeText(c.Num)
		}
		flag = flag && (text == "0" || text == "1")
		numbers = numbers && !c.IsString
		if !slices.Contains(texts, text) {
			texts = append(texts, text)
		}
	}
	switch {
	case flag && (!u.otherwise || flagPattern().MatchString(doc)):
		return "bool"
	case numbers || u.numeric || u.otherwise:
		return ""
	}
	if b := spelledBool(texts); b != nil {
		return b.String()
	}
	// Other values may be as good: only the comments can say that these are all.
	all := quotedWords(doc)
	if slices.ContainsFunc(texts, func(t string) bool { return !slices.Contains(all, t) }) {
		return ""
	}
	return enumType(all, name)
}

// spellings are the pairs of words with which bools are written. Where a script asks only for
// true, it is plain what the other word is; yes and on may have more company than no and off.
var spellings = [...]struct {
	words [2]string
	least int // how many of them a script must name
}{{[2]string{"true", "false"}, 1}, {[2]string{"True", "False"}, 1}, {[2]string{"yes", "no"}, 2}, {[2]string{"on", "off"}, 2}}

// spelledBool is the bool whose words some texts are; nil when they are none.
func spelledBool(texts []string) *parser.Scalar {
	for _, s := range spellings {
		if len(texts) >= s.least && !slices.ContainsFunc(texts, func(t string) bool { return !slices.Contains(s.words[:], t) }) {
			return &parser.Scalar{Kind: parser.Bool, Words: s.words[:]}
		}
	}
	return nil
}

// quotedWord finds 'paused' in "'paused' or 'resumed'".
var quotedWord = lazyregexp.New("['\"`](\\w+)['\"`]")

// quotedWords are the words that a comment quotes.
func quotedWords(doc string) []string {
	var words []string
	for _, m := range quotedWord().FindAllStringSubmatch(doc, -1) {
		if !slices.Contains(words, m[1]) {
			words = append(words, m[1])
		}
	}
	return words
}

// wholeText is a number as a caller sends it; empty for one that is not whole.
func wholeText(n float64) string {
	switch n {
	case 0:
		return "0"
	case 1:
		return "1"
	default:
		return ""
	}
}

// enumType is the enum of some strings; empty when they make no good names.
func enumType(texts []string, name string) string {
	if len(texts) < 2 || clashes(name) {
		return ""
	}
	e := &parser.Enum{}
	seen := names{}
	for _, text := range texts {
		if usable(text) != text || seen[folded(text)] {
			return ""
		}
		seen[folded(text)] = true
		e.Members = append(e.Members, parser.EnumMember{Ident: parser.Ident{Text: text}, Text: text})
	}
	return e.String()
}

// clashes reports whether a type named after an argument would have the name of
// something else that is generated for the script.
func clashes(name string) bool {
	switch folded(name) {
	case "call", "script", "result", "params", "source", "decoder", "key", "keys", "error":
		return true
	default:
		return false
	}
}

// roleType is the type that the commands which take an argument ask for; empty when
// they take any text.
func roleType(u *usage, name, doc string) string {
	found := map[string]bool{}
	text, bound := false, false
	for _, r := range u.roles {
		switch r.kind {
		case roleInt:
			found["int"] = true
		case roleFloat:
			found["float"] = true
		case roleDuration:
			found["duration("+r.unit.String()+")"] = true
		case roleTime:
			found["time("+r.unit.String()+")"] = true
		case roleBound:
			bound = true
		default:
			text = true
		}
	}
	if bound && len(found) == 0 && !text && (isInstant(name) || isInstant(doc)) {
		if clock := clockType(name, doc); clock != "" {
			return clock
		}
		return "int"
	}
	text = text || bound
	if text && !u.numeric || len(found) == 0 {
		return ""
	}
	if len(found) == 1 {
		for t := range found {
			if t == "float" && !u.fraction && (looksWhole(name) || looksWhole(doc)) {
				if clock := clockType(name, doc); clock != "" {
					return clock
				}
				return "int" // a time or count as a score
			}
			return t
		}
	}
	if found["float"] {
		return "float"
	}
	return "int"
}

// wholeWords are those that speak of a time or count, which is whole.
var wholeWords = lazyregexp.New(`(?i)now|time|stamp|date|milli|count|priority|seq|expir|(?:At|_at)$|^at$|\bat\b`)

// looksWhole reports whether a name or a comment speaks of a time or count.
func looksWhole(text string) bool { return wholeWords().MatchString(text) }

// instant finds a word for the current time, or for one that was noted.
var instant = lazyregexp.New(`(?i)(?:^|_|\b|current)(?:now|timestamp|time)(?:_?ms|_?millis)?(?:\b|_|$)|(?:Now|Timestamp|Time)(?:MS|Ms|Millis)?$`)

// isInstant reports whether a name or a comment speaks of the current time; one that admits
// infinity speaks of any bound.
func isInstant(text string) bool {
	return instant().MatchString(text) && !strings.Contains(text, "inf")
}

// isRatio reports whether a name speaks of something that need not be whole.
func isRatio(name string) bool {
	name = strings.ToLower(name)
	for _, word := range []string{"rate", "ratio", "factor", "weight", "percent", "probability"} {
		if strings.Contains(name, word) && !strings.Contains(name, "limit") {
			return true
		}
	}
	return false
}

// The words that tell what a number counts, and in which unit.
var (
	millisName    = lazyregexp.New(`(?:Ms|MS|_ms|Millis|_millis|Milliseconds|_milliseconds)$`)
	secondsName   = lazyregexp.New(`(?:Secs?|_secs?|Seconds|_seconds)$`)
	millisDoc     = lazyregexp.New(`(?i)\b(?:ms|msec|millis|milliseconds?)\b`)
	nanosName     = lazyregexp.New(`(?:Ns|NS|_ns|_nsec|Nanos|_nanos|Nanoseconds|_nanoseconds)$`)
	microsName    = lazyregexp.New(`(?:Us|_us|_usec|Micros|_micros|Microseconds|_microseconds)$`)
	nanosDoc      = lazyregexp.New(`(?i)\b(?:ns|nsecs?|nanos|nanosecs?|nanoseconds?)\b`)
	microsDoc     = lazyregexp.New(`(?i)(?:\bin us|µs|\busecs?|\bmicros|\bmicrosecs?|\bmicroseconds?)\b`)
	unixSeconds   = lazyregexp.New(`(?i)\b(?:unix|epoch)[ _-]?time(?:stamp)?\b|\bunix\b.*\btime`)
	secondsDoc    = lazyregexp.New(`(?i)\b(?:secs?|seconds?)\b`)
	instantName   = lazyregexp.New(`(?i)^(?:now|current_?time|timestamp|[a-z]+ed_?at|expires?_?at|(?:not_?before|run_?at|due_?at))(?:_?(?:ms|millis\w*|msec|ns|nsec|nanos\w*|us|usec|micros\w*|secs?|seconds))?$`)
	stretchName   = lazyregexp.New(`(?i)(?:ttl|timeout|duration|window|interval|period|delay|expiry|lifetime|max_?age)`)
	unixTimestamp = lazyregexp.New(`(?i)\b(?:unix|epoch|timestamp|time|now)\b`)
)

// clockType is the type of a number that the name or the comments say to be a time or a
// duration in a certain unit; empty otherwise.
func clockType(name, doc string) string {
	unit := ""
	ms, s := millisDoc().MatchString(doc), secondsDoc().MatchString(doc)
	switch {
	case nanosDoc().MatchString(doc) || nanosName().MatchString(name):
		unit = "ns"
	case microsDoc().MatchString(doc) || microsName().MatchString(name):
		unit = "us"
	case millisName().MatchString(name) && (!s || ms):
		unit = "ms"
	case secondsName().MatchString(name) && !ms:
		unit = "s"
	case ms && !s:
		unit = "ms"
	case s && !ms:
		unit = "s"
	case unixSeconds().MatchString(doc) && !stretchName().MatchString(name):
		return "time(s)"
	default:
		return ""
	}
	switch {
	case unixSeconds().MatchString(doc) && !stretchName().MatchString(name):
		return "time(" + unit + ")"
	case instantName().MatchString(name) && (doc == "" || unixTimestamp().MatchString(doc) || millisName().MatchString(name) || nanosName().MatchString(name) || microsName().MatchString(name)):
		return "time(" + unit + ")"
	case stretchName().MatchString(name) && !instantName().MatchString(name):
		return "duration(" + unit + ")"
	default:
		return ""
	}
}
