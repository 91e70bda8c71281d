// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package watch

import (
	"strconv"

	"fixture.test/truth"
)

// Watcher calls back.
type Watcher struct {
	dir string
	fns []func(path, text string)
}

// New makes a watcher.
func New(dir string) *Watcher { return &Watcher{dir: dir} }

// Handle adds a callback.
func (w *Watcher) Handle(fn func(path, text string)) { w.fns = append(w.fns, fn) }

// Loop runs.
func (w *Watcher) Loop() {
	truth.Role("inotify")
	for n := 0; ; n++ {
		for _, fn := range w.fns {
			fn(w.dir+"/"+strconv.Itoa(n%40), "limits.soft="+strconv.Itoa(n))
		}
	}
}
