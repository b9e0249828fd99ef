package describe

import "github.com/luagen/luagen/analysis/command"

// roles are the roles of words in a sentence, where their names do not say it.
var roles = map[command.Role]string{
	command.Key: "a key", command.Text: "any text", command.Value: "a value", command.Element: "an element",
	command.Field: "a field", command.Member: "a member", command.Pattern: "a glob pattern",
	command.KeyPattern: "a pattern of keys with a *", command.Channel: "a channel", command.Message: "a message",
	command.Group: "a consumer group", command.Consumer: "a consumer", command.StreamID: "the ID of a stream's entry",
	command.Cursor: "a cursor", command.Integer: "a whole number", command.Double: "a number", command.Score: "a score: a number, inf or -inf",
	command.ScoreBound: "a score, exclusive after (", command.LexBound: "[ or ( and a text, - or +",
	command.RangeBound: "the bound of a range", command.NumWords: "the number of words that follow",
	command.Seconds: "seconds from now", command.Milliseconds: "milliseconds from now",
	command.UnixSeconds: "seconds since 1970", command.UnixMilliseconds: "milliseconds since 1970",
	command.Timeout: "seconds, with fractions",
}

// Role is what a command takes a word for; empty when that is not known.
func Role(r command.Role) string { return roles[r] }

// Since says from which versions on there is something; empty for what has no version.
func Since(redis, valkey string) string {
	switch {
	case redis != "" && valkey != "":
		return "Since Redis " + redis + " and Valkey " + valkey
	case redis != "":
		return "Since Redis " + redis
	case valkey != "":
		return "Since Valkey " + valkey + "; no Redis has it"
	}
	return ""
}
