package server

import (
	"bytes"
	"context"
	"path/filepath"

	"github.com/luagen/luagen/generator"
	"github.com/luagen/luagen/server/gofile"
)

// renamePackage adds the changes of one generated package, and of the Go that names what it declares.
func (d *document) renamePackage(ctx context.Context, p gofile.Package, before, after []generator.File, edits fileEdits) error {
	if before == nil || after == nil || len(before) != len(after) {
		return renameError("no Go can be generated for the scripts of %s; \"luagen\" says why", d.live.Shown(p.Dir))
	}
	wanted := map[string]map[int]string{} // new names, by file and line
	for i, file := range before {
		if file.Name != after[i].Name || !bytes.Equal(p.Files[file.Name], file.Data) {
			return renameError("the Go in %s is not what the scripts give now: run luagen, then rename", d.live.Shown(p.Dir))
		}
		if bytes.Equal(file.Data, after[i].Data) {
			continue
		}
		renamed, ok := gofile.Renames(file.Name, file.Data, after[i].Data)
		if !ok {
			return renameError("the name changes more than names in the generated %s", file.Name)
		}
		for _, r := range renamed {
			if wanted[r.File] == nil {
				wanted[r.File] = map[int]string{}
			}
			wanted[r.File][r.Line] = r.New
		}
		edits.difference(filepath.Join(p.Dir, file.Name), file.Data, after[i].Data)
	}
	if len(wanted) == 0 {
		return nil
	}
	root := d.live.Files().ModuleRoot(p.Dir)
	if root == "" {
		return nil // nothing can import it
	}
	texts := map[string][]byte{}
	for _, open := range d.view.Documents() {
		if filepath.Ext(open.Path) == ".go" {
			texts[open.Path] = open.Content
		}
	}
	uses, err := gofile.Uses(ctx, root, p.Dir, wanted, texts)
	if err != nil {
		return renameError("the callers of the generated Go cannot be found: %v", err)
	}
	for name, places := range uses {
		for _, place := range places {
			if filepath.Dir(place.File) == p.Dir && p.Files[filepath.Base(place.File)] != nil {
				continue // generated anew
			}
			edits.add(place.File, place.From, place.To, wanted[name.File][name.Line])
		}
	}
	return nil
}
