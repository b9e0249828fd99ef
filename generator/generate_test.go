package generator_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/luagen/luagen/diag"
	"github.com/luagen/luagen/generator"
)

// TestDeterminism generates every archive again, its scripts in other orders.
func TestDeterminism(t *testing.T) {
	for _, a := range archives(t) {
		inputs := a.inputs(t)
		want, wantFound := generator.Generate(a.opts, inputs)
		for seed := range uint64(5) {
			shuffled := slices.Clone(inputs)
			rand.New(rand.NewPCG(seed, 1)).Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
			got, found := generator.Generate(a.opts, shuffled)
			if !slices.EqualFunc(got, want, func(x, y generator.File) bool { return x.Name == y.Name && bytes.Equal(x.Data, y.Data) }) {
				t.Errorf("%s: the files depend on the order of the scripts", a.name())
			}
			if fmt.Sprint(found) != fmt.Sprint(wantFound) {
				t.Errorf("%s: the findings depend on the order of the scripts:\n%v\n%v", a.name(), found, wantFound)
			}
		}
	}
}

// FuzzGenerate generates from two files of arbitrary text: what the parser
// accepts becomes Go that type-checks and that gofmt leaves as it is, whatever
// the text says.
func FuzzGenerate(f *testing.F) {
	c := newChecker(f)
	c.foreign = true
	alone := generator.ReadNeighbours("gen", nil)
	for _, a := range archives(f) {
		var last []byte
		for _, file := range a.Files {
			if strings.HasSuffix(file.Name, ".lua") {
				f.Add(file.Data, last)
				last = file.Data
			}
		}
	}
	f.Fuzz(func(t *testing.T, first, second []byte) {
		inputs, found := load(fstest.MapFS{"first.lua": {Data: first}, "second_one.lua": {Data: second}})
		if diag.HasErrors(found) {
			return
		}
		files, found := generator.Generate(generator.Options{Package: "gen", Interface: true, Neighbours: alone}, inputs)
		if len(files) == 0 {
			if len(inputs) > 0 && !diag.HasErrors(found) {
				t.Error("neither files nor an error")
			}
			return
		}
		checkFiles(t, c, files)
	})
}

// manyScripts are scripts of the kinds that projects have.
func manyScripts(n int) fstest.MapFS {
	files := fstest.MapFS{}
	for i := range n {
		files[fmt.Sprintf("script_%c%c%c.lua", 'a'+i/100, 'a'+i/10%10, 'a'+i%10)] = &fstest.MapFile{Data: []byte(`-- Counts a like of a post, once per user.
--
-- The first like of a user adds the user to the post's likers.
--@key likers = {post:<postId:int>}:likers    set of the users who like the post
--@key events = {post:<postId:int>}:events    stream of likes
--@arg userId:string     who likes the post
--@arg at:time(ms)       when
--@arg ttl?:duration(s)  how long
--@returns Liked(1, likes:int) | AlreadyLiked(0, likes:int)  likes counts this like too
--@error ErrNoPost NOPOST  there is no such post

` + strings.Repeat("redis.call('HINCRBY', KEYS[1], ARGV[1], 1)\n", 30) + "return {1, redis.call('SCARD', KEYS[1])}\n")}
	}
	return files
}

// BenchmarkGenerate generates a package of 1,000 scripts.
func BenchmarkGenerate(b *testing.B) {
	inputs, found := load(manyScripts(1000))
	if diag.HasErrors(found) {
		b.Fatal(line(found[0]))
	}
	opts := generator.Options{Package: "gen", Interface: true}
	b.ReportAllocs()
	for b.Loop() {
		if files, found := generator.Generate(opts, inputs); len(files) != 1001 {
			b.Fatalf("%d files, %v", len(files), found)
		}
	}
}
