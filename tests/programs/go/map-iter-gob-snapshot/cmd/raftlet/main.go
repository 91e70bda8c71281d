// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: the snapshot is gob-encoded while entries are still applied.
package main

import (
	"time"

	"fixture.test/truth"
	"github.com/acme/kit"
	"github.com/ostsee/raftlet/fsm"
)

func main() {
	truth.Role("main")
	kit.Start("batch hash sleep hub")
	s := fsm.New()
	log := make(chan fsm.Entry, 256)
	go propose(log)
	go s.Run(log)
	go s.SnapshotLoop(time.Millisecond)
	time.Sleep(12 * time.Second)
}

func propose(log chan<- fsm.Entry) {
	truth.Role("proposer")
	for n := 0; ; n++ {
		log <- fsm.Entry{Key: "key" + string(rune('a'+n%26)) + string(rune('a'+n/26%26)), Index: n}
	}
}
