package golint

import (
	"fmt"
	"regexp"

	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/gosource"
	"github.com/luagen/luagen/internal/lazyregexp"
)

func goError() callRule {
	return callRule{
		Rule: diag.Rule{Name: "go-error", Severity: diag.Warning, Doc: diag.Doc{
			Title: "comparing the text of an error that servers word differently",
			Text: `Redis reports an error that a script raises as "ERR Error running script (call to f_…): @user_script:1: …" up to 6.2, and with the code and the message first from 7.0. The sentence after NOSCRIPT is another on other servers, and Valkey writes its own name where Redis writes Redis. A program that compares the whole text takes the error for another after an upgrade.

The first word of an error is its code, which stays: compare that, and let scripts return redis.error_reply("CODE message") with a code of their own. Nothing is reported in tests.`,
			Language: diag.Go,
			Bad: `func Lost(c *redis.Client, err error) bool {
	return err.Error() == "NOSCRIPT No matching script. Please use EVAL."
}
`,
			Good: `func Lost(c *redis.Client, err error) bool {
	return redis.HasErrorPrefix(err, "NOSCRIPT")
}
`,
		}},
		checkText: func(c gosource.Comparison) string {
			for _, w := range wordings {
				if w.of().MatchString(c.Text) {
					return fmt.Sprintf(w.message, prefixTest(c.Client, w.code))
				}
			}
			return ""
		},
	}
}

// prefixTest is how to tell an error by its code.
func prefixTest(client, code string) string {
	form := faces[client].prefix
	if form == "" {
		form = "strings.HasPrefix(err.Error(), %q)"
	}
	return fmt.Sprintf(form, code)
}

// wording is a text that not all servers have.
type wording struct {
	of      func() *regexp.Regexp
	code    string
	message string // with a place for the test of the code
}

// wordings are the texts that not all servers have. Nothing changes them.
var wordings = []wording{
	{lazyregexp.New(`(?i)no matching script|^NOSCRIPT +\S`), "NOSCRIPT", "only the code NOSCRIPT is the same on all servers, not what follows; write %s"},
	{lazyregexp.New(`(?i)error running script`), "CODE", "Redis words this so up to 6.2; from 7.0 on the error that the script raised comes first. Return redis.error_reply(\"CODE message\") from the script, and write %s"},
	{lazyregexp.New(`(?i)redis is busy`), "BUSY", "Valkey has its own name here; write %s"},
	{lazyregexp.New(`(?i)redis is loading`), "LOADING", "Valkey has its own name here; write %s"},
	{lazyregexp.New(`(?i)redis is configured to save`), "MISCONF", "Valkey has its own name here; write %s"},
}
