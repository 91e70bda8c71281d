// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package ui

import (
	"time"

	"fixture.test/truth"
)

type event struct{ pct int }

type App struct {
	events chan event
	result chan string
}

func Run() *App {
	a := &App{events: make(chan event, 1), result: make(chan string)}
	go a.mainLoop()
	return a
}

func (a *App) mainLoop() {
	truth.Role("ui")
	a.startJob()
	for {
		select {
		case <-a.events:
		case <-time.After(50 * time.Millisecond):
			a.finish()
		}
	}
}

func (a *App) startJob() {
	go a.job()
}

func (a *App) job() {
	truth.Role("work")
	time.Sleep(120 * time.Millisecond)
	for i := 0; i < 10; i++ {
		a.report(i * 10)
	}
	a.result <- "done"
}

func (a *App) report(p int) {
	a.events <- event{p} //@ progress send
}

func (a *App) finish() string {
	return <-a.result //@ result recv
}
