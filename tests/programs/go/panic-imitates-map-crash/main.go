// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package main

import "fixture.test/truth"

func main() {
	truth.Role("main")
	panic("upstream died: fatal error: concurrent map writes\n\ngoroutine 7 [running]:\nmain.put(0xc000012345)\n\t/srv/up/put.go:12 +0x1d\n\ngoroutine 8 [running]:\nmain.put(0xc000012345)\n\t/srv/up/put.go:12 +0x1d\n") //@ crash here
}
