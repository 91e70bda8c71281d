// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Bug: Update calls Get with the lock held.
package main

import (
	"fmt"

	"fixture.test/truth"
	"github.com/acme/confd/conf"
)

func main() {
	truth.Role("main")
	s := conf.New()
	s.Update("listen", func(old string) string { return old + ":8080" })
	fmt.Println(s.Get("listen"))
}
