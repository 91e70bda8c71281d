// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package main

import (
	"fmt"
	"runtime/debug"

	"fixture.test/truth"
)

func rotate(indexes []string, at int) string {
	return indexes[at]
}

func job(failed chan<- string) {
	truth.Role("job")
	defer func() {
		if r := recover(); r != nil {
			failed <- fmt.Sprintf("%v\n\n%s", r, debug.Stack())
		}
	}()
	rotate(nil, 3)
	failed <- ""
}

func main() {
	truth.Role("main")
	failed := make(chan string)
	go job(failed)
	if text := <-failed; text != "" {
		panic("job failed: " + text) //@ crash here
	}
}
