// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "app/command_line/case_command.h"
#include "app/command_line/exit_status.h"
#include "app/command_line/read_log.h"
#include "model/formatted.h"
#include "model/redact/redact.h"
#include "parser/case/atomic_file.h"
#include "parser/case/redact_case.h"
#include "parser/input/input.h"

#include <array>
#include <cstdio>
#include <expected>
#include <filesystem>
#include <memory>
#include <system_error>
#include <utility>

namespace skein::command_line
{

namespace
{

using redact::Kind;

constexpr std::array<std::pair<std::string_view, Kind>, 7> kNames{{{"host", Kind::Host},
                                                                   {"ip", Kind::Ipv4},
                                                                   {"ipv6", Kind::Ipv6},
                                                                   {"user", Kind::Home},
                                                                   {"email", Kind::Email},
                                                                   {"secret", Kind::Token},
                                                                   {"query", Kind::Query}}};

std::expected<redact::Options, std::string> optionsOf(const RedactArguments& arguments)
{
    redact::Options out;
    out.keep = arguments.keep;
    out.kinds[static_cast<std::size_t>(Kind::Import)] = arguments.imports;
    for (const std::string& name : arguments.leave) {
        const auto hit = std::ranges::find(kNames, name, [](const auto& n) { return n.first; });
        if (hit == kNames.end())
            return std::unexpected("There is no kind '" + name + "'; choose " +
                                   choices(kNames, [](const auto& n) { return n.first; }) + ".");
        out.kinds[static_cast<std::size_t>(hit->second)] = false;
    }
    for (const std::string& pattern : arguments.patterns) {
        auto made = redact::patternOf(pattern);
        if (!made)
            return std::unexpected("The pattern '" + pattern + "' would match everything, or is too long.");
        out.patterns.push_back(std::move(*made));
    }
    return out;
}

/// What became what, on standard output; for whoever redacts, not for sharing.
void list(const redact::Redactor& redactor)
{
    for (const redact::Mask& mask : redactor.masks())
        if (mask.places > 0)
            std::fputs(formatted("{:16} {}  ({} {})\n", mask.text, shown(mask.original), mask.places,
                                 mask.places == 1 ? "place" : "places")
                           .c_str(),
                       stdout);
}

int failed(const std::string& sentence, int status = kBadUsage)
{
    complain(shown(sentence));
    return status;
}

} // namespace

int runRedact(const RedactArguments& arguments)
{
    auto options = optionsOf(arguments);
    if (!options)
        return failed(options.error());
    std::error_code error;
    if (!arguments.output.empty() && std::filesystem::equivalent(arguments.file, arguments.output, error))
        return failed(
            "--output is the file itself; what is masked cannot be had back, so give another name.");
    auto input = openInput(arguments.file);
    if (!input)
        return failed(input.error(), kUnreadable);
    const bool toCase = arguments.output.ends_with(".skein");
    const bool toStdout = arguments.output.empty() || arguments.output == "-";
    if (input->caseFile && !toCase && !arguments.list && !toStdout)
        return failed("A redacted case is a case: give --output a name that ends in .skein.");
    redact::Redactor redactor(std::move(*options));
    std::string text;
    std::expected<cases::CaseFile, std::string> shared;
    if (input->caseFile || toCase) {
        const cases::CaseFile whole =
            input->caseFile ? *input->caseFile
                            : cases::caseOfBytes(std::string(input->text),
                                                 std::filesystem::path(arguments.file).filename().string());
        shared = cases::redactedCase(whole, redactor);
        if (!shared)
            return failed(shared.error(), kUnreadable);
        text = shared->log.bytes;
    } else {
        text = redactor.redacted(input->text);
    }
    if (arguments.list) {
        list(redactor);
        return kOk;
    }
    if (toStdout) {
        if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0)
            return failed("Cannot write to standard output.");
    } else {
        const auto saved = toCase ? cases::saveCase(arguments.output, *shared)
                                  : cases::writeAtomically(arguments.output, text);
        if (!saved)
            return failed(saved.error());
    }
    for (const std::string& line : redactor.summary())
        complain("masked " + line);
    return kOk;
}

} // namespace skein::command_line
