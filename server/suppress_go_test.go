package server_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"go.lsp.dev/protocol"

	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/gosource/golint"
	"github.com/luagen/luagen/server/servertest"
)

// suppressed are Go files, in which "§" stands for a backquote, and what suppressing each of their findings
// changes: the line by its number, and what stands there then.
var suppressed = map[string]struct {
	text string
	want []string
}{
	"raw": {`package p

import (
	"context"

	"github.com/redis/go-redis/v9"
)

// take takes.
const take = §
local n = redis.call('GET', KEYS[1])
	if n > 5 then return redis.call('GETT', KEYS[1]) end
return n
§

// Take is called.
func Take(ctx context.Context, c *redis.Client) {
	_ = c.Eval(ctx, take,
		[]string{"k"})
}
`, []string{
		"missing-tonumber 12: \t--lint:ignore missing-tonumber explain why",
		"unknown-command 12: \t--lint:ignore unknown-command explain why",
		"go-eval 18: \t//lint:ignore luagen/go-eval explain why",
	}},
	"interpreted": {`package p

import "github.com/redis/go-redis/v9"

var (
	one = redis.NewScript("return redis.call('KEYS', '*')")
	two = redis.NewScript("local a = 'é'\n" +
		"return redis.call('KEYS', a)")
	three = redis.NewScript(§return redis.call('KEYS', [[
*]])§)
)
`, []string{
		`slow-command 6: ` + "\t" + `one = redis.NewScript("--lint:ignore slow-command explain why\nreturn redis.call('KEYS', '*')")`,
		`slow-command 8: ` + "\t\t" + `"--lint:ignore slow-command explain why\nreturn redis.call('KEYS', a)")`,
		"slow-command 9: \tthree = redis.NewScript(§--lint:ignore slow-command explain why / 10: return redis.call('KEYS', [[",
	}},
	"strings": {`package p

import (
	"github.com/redis/go-redis/v9"
)

// Scan scans.
var Scan = redis.NewScript(§return {1, [[
x]], redis.call('KEYS', '*'), [[
y]]}§)

//lint:ignore luagen/slow-command known
var second = redis.NewScript("local t = {}")
`, []string{
		"slow-command 8: // / 9: //lint:ignore luagen/slow-command explain why",
		"suppression 12: //lint:ignore luagen/suppression explain why",
		`unused-local 13: var second = redis.NewScript("--lint:ignore unused-local explain why\nlocal t = {}")`,
	}},
	"documented": {`package p

import (
	"context"

	"github.com/redis/go-redis/v9"
)

func each(ctx context.Context, c *redis.Client) error {
	for range 3 {
		if err := c.Eval(ctx, "return 1", []string{
			"k",
		}).Err(); err != nil {
			return err
		}
	}
	/* what
	follows */
	return c.Eval(ctx, §
return 1§, nil, 5).Err()
}

// Late is
// documented.
var Late = redis.NewClient(nil).Eval(context.Background(), "return 1", nil)

//lint:ignore luagen/go-args known
var last = redis.NewClient(nil).Eval(context.Background(), "return 1", nil, 1)
`, []string{
		"go-eval 11: \t\t//lint:ignore luagen/go-eval explain why",
		"go-args 19: \t//lint:ignore luagen/go-args explain why",
		"go-eval 19: \t//lint:ignore luagen/go-eval explain why",
		"go-eval 25: // / 26: //lint:ignore luagen/go-eval explain why",
		"go-eval 28: //lint:ignore luagen/go-eval explain why",
	}},
}

// added are the lines of one text that another has not, with their numbers.
func added(before, after string) []string {
	old, lines := strings.Split(before, "\n"), strings.Split(after, "\n")
	from := 0
	for from < len(old) && old[from] == lines[from] {
		from++
	}
	end := 0
	for end < len(old)-from && end < len(lines)-from && old[len(old)-1-end] == lines[len(lines)-1-end] {
		end++
	}
	var all []string
	for i := from; i < len(lines)-end; i++ {
		all = append(all, fmt.Sprintf("%d: %s", i+1, lines[i]))
	}
	return all
}

// TestSuppressInGo suppresses each finding of Go files, which then is not found any more; nothing else
// changes, and no suppression is wrong.
func TestSuppressInGo(t *testing.T) {
	backquoted := strings.NewReplacer("§", "`")
	files := map[string]string{}
	for name, c := range suppressed {
		files[name+"/p.go"] = backquoted.Replace(c.text)
	}
	o := onDisk()
	o.Rules = diag.Join(o.Rules, golint.CallRules())
	e := servertest.OpenFolder(t, module(t, files), o)
	for name, c := range suppressed {
		file := name + "/p.go"
		text := files[file]
		version := int32(1)
		e.Show(file, version, text)
		found := e.Found(file, version)
		var got, after []string
		for _, d := range found {
			p := &protocol.CodeActionParams{Range: d.Range}
			p.TextDocument.URI = e.URI(file)
			actions, err := e.CodeAction(e.Context(), p)
			if err != nil {
				t.Fatal(err)
			}
			at := slices.IndexFunc(actions, func(a protocol.CommandOrCodeAction) bool {
				return a.(*protocol.CodeAction).Title == fmt.Sprintf("Suppress %v here", d.Code)
			})
			if at < 0 {
				t.Fatalf("%s: %v at %s cannot be suppressed", name, d.Code, place(d.Range))
			}
			after = append(after, applied(text, actions[at].(*protocol.CodeAction).Edit.Changes[e.URI(file)]))
			got = append(got, fmt.Sprintf("%v %s", d.Code, strings.Join(added(text, after[len(after)-1]), " / ")))
		}
		for i, changed := range after {
			version++
			e.Replace(file, version, changed)
			left := codes(e.Found(file, version))
			if want := slices.Delete(codes(found), i, i+1); !slices.Equal(left, want) {
				t.Errorf("%s: after %s %q is found, want %q", name, got[i], left, want)
			}
		}
		for i := range got {
			got[i] = strings.ReplaceAll(got[i], "`", "§")
		}
		equal(t, got, c.want)
	}
}

// codes are the rules of diagnostics.
func codes(ds []protocol.Diagnostic) []string {
	var all []string
	for _, d := range ds {
		all = append(all, fmt.Sprint(d.Code))
	}
	return all
}
