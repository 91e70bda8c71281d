// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: six closures of a batch store their results in one map.
package main

import (
	"fmt"

	"fixture.test/truth"
	"github.com/acme/kit"
	"github.com/acme/thumbs/batch"
)

func main() {
	truth.Role("main")
	kit.Start("hub lru")
	results := batch.Run(6, 1<<22)
	fmt.Println(len(results))
}
