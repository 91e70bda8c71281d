// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package gate

import (
	"sync"
	"time"

	"fixture.test/truth"
)

type bucket struct {
	left int
	at   time.Time
}

// Gate limits clients.
type Gate struct {
	sync.RWMutex
	rate int
	b    map[string]*bucket
}

// New makes a gate.
func New(rate int) *Gate { return &Gate{rate: rate, b: map[string]*bucket{}} }

// Announce tells the truth.
func (g *Gate) Announce() { truth.Address("map", g.b) }

// Ok says whether a client may pass.
func (g *Gate) Ok(ip string) bool {
	k := &bucket{left: g.rate, at: time.Now()}
	g.b[ip] = k //@ ok write
	k.left--
	return k.left > 0
}

// Sweep forgets old clients.
func (g *Gate) Sweep() {
	old := make([]string, 0, 16)
	g.Lock()
	defer g.Unlock()
	for i := 0; i < 200; i++ {
		old = append(old, "10.0."+string(rune('0'+i%10))+".1")
	}
	for _, ip := range old {
		delete(g.b, ip) //@ sweep delete
	}
}
