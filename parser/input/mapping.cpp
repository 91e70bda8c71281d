// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/input/mapping.h"

#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <mutex>

namespace skein
{

namespace
{

/// What is mapped now: the handler of a signal may look at atomic numbers, but not take a lock.
struct Place {
    std::atomic<std::uintptr_t> begin = 0; ///< 0: free
    std::atomic<std::uintptr_t> end = 0;
};
constexpr std::size_t kMostMappings = 256;
std::array<Place, kMostMappings> places;
std::mutex placesMutex; // for those who write
struct sigaction before{};
std::uintptr_t pageSize = 4096;

/// Puts zeros from the page of `address` to the end of the mapping that it is in.
bool replaceFrom(std::uintptr_t address)
{
    for (const Place& place : places) {
        const std::uintptr_t begin = place.begin, end = place.end;
        if (begin == 0 || address < begin || address >= end)
            continue;
        const std::uintptr_t page = address & ~(pageSize - 1);
        return ::mmap(reinterpret_cast<void*>(page), end - page, PROT_READ,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED | MAP_NORESERVE, -1, 0) != MAP_FAILED;
    }
    return false;
}

void onBusError(int, siginfo_t* info, void*)
{
    const int error = errno;
    // Not ours: whoever handled it before does so when the same look fails again.
    if (!replaceFrom(reinterpret_cast<std::uintptr_t>(info->si_addr)))
        ::sigaction(SIGBUS, &before, nullptr);
    errno = error;
}

void handleBusErrors()
{
    static std::once_flag once;
    std::call_once(once, [] {
        pageSize = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
        struct sigaction action{};
        action.sa_sigaction = onBusError;
        action.sa_flags = SA_SIGINFO | SA_NODEFER;
        sigemptyset(&action.sa_mask);
        ::sigaction(SIGBUS, &action, &before);
    });
}

Place* takePlace(std::uintptr_t begin, std::size_t size)
{
    const std::scoped_lock lock(placesMutex);
    for (Place& place : places) {
        if (place.begin != 0)
            continue;
        place.end = begin + size;
        place.begin = begin;
        return &place;
    }
    return nullptr;
}

} // namespace

std::shared_ptr<const void> mapFile(int fd, std::size_t size)
{
    handleBusErrors();
    // Private, so that the text cannot be changed through us; the kernel shares the pages with its cache.
    void* const at = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (at == MAP_FAILED)
        return {};
    ::madvise(at, size, MADV_SEQUENTIAL);
    Place* const place = takePlace(reinterpret_cast<std::uintptr_t>(at), size);
    return {at, [size, place](const void* p) {
                if (place)
                    place->begin = 0;
                ::munmap(const_cast<void*>(p), size);
            }};
}

} // namespace skein
