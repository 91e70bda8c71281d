// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/case/case_file.h"
#include "parser/input/input.h"

#include <utility>

namespace skein
{

std::expected<Input, std::string> openInput(const std::string& path, std::stop_token stop)
{
    auto bytes = readBytes(path, stop);
    if (!bytes)
        return std::unexpected(bytes.error());
    if (cases::looksLikeCase(bytes->view) || path.ends_with(".skein")) {
        auto file = cases::openCase(bytes->view, path, stop);
        if (!file)
            return std::unexpected(file.error());
        return cases::inputOf(std::make_shared<const cases::CaseFile>(std::move(*file)), path, stop);
    }
    return inputFromBytes(std::move(*bytes), path, stop);
}

} // namespace skein
