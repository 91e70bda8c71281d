// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "app/command_line/window_program.h"

#include "app/command_line/exit_status.h"

#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>

namespace skein::command_line
{

namespace
{

bool isSet(const char* variable)
{
    const char* value = std::getenv(variable);
    return value && *value != '\0';
}

/// QT_QPA_PLATFORM names a platform that may need no display (offscreen, vnc).
bool hasDisplay()
{
    return isSet("DISPLAY") || isSet("WAYLAND_DISPLAY") || isSet("QT_QPA_PLATFORM");
}

} // namespace

int becomeWindow(const std::vector<std::string>& files)
{
    if (!hasDisplay()) {
        complain("There is no display to open a window on; 'skein report FILE' prints the findings instead.");
        return kBadUsage;
    }
    std::error_code error;
    const auto program =
        std::filesystem::read_symlink("/proc/self/exe", error).parent_path() / "skein-window";
    if (error || ::access(program.c_str(), X_OK) != 0) {
        complain("The window program is not installed beside this one (" + program.string() +
                 "); 'skein report FILE' prints the findings.");
        return kBadUsage;
    }
    std::string name = program.string();
    std::vector<std::string> texts = files;
    std::vector<char*> arguments{name.data()};
    for (std::string& text : texts)
        arguments.push_back(text.data());
    arguments.push_back(nullptr);
    ::execv(program.c_str(), arguments.data());
    complain(name + ": Cannot be started (" + std::strerror(errno) + ").");
    return kBadUsage;
}

} // namespace skein::command_line
