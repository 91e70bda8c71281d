// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package labels

import (
	"strconv"
	"sync"
	"time"

	"fixture.test/truth"
	"github.com/acme/shiptrack/carriers"
)

var (
	mu    sync.RWMutex
	cache = map[string]carriers.Carrier{}
)

// Print prints labels; its cache is locked.
func Print(i int) {
	truth.Role("labels")
	for n := i; ; n++ {
		code := "c" + strconv.Itoa(n%100)
		mu.RLock()
		_, ok := cache[code]
		mu.RUnlock()
		if !ok || n%500 == 0 {
			mu.Lock()
			cache[code] = carriers.Carrier{}
			mu.Unlock()
			time.Sleep(50 * time.Microsecond)
		}
	}
}
