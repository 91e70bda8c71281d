// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package roster

import (
	"time"

	"fixture.test/truth"
)

// Roster knows who is online.
type Roster struct{ online map[string]int64 }

// New makes a roster.
func New() *Roster { return &Roster{online: map[string]int64{}} }

// Online returns the map.
func (r *Roster) Online() map[string]int64 { return r.online }

// Beat marks a user.
func (r *Roster) Beat(user string) {
	r.online[user] = time.Now().UnixNano() //@ beat write
}

// Sweeper removes users who went away.
func (r *Roster) Sweeper() {
	truth.Role("sweeper")
	for {
		r.sweep(time.Now().UnixNano() - int64(time.Millisecond))
		time.Sleep(20 * time.Microsecond)
	}
}

func (r *Roster) sweep(before int64) int {
	gone := 0
	for user, seen := range r.online { //@ sweep iterate
		if seen < before {
			delete(r.online, user) //@ evict delete
			gone++
		}
	}
	return gone
}
