// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package main

import (
	"time"

	"fixture.test/truth"
	"github.com/acme/etlrun/stage"
	"github.com/acme/kit"
)

func main() {
	truth.Role("main")
	kit.Start("lru")
	p := stage.New()
	go func() { truth.Role("parse"); p.Parse() }()
	go func() { truth.Role("retry"); p.Retry() }()
	p.In <- 1
	p.In <- 2
	time.Sleep(300 * time.Millisecond)
	truth.Ready()
	select {}
}
