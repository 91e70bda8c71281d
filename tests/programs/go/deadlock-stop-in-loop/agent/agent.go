// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package agent

import (
	"errors"
	"time"

	"fixture.test/truth"
)

type Agent struct {
	quit chan struct{}
	done chan struct{}
	fail int
}

func Start() *Agent {
	a := &Agent{quit: make(chan struct{}), done: make(chan struct{})}
	go a.loop()
	return a
}

func (a *Agent) Stop() {
	close(a.quit)
	<-a.done //@ done recv
}

func (a *Agent) loop() {
	truth.Role("loop")
	defer close(a.done)
	t := time.NewTicker(10 * time.Millisecond)
	defer t.Stop()
	for {
		select {
		case <-a.quit:
			return
		case <-t.C:
			if err := a.poll(); err != nil {
				a.onError(err)
			}
		}
	}
}

func (a *Agent) poll() error {
	a.fail++
	if a.fail > 3 {
		return errors.New("lost")
	}
	return nil
}

func (a *Agent) onError(error) { a.Stop() }
