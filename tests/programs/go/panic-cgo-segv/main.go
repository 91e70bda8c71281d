// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package main

/*
static int hit(int *p) { return *p + 1; }
int outer(int *p) { return hit(p) * 2; }
*/
import "C"

import (
	"time"

	"fixture.test/truth"
)

func work() {
	truth.Role("work")
	C.outer((*C.int)(nil))
}

func main() {
	truth.Role("main")
	go work()
	time.Sleep(2 * time.Second)
}
