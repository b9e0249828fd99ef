package server

import (
	"bytes"
	"context"
	"maps"
	"path/filepath"
	"slices"

	"github.com/luagen/luagen/generator"
	"github.com/luagen/luagen/project"
	"github.com/luagen/luagen/server/gofile"
)

// goRenaming adds to the changes of scripts those of the Go that is generated for them, and of what names it.
type goRenaming struct {
	*document
	edits   fileEdits
	modules map[string]*gofile.Module // that name what is renamed, by folder
}

// rename renames what the packages of scripts declare that are changed.
func (g *goRenaming) rename(ctx context.Context, next *project.Live, paths []string) error {
	dirs := map[string]string{} // folders of scripts, with one of their scripts
	for _, path := range paths {
		dirs[filepath.Dir(path)] = path
		for _, user := range g.live.Users(path) {
			dirs[filepath.Dir(user)] = user
		}
	}
	files := g.live.Files()
	for _, dir := range slices.Sorted(maps.Keys(dirs)) {
		p, ok := gofile.Find(files, dir, g.live.Outputs(dirs[dir]))
		if !ok {
			continue
		}
		before := g.live.Package(dir, p.Name, p.Origin, p.Neighbours)
		after := next.Package(dir, p.Name, p.Origin, p.Neighbours)
		if err := g.renamePackage(ctx, p, before, after); err != nil {
			return err
		}
	}
	return g.stillBuild(ctx)
}

// texts are the Go files that are open.
func (g *goRenaming) texts() map[string][]byte {
	texts := map[string][]byte{}
	for _, open := range g.view.Documents() {
		if filepath.Ext(open.Path) == ".go" {
			texts[open.Path] = open.Content
		}
	}
	return texts
}

// renamePackage adds the changes of one generated package, and of the Go that names what it declares.
func (g *goRenaming) renamePackage(ctx context.Context, p gofile.Package, before, after []generator.File) error {
	if before == nil || after == nil || len(before) != len(after) {
		return renameError("no Go can be generated for the scripts of %s; \"luagen\" says why", g.live.Shown(p.Dir))
	}
	wanted := map[string]map[int]string{} // new names, by file and line
	for i, file := range before {
		if file.Name != after[i].Name || !bytes.Equal(p.Files[file.Name], file.Data) {
			return renameError("the Go in %s is not what the scripts give now: run luagen, then rename", g.live.Shown(p.Dir))
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
		g.edits.difference(filepath.Join(p.Dir, file.Name), file.Data, after[i].Data)
	}
	root := gofile.Root(g.live.Files(), p.Dir)
	if len(wanted) == 0 || root == "" {
		return nil // nothing can import it
	}
	if g.modules[root] == nil {
		m, err := gofile.LoadModule(ctx, root, g.texts())
		if err != nil {
			return renameError("the callers of the generated Go cannot be found: %v", err)
		}
		g.modules[root] = m
	}
	for name, places := range g.modules[root].Uses(p.Dir, wanted) {
		for _, place := range places {
			if filepath.Dir(place.File) == p.Dir && p.Files[filepath.Base(place.File)] != nil {
				continue // generated anew
			}
			g.edits.add(place.File, place.From, place.To, wanted[name.File][name.Line])
		}
	}
	return nil
}

// stillBuild refuses changes after which a module has errors that it has not now: the new name is one already, or
// hides another.
func (g *goRenaming) stillBuild(ctx context.Context) error {
	if len(g.modules) == 0 {
		return nil
	}
	changed, err := g.changed(g.edits)
	if err != nil {
		return err
	}
	texts := g.texts()
	for path, text := range changed {
		if filepath.Ext(path) == ".go" {
			texts[path] = text
		}
	}
	for root, module := range g.modules {
		next, err := gofile.LoadModule(ctx, root, texts)
		if err != nil {
			return renameError("the Go cannot be checked: %v", err)
		}
		before, after := module.Errors(), next.Errors()
		if len(after) <= len(before) {
			continue
		}
		i := slices.IndexFunc(after, func(e string) bool { return !slices.Contains(before, e) })
		return renameError("the name would break the Go: %s", after[i])
	}
	return nil
}
