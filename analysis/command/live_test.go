package command

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/redis/go-redis/v9"

	"github.com/luagen/luagen/internal/redistest"
)

// describe is a script that runs a command and tells what Lua gets of its reply.
const describe = `
local function kind(r)
	if type(r) == 'number' then return {k = 'integer', n = r} end
	if type(r) == 'string' then return {k = 'bulk', s = tostring(tonumber(r) ~= nil), n = tonumber(r) and string.format('%.0f', tonumber(r)) or nil} end
	if r == false then return {k = 'nil'} end
	if r.err then return {k = 'error', s = r.err} end
	if r.ok then return {k = 'status', s = r.ok} end
	local a = {k = 'array', e = {}}
	for i = 1, #r do a.e[i] = kind(r[i]) end
	return a
end
return cjson.encode(kind(redis.pcall(unpack(ARGV))))`

// got is a reply as the script describes it.
type got struct {
	Kind     string          `json:"k"`
	Text     string          `json:"s"`
	Number   json.Number     `json:"n"`
	Elements json.RawMessage `json:"e"`
}

func (g *got) elements(t *testing.T) []got {
	var list []got
	if string(g.Elements) == "{}" {
		return nil // cjson's empty array
	}
	if err := json.Unmarshal(g.Elements, &list); err != nil {
		t.Fatal(err)
	}
	return list
}

// fits says why a reply is none that the table has; empty when it is.
func (g *got) fits(t *testing.T, r *Reply) string {
	numeral := g.Kind == "bulk" && g.Text == "true"
	switch {
	case g.Kind == "integer" && r.Kinds&IntegerReply != 0, numeral && r.Kinds&(Bulk|Numeral) == Numeral:
		if n, err := g.Number.Int64(); r.IsBounded() && err == nil && (n < r.Min || n > r.Max) {
			return fmt.Sprintf("%d is out of bounds", n)
		}
	case g.Kind == "status" && r.Kinds&Status != 0:
		if r.OK && g.Text != "OK" {
			return "a status other than OK: " + g.Text
		}
	case g.Kind == "bulk" && r.Kinds&Bulk != 0, g.Kind == "nil" && r.Kinds&Nil != 0:
	case g.Kind == "array" && r.Kinds&Array != 0:
		return g.fitsShape(t, r)
	default:
		return "a reply of kind " + g.Kind
	}
	return ""
}

// fitsShape is fits for an array.
func (g *got) fitsShape(t *testing.T, r *Reply) string {
	list := g.elements(t)
	switch {
	case r.Shape == AnyArray:
		return ""
	case r.Shape == Fixed && len(list) != len(r.Parts), r.Shape == Pairs && len(list)%2 != 0:
		return fmt.Sprintf("%d elements", len(list))
	}
	for i := range list {
		if why := list[i].fits(t, &r.Parts[i%len(r.Parts)]); why != "" {
			return fmt.Sprintf("element %d: %s", i+1, why)
		}
	}
	return ""
}

// world is what the keys of a call hold.
type world int

const (
	present world = iota
	missing
	wrongType
)

// setUp fills the keys k1, k2 and k3 with what the commands of a group work on.
func setUp(t *testing.T, client *redis.Client, group string, w world) {
	t.Helper()
	ctx := context.Background()
	p := client.Pipeline()
	p.FlushAll(ctx)
	for _, k := range []string{"k1", "k2", "k3"} {
		is := group
		if w == wrongType {
			is = map[bool]string{true: "string", false: "list"}[group == "list" || group == "generic"]
		}
		if w == missing {
			continue
		}
		switch is {
		case "list", "generic":
			p.RPush(ctx, k, "2", "1", "2")
		case "hash":
			p.HSet(ctx, k, "f1", "1", "f2", "2")
		case "set":
			p.SAdd(ctx, k, "1", "2")
		case "sorted-set":
			p.ZAdd(ctx, k, redis.Z{Score: 1, Member: "1"}, redis.Z{Score: 2.5, Member: "2"})
		case "geo":
			p.GeoAdd(ctx, k, &redis.GeoLocation{Name: "1", Longitude: 1, Latitude: 1}, &redis.GeoLocation{Name: "2", Longitude: 1.1, Latitude: 1.1})
		case "stream":
			p.XGroupCreateMkStream(ctx, k, "g", "0")
			p.XAdd(ctx, &redis.XAddArgs{Stream: k, ID: "1-1", Values: []string{"f", "v"}})
			p.XAdd(ctx, &redis.XAddArgs{Stream: k, ID: "2-1", Values: []string{"f", "v"}})
			p.XReadGroup(ctx, &redis.XReadGroupArgs{Group: "g", Consumer: "c", Streams: []string{k, ">"}, Count: 1})
		case "hyperloglog":
			p.PFAdd(ctx, k, "1", "2")
		default:
			p.Set(ctx, k, "10", 0)
		}
		p.Expire(ctx, k, 1000e9)
	}
	if _, err := p.Exec(ctx); err != nil {
		t.Fatal(err)
	}
}

// snapshot is what all keys hold, and their times to live in seconds, where they have one.
func snapshot(t *testing.T, client *redis.Client) map[string]string {
	t.Helper()
	const script = `
		local all = {}
		for _, k in ipairs(redis.call('KEYS', '*')) do
			table.insert(all, k)
			table.insert(all, redis.sha1hex(redis.call('DUMP', k)) .. ' ' .. math.floor((redis.call('PTTL', k) + 500) / 1000))
		end
		return all`
	list, err := client.Eval(context.Background(), script, nil).StringSlice()
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for i := 0; i+1 < len(list); i += 2 {
		all[list[i]] = list[i+1]
	}
	return all
}

// unasked are commands that are not called: they wait for other servers, or look at this one's
// insides for long.
var unasked = []string{"MIGRATE", "PFSELFTEST", "PFDEBUG", "PFCOUNT", "RESTORE-ASKING", "WAIT", "WAITAOF"}

// neverRun are commands with replies in the table of which no call succeeds here.
var neverRun = []string{"OBJECT FREQ"} // needs another maxmemory-policy

// callable goes over the commands that the server's scripts may call and whose grammar is known.
func callable(server *redistest.Server) iter.Seq2[string, *Command] {
	name, _ := server.Version()
	return func(yield func(string, *Command) bool) {
		for full, c := range All() {
			introduced := c.Since
			if name == "valkey" && c.Valkey != "" {
				introduced = c.Valkey
			}
			switch {
			case introduced == "" || server.Before(introduced) || c.Until != "" && !server.Before(c.Until):
			case c.ScriptSince != "" && server.Before(c.ScriptSince):
			case c.Is(NoScript | Container), c.Grammar.Loose, slices.Contains(unasked, full), c.Group == "cluster":
			case !yield(full, c):
				return
			}
		}
	}
}

// TestCommandsOnServer calls every command that scripts may call, with its options, on keys that are
// there, missing, or of another type, and compares what the server makes of it with the table.
func TestCommandsOnServer(t *testing.T) {
	server := redistest.Start(t)
	client := server.Client(2)
	name, _ := server.Version()
	dumped := dump(client)
	calls := 0
	for full, c := range callable(server) {
		ran, options := 0, map[string]bool{}
		for _, words := range shapes(c, full, dumped, 600) {
			for _, w := range []world{present, missing, wrongType} {
				if judge(t, client, c, full, words, w) {
					ran++
					for _, word := range words {
						options[strings.ToUpper(word)] = true
					}
				}
			}
		}
		if ran == 0 && len(c.replies) > 0 && !slices.Contains(neverRun, full) {
			t.Errorf("%s: no call of it succeeded", full)
		}
		for _, p := range c.Grammar.Params {
			later := p.Since != "" && server.Before(p.Since) || p.Since == "" && p.Valkey != "" && name != "valkey" ||
				p.ScriptSince != "" && server.Before(p.ScriptSince)
			if ran > 0 && p.Token != "" && !later && !options[p.Token] && !slices.Contains(neverRun, full+" "+p.Token) {
				t.Errorf("%s: no call with %s succeeded", full, p.Token)
			}
		}
		calls += ran
	}
	t.Logf("%d calls succeeded", calls)
}

// matchWords matches words all of which are known.
func matchWords(c *Command, words []string) *Match {
	list := make([]Word, len(words))
	for i, w := range words {
		list[i] = Word{Text: w, Known: true}
	}
	return c.Match(Words{List: list, Least: len(list)})
}

// judge makes a call and compares; it reports whether it succeeded.
func judge(t *testing.T, client *redis.Client, c *Command, full string, words []string, w world) bool {
	t.Helper()
	setUp(t, client, c.Group, w)
	before := snapshot(t, client)
	r := execute(t, client, full, words)
	m := matchWords(c, words)
	call := fmt.Sprintf("%s %q (%d)", full, words, w)
	if r.Kind == "error" {
		return false
	}
	if e := m.Ending(); e != Whole {
		t.Errorf("%s: the server takes it, the grammar ends %d", call, e)
	}
	reply := m.Reply()
	asksForNone := strings.HasSuffix(strings.ToUpper(strings.Join(words, " ")), "COUNT 0")
	if len(c.replies) > 0 && !(c.Group == "stream" && asksForNone) { // XRANGE replies nil then
		if why := r.fits(t, &reply); why != "" {
			t.Errorf("%s: %s; the table has %q", call, why, kindsOf(&reply))
		}
	}
	after := snapshot(t, client)
	wrote := !maps.Equal(before, after)
	switch {
	case wrote && !m.Writes():
		t.Errorf("%s: it wrote, and the table says that it does not", call)
	case wrote && r.tells(t, m.Unwritten()):
		t.Errorf("%s: it wrote and replied %s %s, which the table says tells that it did not", call, r.Kind, r.Number)
	case wrote:
		checkExpiry(t, call, m, words, before, after)
	}
	return true
}

// execute runs a command and describes its reply.
func execute(t *testing.T, client *redis.Client, full string, words []string) got {
	t.Helper()
	name, _, _ := strings.Cut(full, " ")
	args := []any{name}
	for _, word := range words {
		args = append(args, word)
	}
	text, err := client.Eval(context.Background(), describe, nil, args...).Text()
	if err != nil {
		t.Fatalf("%s %q: %v", full, words, err)
	}
	var r got
	if err := json.Unmarshal([]byte(text), &r); err != nil {
		t.Fatal(err)
	}
	return r
}

// tells reports whether a reply is one of those that tell that nothing was written.
func (g *got) tells(t *testing.T, u Unwritten) bool {
	n, _ := g.Number.Int64()
	return u&EveryReply != 0 || u&NilReply != 0 && g.Kind == "nil" || u&ZeroReply != 0 && g.Kind == "integer" && n == 0 ||
		u&NegativeReply != 0 && g.Kind == "integer" && n < 0 || u&EmptyReply != 0 && g.Kind == "array" && len(g.elements(t)) == 0
}

// checkExpiry compares what became of the time to live of a key that was there and was written.
func checkExpiry(t *testing.T, call string, m *Match, words []string, before, after map[string]string) {
	t.Helper()
	for i, word := range words {
		p, sure := m.At(i)
		old, had := before[word]
		if !sure || p.Role != Key || !p.Write || !had || before[word] == after[word] {
			continue
		}
		left, exists := after[word]
		ttl := left[strings.IndexByte(left+" ", ' '):]
		kept := strings.HasSuffix(old, ttl) && exists
		var right bool
		switch m.Expiry() {
		case KeepsExpiry:
			right = !exists || kept
		case SetsExpiry:
			right = !exists || !kept && ttl != " 0"
		case DropsExpiry:
			right = !exists || ttl == " 0"
		case RemovesKey:
			right = !exists
		default:
			right = true
		}
		if !right {
			t.Errorf("%s: the time to live of %s became%s, and it is there: %v; the table says %d", call, word, ttl, exists, m.Expiry())
		}
	}
}

// dump is what DUMP replies for a string.
func dump(client *redis.Client) string {
	ctx := context.Background()
	client.Set(ctx, "k", "5", 0)
	return client.Dump(ctx, "k").Val()
}

// TestShortCallsFail cuts calls that the server takes where the grammar says that words are missing.
func TestShortCallsFail(t *testing.T) {
	server := redistest.Start(t)
	client := server.Client(2)
	dumped := dump(client)
	cut := 0
	for full, c := range callable(server) {
		seen := map[string]bool{} // what the words of a call are
		for _, words := range shapes(c, full, dumped, 100) {
			if key := fmt.Sprint(matchWords(c, words).places); seen[key] {
				continue
			} else if setUp(t, client, c.Group, present); execute(t, client, full, words).Kind == "error" {
				continue
			} else {
				seen[key] = true
			}
			for n := strings.Count(full, " "); n < len(words); n++ { // a sub-command's name stays
				m := matchWords(c, words[:n])
				if key := fmt.Sprint(m.places, "cut"); m.Ending() != Short || seen[key] {
					continue
				} else {
					seen[key] = true
				}
				cut++
				worlds := []world{present, missing}
				if c.Is(LazyOptions) {
					worlds = worlds[:1]
				}
				for _, w := range worlds {
					setUp(t, client, c.Group, w)
					if r := execute(t, client, full, words[:n]); r.Kind != "error" {
						t.Errorf("%s %q (%d): the server takes it", full, words[:n], w)
					}
				}
			}
		}
	}
	if cut < 1000 {
		t.Errorf("only %d calls were cut", cut)
	}
}

// TestNumbersOnServer compares what the table says of 0 and of negative numbers with what the
// server makes of them. (MOVE refuses the number of the database that is selected, 0, and XSETID
// fewer entries than there are. HSETEX refuses a negative time on Redis, and on Valkey only where NX
// and XX let it write.)
func TestNumbersOnServer(t *testing.T) {
	server := redistest.Start(t)
	client := server.Client(2)
	dumped := dump(client)
	for full, c := range callable(server) {
		for i := range c.Grammar.Params {
			p := &c.Grammar.Params[i]
			if !p.Role.IsNumber() || full == "MOVE" || full == "XSETID" || p.Since != "" && server.Before(p.Since) {
				continue
			}
			edges := map[string]Outcome{"0": p.Zero, "-1": p.Negative}
			if full == "HSETEX" && (p.Role.IsSpan() || p.Role.IsInstant()) {
				delete(edges, "-1")
			}
			for number, want := range edges {
				if got, known := outcome(t, client, c, full, dumped, i, number); known && got != want {
					t.Errorf("%s: %s as %s (word %d) comes out as %d; the table says %d", full, number, p.Name, i, got, want)
				}
			}
		}
	}
}

// outcome is what a command makes of a number in a place: Refused when every call fails that
// succeeds with another number, Deletes when it deletes the key. It is not known when there is no call
// to tell by.
func outcome(t *testing.T, client *redis.Client, c *Command, full, dumped string, place int, number string) (is Outcome, known bool) {
	is = Refused
	role := c.Grammar.Params[place].Role
	for _, words := range shapes(c, full, dumped, 100) {
		m := matchWords(c, words)
		for i := range words {
			if one, ok := m.places[i].one(); !ok || one != place || words[i] == "0" || slices.Contains(m.places[i+1:], m.places[i]) {
				continue // of an option that comes twice the last counts
			}
			changed := slices.Clone(words)
			changed[i] = number
			if setUp(t, client, c.Group, present); execute(t, client, full, words).Kind == "error" {
				continue
			}
			left := client.DBSize(context.Background()).Val()
			known = true
			setUp(t, client, c.Group, present)
			switch r := execute(t, client, full, changed); {
			case r.Kind == "error":
			case (role.IsSpan() || role.IsInstant()) && client.DBSize(context.Background()).Val() < left:
				return Deletes, true
			default:
				is = Allowed
			}
		}
	}
	return is, known
}
