// Code generated from runtime/core/loads.go. DO NOT EDIT.

package core

import (
	"hash/maphash"
	"sync"
	"sync/atomic"
)

// A Load is one recovery from NOSCRIPT under way.
type Load struct {
	Done chan struct{}
	Err  error // set before Done is closed: the script does not compile
}

// A Moment is a place in the order of the loads that ended, of all scripts.
type Moment uint64

var loadsEnded atomic.Uint64

// Now is the moment of whoever is about to send something.
func Now() Moment { return Moment(loadsEnded.Load()) }

// LoadsOf are the recoveries of a script.
func LoadsOf(s *Script) *Loads { return &s.parts().loads }

// Loads are the recoveries of one script from NOSCRIPT, by server: whatever a transport tells
// servers by. They are looked at only after NOSCRIPT.
type Loads struct {
	mu       sync.Mutex
	underway map[any]*Load
	landed   [16]Moment    // the last load of a server, at a place that few share; keeps no client alive
	latest   atomic.Uint64 // the moment of the last load of any server, also by EVAL
}

// Since reports whether a load has ended after a moment.
func (f *Loads) Since(sent Moment) bool { return f.latest.Load() > uint64(sent) }

// Note remembers that a server has the script since just now.
func (f *Loads) Note() Moment {
	now := loadsEnded.Add(1)
	f.latest.Store(now)
	return Moment(now)
}

var landingSeed = maphash.MakeSeed()

// lastLoad is where the moment of a server's last load is kept. Where two servers
// share a place, one EVALSHA more is sent.
func (f *Loads) lastLoad(server any) *Moment {
	return &f.landed[maphash.Comparable(landingSeed, server)%uint64(len(f.landed))]
}

// Join returns the recovery at a server and whether the caller, whose EVALSHA left
// after the moment sent, leads it; nil when the script was loaded since. A nil
// server is like no other.
func (f *Loads) Join(server any, sent Moment) (load *Load, leads bool) {
	load = &Load{Done: make(chan struct{})}
	if server == nil {
		return load, true
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if other, ok := f.underway[server]; ok {
		return other, false
	}
	if *f.lastLoad(server) > sent {
		return nil, false
	}
	if f.underway == nil {
		f.underway = make(map[any]*Load)
	}
	f.underway[server] = load
	return load, true
}

// Land ends a recovery, which has loaded the script or not.
func (f *Loads) Land(server any, load *Load, loaded bool) {
	defer close(load.Done)
	if server == nil {
		if loaded {
			f.Note()
		}
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.underway, server)
	if loaded {
		*f.lastLoad(server) = f.Note()
	}
}

// Underway is the number of recoveries that have not ended.
func (f *Loads) Underway() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.underway)
}
