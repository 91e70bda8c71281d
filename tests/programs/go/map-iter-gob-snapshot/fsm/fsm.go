// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package fsm

import (
	"bytes"
	"encoding/gob"
	"time"

	"fixture.test/truth"
)

// Entry is one log entry.
type Entry struct {
	Key   string
	Index int
}

// State is what a snapshot holds.
type State struct {
	Index int
	Pairs map[string][]byte
}

// Machine applies entries.
type Machine struct{ state State }

// New makes a machine.
func New() *Machine {
	m := &Machine{State{Pairs: map[string][]byte{}}}
	truth.Address("map", m.state.Pairs)
	return m
}

// Run applies what comes.
func (m *Machine) Run(log <-chan Entry) {
	truth.Role("applier")
	for e := range log {
		m.apply(e)
	}
}

func (m *Machine) apply(e Entry) {
	m.state.Pairs[e.Key] = []byte(e.Key) //@ apply write
	m.state.Index = e.Index
}

// SnapshotLoop writes snapshots.
func (m *Machine) SnapshotLoop(every time.Duration) {
	truth.Role("snapshotter")
	for {
		var b bytes.Buffer
		_ = gob.NewEncoder(&b).Encode(&m.state) //@ gob iterate
		time.Sleep(every)
	}
}
