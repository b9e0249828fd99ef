// Code generated from runtime/flight.go. DO NOT EDIT.

package runtime

import (
	"hash/maphash"
	"sync"
	"sync/atomic"
)

// A flight is one recovery under way.
type flight struct {
	done chan struct{}
	err  error // set before done is closed: the script does not compile
}

// A moment is a place in the order of the loads that ended, of all scripts.
type moment uint64

var loadsEnded atomic.Uint64

// now is the moment of whoever is about to send something.
func now() moment { return moment(loadsEnded.Load()) }

// flights are the recoveries of one script, by server. They are looked at only
// after NOSCRIPT.
type flights struct {
	mu     sync.Mutex
	flying map[any]*flight // those under way
	landed [16]moment      // the last load of a server, at a place that few share; keeps no client alive
	latest atomic.Uint64   // the moment of the last load of any server, also by EVAL
}

// since reports whether a load has ended after a moment.
func (f *flights) since(sent moment) bool { return f.latest.Load() > uint64(sent) }

// note remembers that a server has the script since just now.
func (f *flights) note() moment {
	now := loadsEnded.Add(1)
	f.latest.Store(now)
	return moment(now)
}

var landingSeed = maphash.MakeSeed()

// lastLoad is where the moment of a server's last load is kept. Where two servers
// share a place, one EVALSHA more is sent.
func (f *flights) lastLoad(server any) *moment {
	return &f.landed[maphash.Comparable(landingSeed, server)%uint64(len(f.landed))]
}

// join returns the flight to a server and whether the caller, whose EVALSHA left
// after the moment sent, leads it; nil when the script was loaded since. A nil
// server is like no other.
func (f *flights) join(server any, sent moment) (fl *flight, leads bool) {
	fl = &flight{done: make(chan struct{})}
	if server == nil {
		return fl, true
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if other, ok := f.flying[server]; ok {
		return other, false
	}
	if *f.lastLoad(server) > sent {
		return nil, false
	}
	if f.flying == nil {
		f.flying = make(map[any]*flight)
	}
	f.flying[server] = fl
	return fl, true
}

// land ends a flight, which has loaded the script or not.
func (f *flights) land(server any, fl *flight, loaded bool) {
	defer close(fl.done)
	if server == nil {
		if loaded {
			f.note()
		}
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.flying, server)
	if loaded {
		*f.lastLoad(server) = f.note()
	}
}
