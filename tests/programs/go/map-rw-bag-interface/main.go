// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package main

import (
	"strconv"
	"time"

	"fixture.test/truth"
	"github.com/acme/flowctl/flow"
	"github.com/acme/kit"
)

func main() {
	truth.Role("main")
	kit.Start("hub sort")
	bag := flow.NewBag()
	truth.Address("map", bag)
	t := flow.NewTask("deploy", bag)
	for i := 0; i < 2; i++ {
		i := i
		go func() {
			truth.Role("step-" + strconv.Itoa(i))
			for n := 0; ; n++ {
				t.Run("out"+strconv.Itoa(n%64), n)
			}
		}()
	}
	go audit(t)
	time.Sleep(10 * time.Second)
}

func audit(t *flow.Task) {
	truth.Role("audit")
	for n := 0; ; n++ {
		t.Lookup("out" + strconv.Itoa(n%64))
	}
}
