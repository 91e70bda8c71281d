// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: the panic's value holds another program's dump.
package main

import "fixture.test/truth"

const answer = "upstream said:\ngoroutine 7 [running]:\nmain.fake()\n\t/srv/upstream/fake.go:12 +0x1d\n\ngoroutine 8 [chan receive]:\nmain.other()\n\t/srv/upstream/other.go:3 +0x11"

func forward(body string) {
	panic(body) //@ crash panic
}

func main() {
	truth.Role("main")
	go func() { select {} }()
	forward(answer)
}
