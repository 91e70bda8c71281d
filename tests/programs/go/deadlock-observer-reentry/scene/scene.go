// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package scene

import (
	"sync"

	"fixture.test/truth"
)

// Observer is told of moves.
type Observer interface{ Moved(id int) }

// Scene holds things.
type Scene struct {
	sync.Mutex
	width map[int]int
	watch []Observer
}

// New makes one.
func New() *Scene {
	s := &Scene{width: map[int]int{}}
	truth.Address("scene", s)
	return s
}

// Watch adds an observer.
func (s *Scene) Watch(o Observer) { s.watch = append(s.watch, o) }

// Move moves a thing.
func (s *Scene) Move(id, by int) {
	s.Lock()
	defer s.Unlock()
	s.width[id] += by
	s.tell(id)
}

func (s *Scene) tell(id int) {
	for _, o := range s.watch {
		o.Moved(id)
	}
}

// Width measures one.
func (s *Scene) Width(id int) int {
	s.Lock() //@ again lock
	defer s.Unlock()
	return s.width[id]
}
