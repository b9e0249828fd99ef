package generator

// keyFunc adds the function.
func (e *emitter) keyFunc(f *keyFunc) {
	none := &function{settled: &settled{params: f.params}}
	e.declare(f.doc)
	e.open("func ", f.name, params(e.params(none)), " string {")
	e.line("return ", e.template(none, f.step))
	e.end("}")
}
