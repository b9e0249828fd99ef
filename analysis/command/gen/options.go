package main

import (
	"slices"
	"strings"
)

// addOptions takes over the arguments of COMMAND DOCS that came later than the command.
func (e *entry) addOptions(arguments []any) {
	required := requiredArguments(arguments)
	from := required + strings.Count(e.name, "|") // a sub-command's arguments follow its name
	if n := len(arguments); n == required+1 {     // one optional argument at the end
		last := fields(arguments[n-1])
		if since := text(last["since"]); since != "" && text(last["token"]) == "" && list(last["arguments"]) == nil {
			e.addOption(option{name: text(last["name"]), since: since, from: from, byPlace: true})
		}
	}
	e.addTokens(arguments, from, "")
}

// requiredArguments counts the arguments in front of the first that is optional, has a name of its
// own in the call, or may repeat.
func requiredArguments(arguments []any) int {
	for i, a := range arguments {
		arg := fields(a)
		if len(list(arg["flags"])) > 0 || text(arg["token"]) != "" || list(arg["arguments"]) != nil {
			return i
		}
	}
	return len(arguments)
}

// addTokens adds the arguments that are told by a word, nested ones included. since is that of the
// argument around them.
func (e *entry) addTokens(arguments []any, from int, since string) {
	for _, a := range arguments {
		arg := fields(a)
		own := since
		if s := text(arg["since"]); s != "" {
			own = s
		}
		if token := text(arg["token"]); token != "" && own != "" {
			e.addOption(option{name: strings.ToUpper(token), since: own, from: from})
		}
		e.addTokens(list(arg["arguments"]), from, own)
	}
}

// addOption adds an option that is newer than the command, in place of one of that name.
func (e *entry) addOption(o option) {
	if o.since == e.since {
		return
	}
	e.options = slices.DeleteFunc(e.options, func(old option) bool { return old.name == o.name })
	e.options = append(e.options, o)
	slices.SortFunc(e.options, func(a, b option) int {
		if a.byPlace != b.byPlace {
			if a.byPlace {
				return -1
			}
			return 1
		}
		return strings.Compare(a.name, b.name)
	})
}
