// Package cmds builds commands.
package cmds

type Builder struct{}

func (Builder) Eval() Eval { return Eval{} }

func (Builder) ScriptLoad() ScriptLoad { return ScriptLoad{} }

type Eval struct{}

func (Eval) Script(script string) Numkeys { return Numkeys{} }

type ScriptLoad struct{}

func (ScriptLoad) Script(script string) Numkeys { return Numkeys{} }

type Numkeys struct{}

func (Numkeys) Numkeys(n int64) Numkeys { return Numkeys{} }
