package analysis

import "github.com/luagen/luagen/analysis/command"

// Likely returns what is left of a reply of the call without what the call replies only if a word
// that is not known happens to be an option. It is the reply itself without a call.
func (c *Call) Likely(r Reply) Reply {
	if c == nil || c.Match == nil {
		return r
	}
	all, likely := c.Match.Reply(), c.Match.LikelyReply()
	if left := r.Kinds &^ (replyKinds(all.Kinds) &^ replyKinds(likely.Kinds)); left != 0 {
		r.Kinds = left
	}
	if doubtful := replyKinds(all.Elem()) &^ replyKinds(likely.Elem()); r.Rest != nil && r.Rest.Kinds&^doubtful != 0 {
		rest := *r.Rest
		rest.Kinds &^= doubtful
		r.Rest = &rest
	}
	return r
}

// replyKinds are the kinds of a command's reply as those of a script's.
func replyKinds(k command.ReplyKinds) ReplyKinds {
	var kinds ReplyKinds
	for _, p := range [...]struct {
		command command.ReplyKinds
		script  ReplyKinds
	}{
		{command.IntegerReply, ReplyInteger}, {command.Bulk | command.Numeral, ReplyBulk}, {command.Status, ReplyStatus},
		{command.Nil, ReplyNil}, {command.Array, ReplyArray},
	} {
		if k&p.command != 0 {
			kinds |= p.script
		}
	}
	return kinds
}
