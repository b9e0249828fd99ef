// Package buildcost measures what a program's build pays for generated calls, beside the same
// calls by hand: processor time and memory of go build, and the size of the binary.
package buildcost

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// Program is a module with a package of calls, and a main package that has all of them.
type Program struct{ Dir string }

// Write makes the two programs with the same n calls in folders of dir: generated and by hand.
// The repository's root is given.
func Write(ctx context.Context, root, dir string, n int) (generated, hand Program, err error) {
	root, err = filepath.Abs(root)
	if err != nil {
		return generated, hand, err
	}
	scripts := corpus(n)
	generated, hand = Program{Dir: filepath.Join(dir, "generated")}, Program{Dir: filepath.Join(dir, "hand")}
	if err := generated.module(ctx, root); err != nil {
		return generated, hand, err
	}
	if err := hand.module(ctx, root); err != nil {
		return generated, hand, err
	}
	if err := generated.generate(ctx, root, scripts); err != nil {
		return generated, hand, err
	}
	if err := hand.writeCalls(scripts); err != nil {
		return generated, hand, err
	}
	return generated, hand, errors.Join(generated.writeMain(scripts), hand.writeMain(scripts))
}

// generate writes the scripts and has luagen make their package in the program.
func (p Program) generate(ctx context.Context, root string, scripts []script) error {
	folder := filepath.Join(p.Dir, "scripts")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	for _, s := range scripts {
		if err := os.WriteFile(filepath.Join(folder, s.name+".lua"), []byte(s.lua), 0o644); err != nil {
			return err
		}
	}
	binary := filepath.Join(p.Dir, "luagen")
	if err := run(ctx, root, "go", "build", "-o", binary, "./cmd/luagen"); err != nil {
		return err
	}
	return run(ctx, p.Dir, binary, "-o", "calls", "scripts")
}

// run runs a command in a folder.
func run(ctx context.Context, dir, name string, args ...string) error {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("buildcost: %s: %w\n%s", name, err, out)
	}
	return nil
}

// writeCalls writes the package of calls as a person would, a file for each.
func (p Program) writeCalls(scripts []script) error {
	folder := filepath.Join(p.Dir, "calls")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	errs := []error{os.WriteFile(filepath.Join(folder, "shared.go"), []byte(shared), 0o644)}
	for _, s := range scripts {
		imports := "\t\"context\"\n"
		for _, path := range []string{"errors", "fmt"} {
			if strings.Contains(s.hand, path+".") {
				imports += "\t\"" + path + "\"\n"
			}
		}
		text := "package calls\n\nimport (\n" + imports + "\n\t\"github.com/redis/go-redis/v9\"\n)\n\n" + s.hand
		errs = append(errs, os.WriteFile(filepath.Join(folder, s.name+".go"), []byte(text), 0o644))
	}
	return errors.Join(errs...)
}

// writeMain writes a main package that has all calls in its binary.
func (p Program) writeMain(scripts []script) error {
	var functions strings.Builder
	for _, s := range scripts {
		fmt.Fprintf(&functions, "\tcalls.%s,\n", camel(s.name))
	}
	text := "package main\n\nimport (\n\t\"fmt\"\n\n\t\"program/calls\"\n)\n\nvar all = []any{\n" + functions.String() + "}\n\nfunc main() { fmt.Println(len(all)) }\n"
	return os.WriteFile(filepath.Join(p.Dir, "main.go"), []byte(text), 0o644)
}

// module writes go.mod and go.sum: those of bench, so that both programs have one go-redis.
func (p Program) module(ctx context.Context, root string) error {
	if err := os.MkdirAll(p.Dir, 0o755); err != nil {
		return err
	}
	for _, name := range []string{"go.mod", "go.sum"} {
		text, err := os.ReadFile(filepath.Join(root, "bench", name))
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(p.Dir, name), text, 0o644); err != nil {
			return err
		}
	}
	return run(ctx, p.Dir, "go", "mod", "edit", "-module=program",
		"-replace=github.com/luagen/luagen="+root, "-replace=github.com/luagen/luagen/runtime="+filepath.Join(root, "runtime"))
}
