package cli

import (
	"encoding/json"

	"github.com/spf13/cobra"

	"github.com/luagen/luagen/internal/cli/cache"
	"github.com/luagen/luagen/project"
)

// cacheFlag declares --no-cache.
func (a *app) cacheFlag(cmd *cobra.Command) {
	cmd.Flags().BoolVar(&a.noCache, "no-cache", false, "do all of the work again, and keep nothing for the next run")
}

// memo is what the cache knows of one run, and what the run sees meanwhile. Without a cache it
// knows nothing and keeps nothing.
type memo struct {
	store *cache.Store
	key   string
	files project.Files // as they are, unwatched
	// sources is what is seen of scripts and settings, outputs what is seen of the packages.
	sources, outputs *cache.Trace
}

// remember begins a run of a command. What the run depends on, beside files, are options, which
// can be written as JSON.
func (a *app) remember(command string, options any) (*memo, error) {
	files, err := a.files()
	if err != nil {
		return nil, err
	}
	m := &memo{files: files, sources: cache.NewTrace(), outputs: cache.NewTrace()}
	if a.noCache {
		return m, nil
	}
	if m.store, err = cache.Open(); err != nil {
		return nil, usagef("%v", err)
	}
	text, err := json.Marshal(options)
	if err != nil {
		return nil, err
	}
	m.key = cache.Key(command, files.Work, a.configFile, string(text))
	return m, nil
}

// knows reports whether the run would come to what an earlier one has come to, which is
// decoded into outcome.
func (m *memo) knows(outcome any) bool { return m.store.Get(m.key, m.files.FS, outcome) }

// readSources are the files for who looks for scripts.
func (m *memo) readSources() project.Files {
	f := m.files
	if m.store != nil {
		f.FS = m.sources.Scripts(f.FS)
	}
	return f
}

// readOutputs are the files for who looks for packages, as if nobody had looked before.
func (m *memo) readOutputs() project.Files {
	m.outputs = cache.NewTrace()
	f := m.files
	if m.store != nil {
		f.FS = m.outputs.Packages(f.FS)
	}
	return f
}

// keep keeps what the run has come to.
func (m *memo) keep(outcome any) {
	m.sources.Join(m.outputs)
	m.store.Put(m.key, m.sources, outcome)
}
