// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// A signal handler writes to the log whose lock the interrupted thread holds.
#include "../truth.h"

#include <atomic>
#include <csignal>

namespace journal
{
class Log
{
public:
    void write(const char* text)
    {
        std::lock_guard<std::mutex> guard(m_mutex);
        append(text);
    }
    const void* address() const { return &m_mutex; }
    static inline std::atomic<bool> inside{false};

private:
    void append(const char* text)
    {
        inside = true;
        for (;;)
            m_bytes += *text;
    }
    std::mutex m_mutex;
    volatile long m_bytes = 0;
};
Log log;
void onSignal(int) { log.write("reopened"); }
} // namespace journal

int main()
{
    std::signal(SIGUSR1, journal::onSignal);
    truth::lock("log", journal::log.address(), "cycle-writer");
    std::thread writer([] { truth::role("cycle-writer"); journal::log.write("line"); });
    while (!journal::Log::inside)
        std::this_thread::yield();
    pthread_kill(writer.native_handle(), SIGUSR1);
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    std::thread reader([] { truth::role("queued"); journal::log.write("another"); });
    truth::say("kind deadlock with itself in a signal handler");
    truth::ready();
    writer.join();
    reader.join();
}
