// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: Broker embeds base, whose map is written by promoted methods without a lock.
package main

import (
	"strconv"
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
	"github.com/acme/mqttd/broker"
)

func main() {
	truth.Role("main")
	kit.Start("batch hub sleep")
	b := broker.New()
	truth.Address("map", b.Subs())
	truth.Address("broker", b)
	for i := 0; i < 3; i++ {
		go client(b, i)
	}
	go bridge(b)
	time.Sleep(12 * time.Second)
}

func client(b *broker.Broker, id int) {
	truth.Role("client-" + strconv.Itoa(id))
	for n := 0; ; n++ {
		b.Retain("state/" + strconv.Itoa(n%100))
		b.Subscribe("sensors/"+strconv.Itoa(n%800), id)
	}
}

func bridge(b *broker.Broker) {
	truth.Role("bridge")
	for n := 0; ; n++ {
		b.Mirror([]string{"sensors/1", "sensors/2", "remote/" + strconv.Itoa(n%3000)})
	}
}
