// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package b

import (
	"testing"
	"testing/synctest"

	"fixture.test/truth"
)

func TestBubble(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		truth.Role("root")
		ch := make(chan int)
		go func() {
			truth.Role("child")
			ch <- 1
			ch <- 2
		}()
		<-ch
		var never chan int
		<-never
	})
}
