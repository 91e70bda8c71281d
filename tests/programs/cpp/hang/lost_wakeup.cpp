// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// notify_one wakes a waiter of the other kind, which goes to sleep again: everyone waits, nobody can notify.
#include "../truth.h"

#include <condition_variable>

namespace mail
{

std::mutex mutex;
std::condition_variable changed;
int letters = 0, parcels = 0;
bool sent = false;

void takeParcel()
{
    std::unique_lock<std::mutex> lock(mutex);
    changed.wait(lock, [] { return parcels > 0; });
    --parcels;
}

void takeLetter()
{
    std::unique_lock<std::mutex> lock(mutex);
    changed.wait(lock, [] { return letters > 0; });
    --letters;
}

void send()
{
    std::lock_guard<std::mutex> lock(mutex);
    ++letters;
    changed.notify_one();
}

} // namespace mail

int main()
{
    std::thread a([] { truth::role("waiter-parcel"); mail::takeParcel(); });
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    std::thread b([] { truth::role("waiter-letter"); mail::takeLetter(); });
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    mail::send();
    truth::say("kind lost wake-up, notify_one");
    truth::ready();
    a.join();
    b.join();
}
