// Package radix has the face of the client that the tests need.
package radix

type Action any

type EvalScript struct{}

func NewEvalScript(numKeys int, script string) EvalScript { return EvalScript{} }

func (EvalScript) Cmd(rcv any, keysAndArgs ...string) Action { return nil }

func (EvalScript) FlatCmd(rcv any, keys []string, args ...any) Action { return nil }

func Cmd(rcv any, cmd string, args ...string) Action { return nil }
