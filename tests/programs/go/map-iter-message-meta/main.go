// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: the tagger still changes a message that it has handed on to the sink.
package main

import (
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
	"github.com/tidewater/hose/stage"
)

func main() {
	truth.Role("main")
	kit.Start("hub batch sleep")
	stage.Run()
	time.Sleep(12 * time.Second)
}
