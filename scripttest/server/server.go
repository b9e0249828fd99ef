// Package server runs the servers that test cases need: private ones, started from a
// redis-server or valkey-server, one that somebody names by its URL, or the one embedded in
// luagen.
//
// It sends commands and reads replies as they are. What they mean is package session's.
package server

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/redis/go-redis/v9"

	"github.com/luagen/luagen/internal/replay"
)

// Kind says where a server comes from.
type Kind int

// The kinds of servers.
const (
	Own      Kind = iota // started for the cases alone
	Given                // somebody's, who named it
	Embedded             // in this process: not Redis
)

// Server is a server that cases run on, one after another.
type Server struct {
	Kind    Kind
	Name    string         // "redis", "valkey" or that of another fork; "embedded"
	Version string         // "7.0.15"; empty for the embedded server
	Options *redis.Options // how to connect to it
	Label   string         // tells it from others of its name and version; empty without
	// Libraries are the function libraries that counters have been put into, with the Lua before
	// each script: package cover's.
	Libraries map[string]string

	stop func() // ends it
}

// String is the server's name, version and label.
func (s *Server) String() string {
	text := strings.TrimSpace(s.Name + " " + s.Version)
	if s.Label != "" {
		text += " (" + s.Label + ")"
	}
	return text
}

// Close ends a server that is this process's own, and empties the database of another one.
func (s *Server) Close() {
	if s.stop != nil {
		s.stop()
	}
}

// Is reports whether the server has a name, and a version below one (less) or from it on. An
// empty version is any.
func (s *Server) Is(name string, less bool, version string) bool {
	return s.Name == name && (version == "" || s.Before(version) == less)
}

// Connect returns the server that a URL names, after a look at whether its database is empty:
// cases empty it.
func Connect(ctx context.Context, opts *redis.Options) (*Server, error) {
	s := &Server{Kind: Given, Options: opts}
	c, err := s.Dial(ctx, 2)
	if err != nil {
		return nil, err
	}
	defer c.Close()
	if err := s.identify(c); err != nil {
		return nil, err
	}
	size, err := c.Do("DBSIZE")
	if err != nil {
		return nil, err
	}
	if size.Text != "0" {
		return nil, fmt.Errorf("database %d of the server at %s holds keys (DBSIZE answers %s), and every case begins by emptying it; "+
			"name a database that is empty, such as redis://%s/9", opts.DB, opts.Addr, size, opts.Addr)
	}
	s.stop = s.empty
	return s, nil
}

// empty leaves somebody's server as it was found.
func (s *Server) empty() {
	c, err := s.Dial(context.Background(), 2)
	if err != nil {
		return // it is gone, and its keys are not ours to look for
	}
	defer c.Close()
	_, _ = c.Do("FLUSHDB")
	for name := range s.Libraries {
		_, _ = c.Do("FUNCTION", "DELETE", name)
	}
}

// StartEmbedded starts a server in this process.
func StartEmbedded() (*Server, error) {
	m, err := replay.StartEmbedded()
	if err != nil {
		return nil, err
	}
	return &Server{
		Kind: Embedded, Name: "embedded", stop: m.Close,
		Options: &redis.Options{Addr: m.Addr()},
	}, nil
}

// identify asks a server for its name and version.
func (s *Server) identify(c *Conn) error {
	v, err := c.Do("INFO", "server")
	if err != nil {
		return err
	}
	if v.Kind == '-' {
		return fmt.Errorf("the server at %s refuses INFO: %s", s.Options.Addr, v.Text)
	}
	info := map[string]string{}
	for line := range strings.Lines(v.Text) {
		if key, value, ok := strings.Cut(strings.TrimSpace(line), ":"); ok {
			info[key] = value
		}
	}
	s.Name, s.Version = "redis", info["redis_version"]
	for _, fork := range []string{"valkey", "dragonfly", "keydb", "kvrocks", "garnet"} {
		if version := info[fork+"_version"]; version != "" {
			s.Name, s.Version = fork, version
		}
	}
	if s.Version == "" {
		return errors.New("the server at " + s.Options.Addr + " does not tell its version")
	}
	return nil
}
