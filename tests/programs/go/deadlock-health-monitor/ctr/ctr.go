// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package ctr

import "sync"

type State struct {
	sync.Mutex
	Status string
	health *Health
}
type Container struct {
	*State
	ID string
}
type Health struct {
	stop  chan struct{}
	fails int
}

func New(id string) *Container { return &Container{&State{}, id} }
