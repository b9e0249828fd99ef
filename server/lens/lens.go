// Package lens offers what can be done with a script above it.
package lens

import (
	"slices"

	"github.com/luagen/luagen/server/describe"
	"github.com/luagen/luagen/server/source"
)

// Kind is what a lens does.
type Kind int

// The kinds.
const (
	Run Kind = iota
	Test
	Debug
	OpenGo
)

// Input is a key or an argument that somebody who runs a script has to give.
type Input struct {
	Name string `json:"name"`
	Type string `json:"type"` // in annotation syntax; empty for a key
	Key  bool   `json:"key"`
}

// Lens is an offer.
type Lens struct {
	Kind  Kind
	Title string
	At    source.Range
}

// Around is what a script does not know of itself.
type Around struct {
	Cases bool // there are test cases of it
	Go    bool // there is Go that is generated from it
}

// In returns what can be done with a script, in its first line. There is nothing to do with a library.
func In(s source.Script, library bool, around Around) []Lens {
	if library {
		return nil
	}
	at := source.Range{}
	all := []Lens{{Run, "run", at}}
	if around.Cases {
		all = append(all, Lens{Test, "test", at})
	}
	all = append(all, Lens{Debug, "debug", at})
	if around.Go {
		all = append(all, Lens{OpenGo, "open Go", at})
	}
	return all
}

// Inputs are what somebody who runs a script gives: keys, or the placeholders of their templates, and
// arguments, each name once.
func Inputs(s source.Script) []Input {
	all := []Input{}
	add := func(in Input) {
		if !slices.ContainsFunc(all, func(o Input) bool { return o.Name == in.Name }) {
			all = append(all, in)
		}
	}
	for _, k := range s.Keys {
		if k.Template == nil {
			add(Input{Name: k.Text, Key: true})
			continue
		}
		for _, p := range k.Template.Parts {
			if p.Param != nil {
				add(Input{Name: p.Param.Text, Type: p.Param.Type.String(), Key: true})
			}
		}
	}
	for _, a := range s.Args {
		add(Input{Name: a.Text, Type: describe.ArgType(a)})
	}
	return all
}
