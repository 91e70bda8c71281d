// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package lsm

import (
	"sync"
	"time"
)

type memtable struct {
	sync.RWMutex
	kv map[string]string
}

type levels struct {
	lk    sync.Mutex
	files []string
}

type DB struct {
	mem *memtable
	lv  *levels
}

func Open() *DB { return &DB{mem: &memtable{kv: map[string]string{}}, lv: &levels{}} }

func (db *DB) Put(k, v string) {
	db.mem.Lock()
	defer db.mem.Unlock()
	db.mem.kv[k] = v
}

func (db *DB) Flush() {
	db.mem.Lock()
	defer db.mem.Unlock()
	time.Sleep(50 * time.Millisecond)
	db.addFile("L0")
}

func (db *DB) addFile(n string) {
	db.lv.lk.Lock() //@ level lock
	defer db.lv.lk.Unlock()
	db.lv.files = append(db.lv.files, n)
}

func (db *DB) Compact() {
	db.lv.lk.Lock()
	defer db.lv.lk.Unlock()
	time.Sleep(50 * time.Millisecond)
	for range db.snapshot() {
	}
}

func (db *DB) snapshot() map[string]string {
	db.mem.RLock() //@ mem rlock
	defer db.mem.RUnlock()
	c := map[string]string{}
	for k, v := range db.mem.kv {
		c[k] = v
	}
	return c
}
