// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package rooms

import (
	"strconv"
	"sync"
	"time"

	"fixture.test/truth"
)

// Room holds its members under a lock.
type Room struct {
	mu      sync.Mutex
	members map[string]time.Time
}

var lobby = &Room{members: map[string]time.Time{}}

// Get returns a room.
func Get(string) *Room { return lobby }

// Keepalive refreshes one member.
func (r *Room) Keepalive(i int) {
	truth.Role("keepalive")
	for n := 0; ; n++ {
		r.touch(strconv.Itoa(i*1000 + n%1000))
		if n%5000 == 0 {
			time.Sleep(time.Millisecond)
		}
	}
}

func (r *Room) touch(id string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.members[id] = time.Time{}
}
