package command

import (
	"slices"
	"strings"
	"testing"
)

func TestTableIsSorted(t *testing.T) {
	byName := func(a, b Command) int { return strings.Compare(a.Name, b.Name) }
	if !slices.IsSortedFunc(commands, byName) {
		t.Error("commands are not sorted by name")
	}
	for _, c := range commands {
		if !slices.IsSortedFunc(c.Subs, byName) {
			t.Errorf("%s: sub-commands are not sorted by name", c.Name)
		}
		if c.Name != strings.ToUpper(c.Name) {
			t.Errorf("%s: not in upper case", c.Name)
		}
	}
}

func TestLookup(t *testing.T) {
	for _, tc := range []struct {
		name, want string
	}{
		{"GET", "GET"}, {"get", "GET"}, {"ZrAnGe", "ZRANGE"}, {"HEXPIRE", "HEXPIRE"}, {"STRALGO", "STRALGO"},
		{"", ""}, {"GE", ""}, {"GETT", ""}, {"json.get", "JSON.GET"}, {"JSON.GETT", ""}, {"SET\x00", ""}, {"ümlaut", ""},
	} {
		got := ""
		if c, ok := Lookup(tc.name); ok {
			got = c.Name
		}
		if got != tc.want {
			t.Errorf("Lookup(%q) = %q, want %q", tc.name, got, tc.want)
		}
	}
	client, _ := Lookup("client")
	if sub, ok := client.Sub("getName"); !ok || sub.Name != "GETNAME" || sub.Arity != 2 {
		t.Errorf("CLIENT GETNAME: %+v, %v", sub, ok)
	}
	if n := testing.AllocsPerRun(100, func() { Lookup("zrangebyscore") }); n != 0 {
		t.Errorf("Lookup allocates %v times", n)
	}
}

func TestIsModule(t *testing.T) {
	for name, want := range map[string]bool{"JSON.GET": true, "ft.search": true, "GET": false, ".GET": false, "GET.": false, "": false} {
		if got := IsModule(name); got != want {
			t.Errorf("IsModule(%q) = %v, want %v", name, got, want)
		}
	}
}

func TestKeys(t *testing.T) {
	// ? stands for an argument that is not a literal, … for more that are not known.
	for _, tc := range []struct {
		call string
		keys string // the arguments that are keys; ! after one that is written
	}{
		{"GET a", "a"},
		{"SET a b", "a!"},
		{"SET ? b", "?!"},
		{"DEL a b c", "a! b! c!"},
		{"DEL a …", "a!"},
		{"MSET a 1 b 2", "a! b!"},
		{"MSET a …", "a!"},
		{"HSET a …", "a!"},
		{"GET …", ""},
		{"BITOP AND d a b", "d! a b"},
		{"ZUNIONSTORE d 2 a b WEIGHTS 1 2", "d! a b"},
		{"ZUNIONSTORE d ? a b", "d! a b"},
		{"ZUNION 2 a …", "a"},
		{"ZUNION -1 a", "a"},
		{"XREAD COUNT 2 STREAMS a b 0 0", "a b"},
		{"XREAD ? ? STREAMS a 0", ""},
		{"XREAD ? a", "a"},
		{"XREAD STREAMS a …", "a"},
		{"SORT a BY w_* GET o_*", "a"},
		{"SORT a BY nosort STORE d", "a d!"},
		{"SORT a BY store", "a"},
		{"SORT a GET STORE STORE d", "a d!"},
		{"SORT ?", "?"},
		{"SORT a ? ?", "a"},
		{"GEORADIUS a 1 2 3 m STORE d", "a d!"},
		{"SPUBLISH c m", ""},
		{"PUBLISH c m", ""},
		{"MSETEX 2 a 1 b 2 EX 5", "a! b!"},
		{"LMPOP 2 a b LEFT", "a! b!"},
		{"MIGRATE h 1 '' 0 1 KEYS a b", "! a! b!"},
		{"XGROUP CREATE s g $", "s!"},
		{"OBJECT ENCODING a", "a"},
		{"TIME", ""},
	} {
		m, words := match(t, tc.call)
		var got []string
		for i := range words {
			if p, sure := m.At(i); sure && p.Role == Key {
				if p.Write {
					words[i] += "!"
				}
				got = append(got, words[i])
			}
		}
		if s := strings.Join(got, " "); s != tc.keys {
			t.Errorf("%s: keys %q, want %q", tc.call, s, tc.keys)
		}
	}
}

func TestSuggest(t *testing.T) {
	for name, want := range map[string]string{
		"GTE": "GET", "HGETAL": "HGETALL", "ZRANGEBYSCOR": "ZRANGEBYSCORE", "EXPIER": "EXPIRE", "zad": "ZADD",
		"INCRYB": "INCRBY", "": "", "FROBNICATE": "", strings.Repeat("X", 1000): "",
	} {
		if got, _ := Suggest(name); got != want {
			t.Errorf("Suggest(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestSuggestSure(t *testing.T) {
	for name, want := range map[string]bool{
		"GTE": true, "GETT": true, "INCRBYY": true, "ZRANGEBYSCOER": true, // nothing else is as near
		"GETX": false, "LPUSHH": false, // GET or GETEX, LPUSH or LPUSHX
		"NOSUCH": false, // two slips from TOUCH
	} {
		if near, sure := Suggest(name); sure != want {
			t.Errorf("Suggest(%q) = %q, sure: %v, want %v", name, near, sure, want)
		}
	}
}
