package generator

import "github.com/dave/jennifer/jen"

// keyFunc adds the function.
func (e *emitter) keyFunc(f *keyFunc) {
	none := &function{settled: &settled{params: f.params}}
	e.declare(f.doc, jen.Func().Id(f.name).Params(e.params(none)...).String().Block(jen.Return(e.template(none, f.step))))
}
