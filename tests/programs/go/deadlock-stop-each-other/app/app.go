// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package app

import "fixture.test/truth"

type App struct {
	dbDone, webDone chan struct{}
}

func New() *App { return &App{make(chan struct{}), make(chan struct{})} }

func (a *App) StopDB() {
	truth.Role("db")
	defer close(a.dbDone)
	<-a.webDone //@ dbw recv
}

func (a *App) StopWeb() {
	truth.Role("web")
	defer close(a.webDone)
	<-a.dbDone //@ webw recv
}
