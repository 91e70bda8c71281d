// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// Two function-local statics whose constructors need each other, entered from two threads.
#include "../truth.h"

#include <atomic>

namespace registry
{
std::atomic<int> inside{0};

void meet()
{
    ++inside;
    while (inside < 2)
        std::this_thread::yield();
}

struct Fonts {
    Fonts();
    static Fonts& get()
    {
        static Fonts one;
        return one;
    }
    int faces = 0;
};
struct Themes {
    Themes();
    static Themes& get()
    {
        static Themes one;
        return one;
    }
    int colours = 0;
};
Fonts::Fonts()
{
    meet();
    faces = Themes::get().colours;
}
Themes::Themes()
{
    meet();
    colours = Fonts::get().faces;
}
} // namespace registry

int main()
{
    std::thread a([] { truth::role("cycle-fonts"); registry::Fonts::get(); });
    std::thread b([] { truth::role("cycle-themes"); registry::Themes::get(); });
    truth::say("kind deadlock of static initialisers");
    truth::ready();
    a.join();
    b.join();
}
