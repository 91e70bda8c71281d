// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "app/command_line/destination.h"

#include <set>
#include <system_error>
#include <unordered_map>

namespace skein::command_line
{

namespace fs = std::filesystem;

std::vector<std::string> reportNames(const std::vector<std::string>& inputs, std::string_view suffix)
{
    std::vector<std::string> names;
    std::set<std::string> taken;
    std::unordered_map<std::string, int> next; // per base name, so that a thousand equal names stay linear
    for (const std::string& input : inputs) {
        std::string base = input == "-" ? "stdin" : fs::path(input).filename().string();
        if (base.empty())
            base = "report";
        int& number = next.try_emplace(base, 1).first->second;
        std::string name;
        do {
            name = base;
            if (number > 1)
                name += '-' + std::to_string(number);
            name += '.';
            name += suffix;
            ++number;
        } while (!taken.insert(name).second);
        names.push_back(std::move(name));
    }
    return names;
}

std::expected<Destination, std::string> chooseDestination(const std::vector<std::string>& inputs,
                                                          const std::string& output, std::string_view suffix)
{
    Destination destination;
    if (output.empty() || output == "-")
        return destination;
    std::error_code error;
    const bool isDirectory = fs::is_directory(output, error);
    if (isDirectory || inputs.size() > 1 || output.ends_with('/')) {
        if (!isDirectory && !fs::create_directories(output, error) && !fs::is_directory(output))
            return std::unexpected(output + ": Cannot make this directory" +
                                   (error ? " (" + error.message() + ")." : "; a file is in its place."));
        for (const std::string& name : reportNames(inputs, suffix))
            destination.files.push_back(fs::path(output) / name);
    } else {
        const fs::path folder = fs::path(output).parent_path();
        if (!folder.empty() && !fs::is_directory(folder, error))
            return std::unexpected(output + ": There is no directory " + folder.string() + ".");
        destination.files.emplace_back(output);
    }
    for (const fs::path& file : destination.files) {
        if (!fs::is_regular_file(file, error))
            continue;
        for (const std::string& input : inputs)
            if (fs::equivalent(file, input, error))
                return std::unexpected(file.string() +
                                       ": The report would overwrite the log that it is about.");
    }
    return destination;
}

} // namespace skein::command_line
