// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

// Package fleet sends vans out and forgets them.
package fleet

// Open starts a region's depots and ends.
func Open(region string) {
	for depot := 0; depot < 2; depot++ {
		go load(region, depot)
	}
}

func load(region string, depot int) {
	arrived := make(chan int)
	for van := 0; van < 3; van++ {
		go drive(arrived, van)
	}
	if depot == 1 {
		go func() { arrived <- depot }()
	}
}

func drive(arrived chan<- int, van int) {
	arrived <- van
}

// Watch starts two clerks and stays.
func Watch() {
	for i := 0; i < 2; i++ {
		go clerk(make(chan string))
	}
	select {}
}

func clerk(letters <-chan string) {
	<-letters
}
