// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// A counter that one thread writes and another reads without the lock, and two locks taken in opposite orders.
#include <chrono>
#include <cstdio>
#include <memory>
#include <mutex>
#include <thread>

namespace meter
{

struct Gauge {
    std::mutex mutex;
    std::mutex file;
    long value = 0;

    void add(long n)
    {
        std::lock_guard lock(mutex);
        std::lock_guard inner(file);
        value += n;
    }
    void flush()
    {
        std::lock_guard lock(file);
        std::lock_guard inner(mutex);
        std::puts("flushed");
    }
    long peek() const { return value; }
};

} // namespace meter

int main()
{
    auto gauge = std::make_unique<meter::Gauge>();
    std::thread writer([&] { gauge->add(3); });
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    std::thread reader([&] { std::printf("%ld\n", gauge->peek()); });
    reader.join();
    writer.join();
    gauge->flush();
}
