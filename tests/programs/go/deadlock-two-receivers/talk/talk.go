// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors

package talk

func Left(in <-chan int, out chan<- int) {
	n := <-in //@ l recv
	out <- n + 1
}
func Right(in <-chan int, out chan<- int) {
	n := <-in //@ r recv
	out <- n - 1
}
