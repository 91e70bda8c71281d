// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: the function of a sync.Once needs what that Once makes.
package main

import (
	"fmt"

	"fixture.test/truth"
	"github.com/acme/plugind/plugin"
)

func main() {
	truth.Role("main")
	fmt.Println(plugin.Names())
}
