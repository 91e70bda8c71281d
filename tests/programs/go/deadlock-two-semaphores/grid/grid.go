// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package grid

import "time"

// Grid has a disk and a GPU.
type Grid struct{ disk, gpu chan struct{} }

// New makes one.
func New() *Grid { return &Grid{make(chan struct{}, 1), make(chan struct{}, 1)} }

// Preview takes the disk and then the GPU.
func (g *Grid) Preview() {
	g.disk <- struct{}{}
	defer func() { <-g.disk }()
	time.Sleep(50 * time.Millisecond)
	g.gpu <- struct{}{} //@ gpu send
	<-g.gpu
}

// Export takes the GPU and then the disk.
func (g *Grid) Export() {
	g.gpu <- struct{}{}
	defer func() { <-g.gpu }()
	time.Sleep(50 * time.Millisecond)
	g.disk <- struct{}{} //@ disk send
	<-g.disk
}
