// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/case/author.h"

#include <pwd.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <string_view>

namespace skein::cases
{

std::string systemAuthor()
{
    if (const char* wanted = std::getenv("SKEIN_AUTHOR"); wanted && *wanted)
        return wanted;
    std::array<char, 16384> memory;
    passwd entry{};
    passwd* found = nullptr;
    if (::getpwuid_r(::getuid(), &entry, memory.data(), memory.size(), &found) == 0 && found) {
        // The first part of the GECOS field is the full name, where anybody has filled it in.
        const std::string_view gecos = found->pw_gecos ? found->pw_gecos : "";
        const std::string_view name = gecos.substr(0, gecos.find(','));
        return std::string(name.empty() ? std::string_view(found->pw_name) : name);
    }
    const char* user = std::getenv("USER");
    return user ? user : "";
}

notes::Stamp stampOf(std::string author)
{
    using namespace std::chrono;
    return {std::move(author), duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count()};
}

} // namespace skein::cases
