// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package wal

import (
	"sync"

	"fixture.test/truth"
)

type Log struct {
	mtx    sync.Mutex
	tail   []uint64
	OnSync func(uint64)
}

func (l *Log) Append(t uint64) {
	l.mtx.Lock() //@ store lock
	defer l.mtx.Unlock()
	l.tail = append(l.tail, t)
}

func (l *Log) SyncAll(n uint64) {
	truth.Role("persist")
	l.mtx.Lock()
	defer l.mtx.Unlock()
	for i := uint64(0); i < n; i++ {
		l.OnSync(i)
	}
}
