// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package pubsub

import (
	"testing"
	"time"

	"fixture.test/truth"
)

func TestSmall(t *testing.T) { t.Log("fine") }

func TestFanOut(t *testing.T) {
	b := &Bus{}
	truth.Address("Bus.mu", &b.mu)
	first := b.Sub()
	done := make(chan bool)
	go func() {
		truth.Role("publisher")
		b.Pub("one")
		done <- true
	}()
	time.Sleep(50 * time.Millisecond)
	go func() {
		truth.Role("subscriber")
		b.Sub()
		<-first
	}()
	<-done
}
