// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package events

import (
	"time"

	"fixture.test/truth"
)

// Bus passes events on.
type Bus struct{ stop chan struct{} }

// NewBus makes a bus.
func NewBus() *Bus { return &Bus{stop: make(chan struct{})} }

// Subscribe waits for events of a tenant.
func (b *Bus) Subscribe(tenant string) {
	truth.Role("subscriber")
	in := make(chan string)
	for {
		select {
		case e := <-in:
			_ = tenant + e
		case <-b.stop:
			return
		}
	}
}

// Retry waits.
func (b *Bus) Retry(after time.Duration) {
	truth.Role("retry")
	select {
	case <-time.After(after):
	case <-b.stop:
	}
}

// PublishTimeout gives up after a while and leaves the goroutine behind.
func (b *Bus) PublishTimeout(topic string, limit time.Duration) bool {
	ack := make(chan bool)
	go b.deliver(topic, ack)
	select {
	case ok := <-ack:
		return ok
	case <-time.After(limit):
		return false
	}
}

func (b *Bus) deliver(topic string, ack chan<- bool) {
	truth.Role("forgotten")
	time.Sleep(20 * time.Millisecond)
	ack <- topic != "" //@ forgotten send
}
