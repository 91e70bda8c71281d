// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package main

import (
	"github.com/acme/stopeachother/app"
	"fixture.test/truth"
	"github.com/acme/kit"
	"time"
)

func main() {
	truth.Role("main")
	kit.Start("lru batch sleep")
	a := app.New()
	go a.StopDB()
	go a.StopWeb()
	time.Sleep(150 * time.Millisecond)
	truth.Ready()
	time.Sleep(time.Hour)
}
