// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package keyed

import "sync"

type Locks struct{ m sync.Map }

func (l *Locks) Lock(key string) (unlock func()) {
	v, _ := l.m.LoadOrStore(key, &sync.Mutex{})
	mu := v.(*sync.Mutex)
	mu.Lock() //@ lock lock
	return mu.Unlock
}
