// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// What AddressSanitizer says about threads, one for each name: memory NAME.
#include "truth.h"

#include <cstring>
#include <map>
#include <pthread.h>
#include <string>

using truth::address, truth::later, truth::spawn;

namespace parcel
{
struct Parcel {
    long weight = 3;
    int stamps[4] = {};
};
void discard(Parcel* p)
{
    delete p; //@ uaf freer
}
long weigh(const Parcel* p)
{
    return p->weight; //@ uaf user
}
void uaf()
{
    auto* p = new Parcel;
    address("memory", &p->weight);
    auto a = spawn("freer", [=] { discard(p); });
    auto b = spawn("user", [=] {
        pthread_setname_np(pthread_self(), "scale");
        later();
        std::printf("%ld\n", weigh(p));
    });
    a.join();
    b.join();
}
void stamp(int* stamps, int at)
{
    stamps[at] = 1; //@ overflow writer
}
void overflow()
{
    auto* stamps = new int[5];
    address("memory", &stamps[5]);
    spawn("writer", [=] { stamp(stamps, 5); }).join();
    delete[] stamps;
}
void twice()
{
    auto* p = new Parcel;
    auto a = spawn("freer", [=] { discard(p); });
    auto b = spawn("again", [=] { later(); discard(p); });
    a.join();
    b.join();
}
int* volatile kept;
void keep()
{
    int local = 4;
    kept = &local;
}
void scope()
{
    spawn("user", [] {
        keep();
        *kept = 5; //@ return user
    }).join();
}
void segv()
{
    spawn("crasher", [] {
        later();
        *static_cast<volatile int*>(nullptr) = 1; //@ segv crasher
    }).join();
}
void* volatile lost;
void leak()
{
    spawn("loser", [] {
        for (int i = 0; i < 3; ++i)
            lost = std::malloc(40); //@ leak made
        lost = nullptr;
    }).join();
}
} // namespace parcel

int main(int, char** argv)
{
    const std::map<std::string, void (*)()> all = {
        {"uaf", parcel::uaf},     {"overflow", parcel::overflow}, {"double-free", parcel::twice},
        {"return", parcel::scope}, {"segv", parcel::segv},        {"leak", parcel::leak},
    };
    const auto found = all.find(argv[1] ? argv[1] : "");
    if (found == all.end())
        return 2;
    found->second();
}
