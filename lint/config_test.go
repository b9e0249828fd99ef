package lint

import (
	"strconv"
	"testing"

	"github.com/luagen/luagen/analysis"
	"github.com/luagen/luagen/diag"
)

func TestParseTarget(t *testing.T) {
	for _, test := range []struct{ text, want, err string }{
		{"redis", "redis", ""},
		{"redis>=6.2", "redis>=6.2", ""},
		{"redis>=7", "redis>=7.0", ""},
		{" redis-cluster >= 7.0.15 ", "redis-cluster>=7.0.15", ""},
		{"valkey>=8", "valkey>=8.0", ""},
		{"dragonfly", "dragonfly", ""},
		{"alibaba", "alibaba", ""},
		{"upstash", "upstash", ""},
		{"elasticache-serverless", "elasticache-serverless", ""},
		{"kvrocks", "kvrocks", ""},
		{"keydb", "", `target "keydb" is unknown; expected redis, redis-cluster, valkey, dragonfly, alibaba, upstash, elasticache-serverless or kvrocks, optionally with a version: redis>=6.2`},
		{"", "", `target "" is unknown; expected redis, redis-cluster, valkey, dragonfly, alibaba, upstash, elasticache-serverless or kvrocks, optionally with a version: redis>=6.2`},
		{"redis>=", "", `target "redis>=": version "" is not one; expected one like 7.0 or 7.0.15`},
		{"redis>=7.x", "", `target "redis>=7.x": version "7.x" is not one; expected one like 7.0 or 7.0.15`},
		{"redis>=1.2.3.4", "", `target "redis>=1.2.3.4": version "1.2.3.4" has more than three numbers; expected one like 7.0 or 7.0.15`},
		{"redis=7", "", `target "redis=7" is unknown; expected redis, redis-cluster, valkey, dragonfly, alibaba, upstash, elasticache-serverless or kvrocks, optionally with a version: redis>=6.2`},
	} {
		got, err := ParseTarget(test.text)
		switch {
		case err != nil && err.Error() != test.err:
			t.Errorf("ParseTarget(%q) fails with\n\t%v, want\n\t%s", test.text, err, test.err)
		case err == nil && (test.err != "" || got.String() != test.want):
			t.Errorf("ParseTarget(%q) = %s, want %s%s", test.text, got, test.want, test.err)
		}
	}
}

func TestParseSeverity(t *testing.T) {
	for text, want := range map[string]diag.Severity{
		"off": Off, "note": diag.Note, "hint": diag.Hint, "warning": diag.Warning, "error": diag.Error,
	} {
		if got, err := ParseSeverity(text); err != nil || got != want {
			t.Errorf("ParseSeverity(%q) = %v, %v", text, got, err)
		}
	}
	const message = `severity "fatal" is unknown; expected off, note, hint, warning or error`
	if _, err := ParseSeverity("fatal"); err == nil || err.Error() != message {
		t.Errorf("ParseSeverity(fatal) fails with %v, want %s", err, message)
	}
}

func TestSeverities(t *testing.T) {
	const text = `--@retuns int
local keys = redis.call('KEYS', '*') --lint:ignore precision not needed
return redis.call('GETSET', KEYS[1], '')
`
	s, reported := lintText(t, text)
	tests := []struct {
		name       string
		severities map[string]diag.Severity
		want       []string
	}{
		{"own", nil, []string{"1 error annotation", "2 warning unused-local", "2 warning slow-command", "2 warning suppression", "3 hint deprecated-command"}},
		{"changed", map[string]diag.Severity{"slow-command": diag.Error, "deprecated-command": Off, "annotation": diag.Hint},
			[]string{"1 error annotation", "2 warning unused-local", "2 error slow-command", "2 warning suppression"}},
		{"off", map[string]diag.Severity{"slow-command": Off, "unused-local": Off, "precision": Off, "deprecated-command": Off},
			[]string{"1 error annotation"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			cfg := Config{Severities: test.severities}
			for _, d := range reported {
				if d.Rule == "annotation" {
					cfg.Reported = append(cfg.Reported, d)
				}
			}
			var got []string
			for _, d := range Run(s, analysis.Analyze(s), cfg) {
				got = append(got, strconv.Itoa(d.Span.Start.Line)+" "+d.Severity.String()+" "+d.Rule)
			}
			if len(got) != len(test.want) {
				t.Fatalf("got %q, want %q", got, test.want)
			}
			for i := range got {
				if got[i] != test.want[i] {
					t.Errorf("finding %d is %q, want %q", i, got[i], test.want[i])
				}
			}
		})
	}
}

// TestSlot compares with CLUSTER KEYSLOT of a real server.
func TestSlot(t *testing.T) {
	for _, test := range []struct {
		key  string
		want int
	}{
		{"foo", 12182}, {"123456789", 12739}, {"", 0}, {"user:1000", 1649},
	} {
		if got := slot(test.key); got != test.want {
			t.Errorf("slot(%q) = %d, want %d", test.key, got, test.want)
		}
	}
}
