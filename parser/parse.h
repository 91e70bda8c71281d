// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/log.h"
#include "parser/input/input.h"

#include <expected>
#include <functional>
#include <stop_token>
#include <string>
#include <string_view>

namespace skein
{

struct ParseOptions {
    std::stop_token stop;
    /// Called now and then from the parsing thread with 0 … 1.
    std::function<void(double)> progress;
    /// Called with sentences for the user on what of the input could not be read.
    std::function<void(std::string_view)> say;
};

/// The one entry point of the parser: everything that is recognised in `input`, in one pass over its bytes.
/// A file in which nothing is recognised is a Log without snapshots, not an error.
/// The error is one sentence for the user; it is empty when `options.stop` was requested.
std::expected<LogPtr, std::string> parse(Input input, const ParseOptions& options = {});

} // namespace skein
