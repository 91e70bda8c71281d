// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package quota

import (
	"net/http"
	"sync"
	"sync/atomic"

	"fixture.test/truth"
)

// Limiter counts requests.
type Limiter struct {
	mu     sync.Mutex
	left   map[string]int
	remote string
	busy   int32
}

// New makes a limiter.
func New(remote string) *Limiter {
	l := &Limiter{left: map[string]int{}, remote: remote}
	truth.Address("quota.Limiter.mu", &l.mu)
	return l
}

// Busy tells whether a refill is on its way.
func (l *Limiter) Busy() bool { return atomic.LoadInt32(&l.busy) == 1 }

// Refill asks the remote side for new quota, with the lock held.
func (l *Limiter) Refill() {
	truth.Role("holder")
	l.mu.Lock()
	defer l.mu.Unlock()
	atomic.StoreInt32(&l.busy, 1)
	l.refill()
}

func (l *Limiter) refill() {
	resp, err := http.Get(l.remote + "/quota")
	if err == nil {
		resp.Body.Close()
	}
	l.left["default"] += 1000
}

// Allow takes one from the quota.
func (l *Limiter) Allow(tenant string) bool {
	l.mu.Lock() //@ pile lock
	defer l.mu.Unlock()
	l.left[tenant]--
	return l.left[tenant] > 0
}
