// Package cmds builds commands.
package cmds

type Builder struct{}

func (Builder) Arbitrary(token ...string) Arbitrary { return Arbitrary{} }

func (Builder) Eval() Eval { return Eval{} }

func (Builder) Evalsha() Evalsha { return Evalsha{} }

func (Builder) ScriptLoad() ScriptLoad { return ScriptLoad{} }

type Arbitrary struct{}

func (Arbitrary) Keys(keys ...string) Arbitrary { return Arbitrary{} }

func (Arbitrary) Args(args ...string) Arbitrary { return Arbitrary{} }

func (Arbitrary) Build() Completed { return Completed{} }

type Eval struct{}

func (Eval) Script(script string) EvalScript { return EvalScript{} }

type Evalsha struct{}

func (Evalsha) Sha1(sha1 string) EvalScript { return EvalScript{} }

type EvalScript struct{}

func (EvalScript) Numkeys(n int64) EvalNumkeys { return EvalNumkeys{} }

type EvalNumkeys struct{}

func (EvalNumkeys) Key(key ...string) EvalNumkeys { return EvalNumkeys{} }

func (EvalNumkeys) Arg(arg ...string) EvalNumkeys { return EvalNumkeys{} }

func (EvalNumkeys) Build() Completed { return Completed{} }

type ScriptLoad struct{}

func (ScriptLoad) Script(script string) ScriptLoad { return ScriptLoad{} }

func (ScriptLoad) Build() Completed { return Completed{} }

type Completed struct{}
