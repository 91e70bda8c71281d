// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// Programs that end, each in a way of its own: the argument says which. Two threads count a harbour's crates; the second one
// comes to grief.
#include <cassert>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <stdexcept>
#include <string_view>
#include <thread>
#ifdef WITH_STACKTRACE
#include <iostream>
#include <stacktrace>
#endif
#ifdef WITH_ABSL
#include <absl/debugging/failure_signal_handler.h>
#include <absl/debugging/symbolize.h>
#endif

namespace harbour
{

struct Crate {
    int weight = 3;
    virtual ~Crate() = default;
    virtual int lift(std::string_view how);
};

[[gnu::noinline]] int Crate::lift(std::string_view how)
{
    if (how == "throw")
        throw std::runtime_error("the crate is too heavy");
    if (how == "abort")
        std::abort();
    if (how == "assert")
        assert(weight > 100);
    if (how == "segv")
        return *static_cast<volatile int*>(nullptr);
    if (how == "double-free") {
        void* twice = std::malloc(2000);
        void* volatile again = twice;
        std::free(twice);
        std::free(again);
    }
    if (how == "smash") {
        char label[8];
        std::memset(label, 'x', static_cast<std::size_t>(weight) * 20);
        return label[static_cast<std::size_t>(weight)];
    }
    if (how == "not-joined")
        std::thread([] {});
#ifdef WITH_STACKTRACE
    if (how == "stacktrace")
        std::cerr << std::stacktrace::current() << std::flush;
#endif
    return weight;
}

template <class Load>
int unload(Load&& load, std::string_view how)
{
    return load.lift(how) + 1;
}

} // namespace harbour

int main(int count, char** words)
{
    const std::string_view how = count > 1 ? words[1] : "abort";
#ifdef WITH_ABSL
    absl::InitializeSymbolizer(words[0]);
    absl::InstallFailureSignalHandler({});
#endif
    std::fprintf(stderr, "harbour opens\n");
    std::thread idle([] { std::this_thread::sleep_for(std::chrono::milliseconds(50)); });
    std::thread crane([how] {
        harbour::Crate crate;
        std::fprintf(stderr, "lifted %d\n", harbour::unload(crate, how));
    });
    crane.join();
    idle.join();
    std::fprintf(stderr, "harbour closes\n");
}
