// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package daemon

import (
	"time"

	"github.com/acme/healthmonitor/ctr"
)

type Daemon struct{ stops map[string]chan struct{} }

func New() *Daemon { return &Daemon{map[string]chan struct{}{}} }
func monitor(d *Daemon, c *ctr.Container, stop chan struct{}) {
	for {
		select {
		case <-stop:
			return
		case <-time.After(10 * time.Millisecond):
			handle(d, c, probe())
		}
	}
}
func probe() int { time.Sleep(10 * time.Millisecond); return 1 }
func handle(d *Daemon, c *ctr.Container, code int) {
	c.Lock() //@ lock lock
	defer c.Unlock()
	if code != 0 {
		c.Status = "unhealthy"
	}
}
func (d *Daemon) Watch(c *ctr.Container, role func(string)) {
	s := make(chan struct{})
	d.stops[c.ID] = s
	go func() { role("mon"); monitor(d, c, s) }()
}
func (d *Daemon) stopChecks(id string) {
	d.stops[id] <- struct{}{} //@ send send
}
func (d *Daemon) Stop(c *ctr.Container) {
	c.Lock()
	defer c.Unlock()
	time.Sleep(50 * time.Millisecond)
	d.stopChecks(c.ID)
}
