// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// Three threads, each holds one mutex and waits for the next one's. A fourth waits for the first and holds nothing.
#include <array>
#include <barrier>
#include <cstdio>
#include <mutex>
#include <thread>

namespace depot
{

struct Shelf {
    std::mutex mutex;
    int boxes = 0;
};

std::array<Shelf, 3> shelves;
std::barrier start(3);

void move(Shelf& from, Shelf& to)
{
    std::lock_guard first(from.mutex);
    start.arrive_and_wait();
    std::lock_guard second(to.mutex);
    ++to.boxes;
}

void count(Shelf& shelf)
{
    std::lock_guard lock(shelf.mutex);
    std::printf("%d\n", shelf.boxes);
}

} // namespace depot

int main()
{
    using namespace depot;
    std::thread a([] { move(shelves[0], shelves[1]); });
    std::thread b([] { move(shelves[1], shelves[2]); });
    std::thread c([] { move(shelves[2], shelves[0]); });
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    std::thread d([] { count(shelves[0]); });
    a.join();
    b.join();
    c.join();
    d.join();
}
