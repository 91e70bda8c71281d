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

/// Becomes skein-window; `instead` says what can be done without it.
int become(std::vector<std::string> texts, std::string_view instead)
{
    std::error_code error;
    const auto program =
        std::filesystem::read_symlink("/proc/self/exe", error).parent_path() / "skein-window";
    if (error || ::access(program.c_str(), X_OK) != 0) {
        complain("The window program is not installed beside this one (" + program.string() + "); " +
                 std::string(instead));
        return kBadUsage;
    }
    std::string name = program.string();
    std::vector<char*> arguments{name.data()};
    for (std::string& text : texts)
        arguments.push_back(text.data());
    arguments.push_back(nullptr);
    ::execv(program.c_str(), arguments.data());
    complain(name + ": Cannot be started (" + std::strerror(errno) + ").");
    return kBadUsage;
}

} // namespace

int becomeWindow(const std::vector<std::string>& files)
{
    if (!hasDisplay()) {
        complain("There is no display to open a window on; 'skein report FILE' prints the findings instead.");
        return kBadUsage;
    }
    return become(files, "'skein report FILE' prints the findings.");
}

int becomePainter(int argc, char** argv)
{
    std::vector<std::string> texts(argv + 1, argv + argc);
    texts.insert(texts.begin(), kPaint);
    return become(std::move(texts), "it draws the pictures of this format. The formats text, json, markdown, "
                                    "chat, sarif and github do without it.");
}

} // namespace skein::command_line
