// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: two lazily made services need each other.
package main

import (
	"sync"
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
)

type lazy struct {
	once sync.Once
	v    int
}

var db, cache lazy

func getDB() int {
	db.once.Do(makeDB) //@ db once
	return db.v
}

func getCache() int {
	cache.once.Do(makeCache) //@ cache once
	return cache.v
}

func makeDB() {
	time.Sleep(50 * time.Millisecond)
	db.v = getCache() + 1
}

func makeCache() {
	time.Sleep(50 * time.Millisecond)
	cache.v = getDB() + 1
}

func main() {
	truth.Role("main")
	kit.Start("batch conns sleep")
	truth.Address("db", &db)
	truth.Address("cache", &cache)
	go func() { truth.Role("needs-db"); getDB() }()
	go func() { truth.Role("needs-cache"); getCache() }()
	time.Sleep(250 * time.Millisecond)
	truth.Ready()
	select {}
}
