// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package tags

import "sync"

var (
	mu     sync.Mutex
	byName = map[string]string{}
)

// Put stores a tag under the lock.
func Put(name, tag string) {
	mu.Lock()
	defer mu.Unlock()
	byName[name] = tag
}
