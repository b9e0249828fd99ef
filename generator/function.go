package generator

import (
	"slices"

	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/parser"
)

// function is everything that is generated for one script in a package.
type function struct {
	*settled
	planned *planned    // what it comes from
	imports *imports    // those of the script, and what errors needs
	errors  []*errorVar // declared in this file; the shared ones are not
}

// settled is what is generated for one script whatever else is in the package, every name settled.
type settled struct {
	script *parser.Script
	file   string // name of the generated file
	base   string // the script's base name, by which errors call it

	name    string    // the Go function's name
	at      diag.Span // where the name comes from
	doc     []string  // lines of the doc comment, without "// "
	summary []string  // the first paragraph of it, for the Querier
	callDoc []string  // of the Call function

	params []*param
	// grouped is set when a Params struct takes the place of the parameters.
	grouped bool
	keys    []step // KEYS in order
	args    []step // ARGV in order

	reply    value // nil when the function returns only an error
	decls    []decl
	outcomes []outcome // the script's @error, in order
	lines    []lineRun // empty when every line is the script's own

	imports *imports

	// What the function has a part in but the shared file declares: types, key templates.
	named         []namedDecl
	templates     []*keyFunc
	sharedImports *imports
	sharedUsed    []parser.Import
}

// param is a parameter of the generated function, or a field of its Params struct.
type param struct {
	lua   string    // as declared in the script
	at    diag.Span // where
	name  string    // the Go parameter
	field string    // the Go field
	typ   goType
	// spread is set when it is a variadic Go parameter: typ is then the slice.
	spread bool
	doc    string
	note   string // how it is sent, when that needs saying: "in whole seconds, rounded up"
}

// step encodes one declared element, or run of elements, of KEYS or ARGV.
// It is one of *keyStep, *keysStep, *templateStep, *groupStep, *argStep,
// *optionalStep, *listStep and *mapStep.
type step interface {
	// size is how many keys or arguments the step adds: a constant, and how many
	// more for every element of a slice or map parameter.
	size() (fixed int, each int, of *param)
}

type (
	// keyStep adds one key.
	keyStep struct{ param *param }
	// keysStep adds any number of keys.
	keysStep struct{ param *param }
	// templateStep adds a key that is built, or an argument that is.
	templateStep struct {
		parts []templatePart
		arg   bool // it is sent as an argument
	}
	// groupStep adds some fields of every struct of a slice.
	groupStep struct {
		param  *param
		decl   *structDecl // the struct
		keys   bool        // the fields are keys
		fields []*field
		loop   string // name of the loop's variable
	}
	// argStep adds one argument.
	argStep struct {
		param *param
		value value
	}
	// optionalStep adds an argument that may be left out.
	optionalStep struct {
		param *param
		value value
	}
	// listStep adds any number of arguments.
	listStep struct {
		param *param
		value value
		loop  string
	}
	// mapStep adds the keys and values of a map, sorted by key.
	mapStep struct {
		param      *param
		key, value value
		loop       string
	}
)

// templatePart is literal text, or a parameter when that is set.
type templatePart struct {
	literal string
	param   *param
	value   value
	typ     parser.Type // of the placeholder
	inTag   bool        // an empty value is refused
}

func (s *keyStep) size() (int, int, *param)      { return 1, 0, nil }
func (s *keysStep) size() (int, int, *param)     { return 0, 1, s.param }
func (s *templateStep) size() (int, int, *param) { return 1, 0, nil }
func (s *groupStep) size() (int, int, *param)    { return 0, len(s.fields), s.param }
func (s *argStep) size() (int, int, *param)      { return 1, 0, nil }
func (s *optionalStep) size() (int, int, *param) { return 1, 0, nil }
func (s *listStep) size() (int, int, *param)     { return 0, 1, s.param }
func (s *mapStep) size() (int, int, *param)      { return 0, 2, s.param }

// paramsType is the name of the Params struct.
func (f *settled) paramsType() string { return f.name + "Params" }

// paramsMaker is the name of the function that makes the Params struct.
func (f *settled) paramsMaker() string {
	if isExportedName(f.name) {
		return "New" + f.paramsType()
	}
	return "new" + upperFirst(f.paramsType())
}

// sourceName is the name of the constant that holds the script's text.
func (f *settled) sourceName() string { return lowerFirst(f.name) + "Source" }

// scriptName is the name of the runtime.Script.
func (f *settled) scriptName() string { return f.name + "Script" }

// runtimeDecoder is the runtime's function that sets the Value of the call; empty when the
// reply needs one of its own.
func (f *settled) runtimeDecoder() string {
	switch v := f.reply.(type) {
	case nil:
		return "DecodeNothing"
	case *scalarValue:
		if c := CodecOf(v.scalar); v.scalar.Go == nil && c.Unit == parser.NoUnit && len(c.Words) == 0 {
			return "Decode" + c.Decode
		}
	case *listValue:
		if s, ok := v.elem.(*scalarValue); ok && s.scalar.Kind == parser.String && s.scalar.Go == nil {
			return "DecodeStrings"
		}
		if f.repliesInts() {
			return "DecodeInts"
		}
	}
	return ""
}

// whole is the declared type that the whole reply is, and nothing else; nil without.
func (f *settled) whole() decl {
	var d decl
	switch v := f.reply.(type) {
	case *structValue:
		d = v.decl
	case *variantsValue:
		d = v.decl
	case *enumValue:
		d = v.decl
	}
	if d != nil && slices.Contains(f.decls, d) {
		return d
	}
	return nil
}

// wrapper reports whether the reply needs a decoder beside those of the runtime and of the
// declared types.
func (f *settled) wrapper() bool { return f.runtimeDecoder() == "" && f.whole() == nil }

// repliesInts reports whether the reply is a list of integers, which the runtime
// collects as they arrive.
func (f *settled) repliesInts() bool {
	list, ok := f.reply.(*listValue)
	return ok && isPlainInt(list.elem)
}

// needs are the names of the package's scope that the bodies of the functions may refer to
// and that begin with a small letter, so that a parameter could shadow them.
func (f *settled) needs() []string {
	var list []string
	for _, name := range []string{f.name + "Call", f.scriptName(), f.paramsType()} {
		if !isExportedName(name) {
			list = append(list, name)
		}
	}
	for _, d := range f.declared() {
		switch d := d.(type) {
		case *structDecl:
			list = append(list, d.name, decoder(d.name))
		case *enumDecl:
			list = append(list, d.name, decoder(d.name))
			for _, m := range d.members {
				list = append(list, m.name)
			}
		case *variantsDecl:
			list = append(list, d.name, decoder(d.name))
		}
	}
	return list
}

// decoderName is the name of the decoder of the reply.
func (f *settled) decoderName() string {
	if d := f.whole(); d != nil {
		return decoder(nameOfDecl(d))
	}
	return decoder(f.name + "Reply")
}

// into is the parameter of that decoder that the reply goes into.
func (f *settled) into() string {
	name := nameInto
	for slices.ContainsFunc(f.declared(), func(d decl) bool { return nameOfDecl(d) == name }) {
		name += "_"
	}
	return name
}

// declared are the types of the function, the shared ones included.
func (f *settled) declared() []decl {
	list := slices.Clone(f.decls)
	for _, n := range f.named {
		list = append(list, n.decl)
	}
	return list
}
