// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package main

import (
	"github.com/acme/compilerstages/comp"
	"fixture.test/truth"
	"github.com/acme/kit"
	"time"
)

func main() {
	truth.Role("main")
	kit.Start("lru batch sleep")
	comp.Start()
	time.Sleep(150 * time.Millisecond)
	truth.Ready()
	time.Sleep(time.Hour)
}
