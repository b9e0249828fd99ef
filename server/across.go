package server

import (
	"path/filepath"
	"slices"

	"github.com/luagen/luagen/server/navigate"
	"github.com/luagen/luagen/server/source"
)

// spot is a script that may name a symbol, with what that is there.
type spot struct {
	script source.Script
	symbol navigate.Symbol
}

// with is another symbol of the script.
func (s spot) with(symbol navigate.Symbol) spot { return spot{s.script, symbol} }

// across are the scripts that may name a symbol: the document's own and, of what a library declares, those that
// include it.
func (d *document) across(symbol navigate.Symbol) []spot {
	all := []spot{{d.script, symbol}}
	if d.host != nil || symbol.Kind == navigate.Error {
		return all
	}
	declares := d.live.Abs(symbol.File)
	switch symbol.Kind {
	case navigate.Input:
		return d.sharing(symbol)
	case navigate.Include:
		path, ok := d.libraryPath(symbol)
		if !ok {
			return all
		}
		declares = path
	}
	for _, path := range append(d.live.Users(declares), declares) {
		if path == d.path {
			continue
		}
		if script, ok := d.look(path); ok {
			all = append(all, spot{script, symbol})
		}
	}
	return all
}

// look is the script in a file, which nobody may have open.
func (d *document) look(path string) (source.Script, bool) {
	if path == d.path {
		return d.script, true
	}
	read := d.live.Look(path)
	if read == nil {
		return source.Script{}, false
	}
	return source.Script{Script: read.Script().Script, Facts: read.Facts()}, true
}

// sharing are the scripts in which an input of the document's is the same one: by a template of a library, which has
// its name as a placeholder and which they build their keys by.
func (d *document) sharing(symbol navigate.Symbol) []spot {
	var all []spot
	queue := []string{d.path}
	seen := map[string]bool{d.path: true}
	add := func(path string) {
		if !seen[path] {
			seen[path] = true
			queue = append(queue, path)
		}
	}
	for len(queue) > 0 {
		path := queue[0]
		queue = queue[1:]
		script, ok := d.look(path)
		if !ok {
			continue
		}
		own := symbol
		own.File = script.File
		all = append(all, spot{script, own})
		for _, file := range navigate.Templates(script, symbol.Name) {
			add(d.live.Abs(file))
		}
		for _, user := range d.live.Users(path) {
			if seen[user] {
				continue
			}
			if by, ok := d.look(user); ok && slices.Contains(navigate.Templates(by, symbol.Name), script.File) {
				add(user)
			}
		}
	}
	return all
}

// places are all places of a symbol, each once, those of one file in order.
func (d *document) places(symbol navigate.Symbol) []navigate.Place {
	var all []navigate.Place
	seen := map[navigate.Place]bool{}
	for _, spot := range d.across(symbol) {
		for _, place := range navigate.Places(spot.script, spot.symbol) {
			if !seen[place] {
				seen[place] = true
				all = append(all, place)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b navigate.Place) int {
		if a.File != b.File {
			return 0
		}
		return a.At.From - b.At.From
	})
	return all
}

// libraryPath is the file that an @include names.
func (d *document) libraryPath(symbol navigate.Symbol) (path string, ok bool) {
	path = filepath.Join(filepath.Dir(d.path), filepath.FromSlash(symbol.Name))
	if !d.live.Files().Exists(path) {
		path += ".lua"
	}
	return path, d.host == nil && d.live.Files().Exists(path)
}
