// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package main

import (
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
	"github.com/acme/reportandresult/ui"
)

func main() {
	truth.Role("main")
	kit.Start("lru sleep")
	ui.Run()
	time.Sleep(300 * time.Millisecond)
	truth.Ready()
	select {}
}
