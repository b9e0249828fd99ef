package project

import (
	"fmt"
	"io/fs"
	"strings"
	"sync/atomic"
	"testing"
	"testing/fstest"
)

// counting is a file system that counts what is read outside of a folder.
type counting struct {
	fstest.MapFS
	folder string
	read   *atomic.Int64
}

func (c counting) Open(name string) (fs.File, error) {
	if !strings.HasPrefix(name, c.folder) {
		c.read.Add(1)
	}
	return c.MapFS.Open(name)
}

func (c counting) ReadFile(name string) ([]byte, error) {
	f, err := c.Open(name)
	if err != nil {
		return nil, err
	}
	f.Close()
	return c.MapFS.ReadFile(name)
}

// TestNeighboursAreBounded asks for one file among ten thousand that have nothing to do
// with it, and for a library whose script stands beside its folder.
func TestNeighboursAreBounded(t *testing.T) {
	files := fstest.MapFS{
		"work/mine/a.lua":    {Data: []byte("return 1\n")},
		"work/aaa/uses.lua":  {Data: []byte("--@include \"../mine/a.lua\"\nreturn 1\n")},
		"work/zzz/never.lua": {Data: []byte("return 1\n")},
	}
	for i := range 10_000 {
		files[fmt.Sprintf("work/other%02d/%05d.lua", i%100, i)] = &fstest.MapFile{Data: []byte("return 1\n")}
	}
	var read atomic.Int64
	w, err := Open(Request{Files: Files{FS: counting{files, "work/mine", &read}, Work: Path("work")}, Paths: []string{"mine/a.lua"}})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Load(); err != nil {
		t.Fatal(err)
	}
	if !w.Units[0].Scripts[0].Library {
		t.Error("the file that aaa/uses.lua includes is no library")
	}
	if n := read.Load(); n > 3*mostNeighbours {
		t.Errorf("%d files and folders elsewhere were opened, want at most %d", n, 3*mostNeighbours)
	}
}
