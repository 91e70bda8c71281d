// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package session

import (
	"strconv"
	"sync"

	"fixture.test/truth"
)

// Session is one login.
type Session struct{ User int }

// Table indexes sessions twice.
type Table struct {
	mu      sync.Mutex
	byUser  map[int]*Session
	byToken map[string]*Session
}

// NewTable makes a table.
func NewTable() *Table {
	return &Table{byUser: map[int]*Session{}, byToken: map[string]*Session{}}
}

// Announce tells the truth.
func (t *Table) Announce() {
	truth.Address("map", t.byToken)
	truth.Address("table", t)
}

// Login adds a session.
func (t *Table) Login(user int) *Session {
	s := &Session{User: user}
	t.mu.Lock()
	t.byUser[user] = s
	t.mu.Unlock()
	t.byToken["tok-"+strconv.Itoa(user)] = s //@ login write
	return s
}

// Import adds sessions of a backup.
func (t *Table) Import(users []int, from string) {
	for _, u := range users {
		s := &Session{User: u}
		t.mu.Lock()
		t.byUser[u] = s
		t.mu.Unlock()
		key := from + strconv.Itoa(u)
		t.byToken[key] = s //@ import write
	}
}
