// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// Two threads, each waits for the result that the other one has to give.
#include "../truth.h"

#include <future>

namespace chess
{
std::promise<int> white, black;

int answer(std::future<int> theirs, std::promise<int>& mine)
{
    const int move = theirs.get();
    mine.set_value(move + 1);
    return move;
}
} // namespace chess

int main()
{
    using namespace chess;
    std::thread a([] { truth::role("cycle-white"); answer(black.get_future(), white); });
    std::thread b([] { truth::role("cycle-black"); answer(white.get_future(), black); });
    truth::say("kind futures waiting for each other");
    truth::ready();
    a.join();
    b.join();
}
