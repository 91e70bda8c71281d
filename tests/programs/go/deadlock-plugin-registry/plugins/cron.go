// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package plugins

import (
	"sync"
	"time"
)

type Cron struct {
	state struct {
		sync.Locker
		jobs map[string]string
	}
	onChange func(string)
}

func NewCron(f func(string)) *Cron {
	c := &Cron{onChange: f}
	c.state.Locker = &sync.Mutex{}
	return c
}

func (c *Cron) Name() string { return "cron" }

func (c *Cron) Configure(m map[string]string) error {
	c.state.Lock() //@ configure lock
	defer c.state.Unlock()
	c.state.jobs = m
	return nil
}

func (c *Cron) Tick() {
	c.state.Lock()
	defer c.state.Unlock()
	time.Sleep(60 * time.Millisecond)
	c.onChange(c.Name())
}
