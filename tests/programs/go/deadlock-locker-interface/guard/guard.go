// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package guard

import (
	"sync"
	"time"
)

// Both runs f with both locks held.
func Both(a, b sync.Locker, f func()) {
	a.Lock()
	defer a.Unlock()
	time.Sleep(50 * time.Millisecond)
	b.Lock() //@ second lock
	defer b.Unlock()
	f()
}
