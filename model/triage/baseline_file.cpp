// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/triage/baseline_file.h"

#include "model/formatted.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <system_error>

namespace skein::triage
{

namespace fs = std::filesystem;

namespace
{

using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

std::string sentence(const fs::path& file, std::string_view what, int error)
{
    return formatted("{}: {} ({}).", file.string(), what, std::strerror(error));
}

} // namespace

std::expected<Baseline, std::string> readBaseline(const fs::path& file, bool mayBeMissing)
{
    std::error_code error;
    if (fs::is_directory(file, error))
        return std::unexpected(formatted("{}: This is a directory, not a baseline.", file.string()));
    const File in(std::fopen(file.c_str(), "rb"), &std::fclose);
    if (!in && errno == ENOENT && mayBeMissing)
        return Baseline();
    if (!in)
        return std::unexpected(sentence(file, "Cannot read this baseline", errno));
    std::string text;
    char block[65536];
    while (const std::size_t got = std::fread(block, 1, sizeof block, in.get())) {
        text.append(block, got);
        if (text.size() > (std::size_t{64} << 20))
            break; // parse() says that it is too large
    }
    if (std::ferror(in.get()))
        return std::unexpected(sentence(file, "Cannot read this baseline", errno));
    auto baseline = Baseline::parse(text);
    if (!baseline)
        return std::unexpected(formatted("{}:{}:{}: {}", file.string(), baseline.error().line,
                                         baseline.error().column, baseline.error().message));
    return std::move(*baseline);
}

std::expected<void, std::string> writeBaseline(const fs::path& given, const Baseline& baseline)
{
    std::error_code error;
    const fs::path real = fs::weakly_canonical(given, error);
    const fs::path file = error ? given : real;
    fs::path half = file;
    half += ".new";
    const std::string text = baseline.text();
    {
        File out(std::fopen(half.c_str(), "wb"), &std::fclose);
        if (!out)
            return std::unexpected(sentence(given, "Cannot write this baseline", errno));
        const bool written =
            std::fwrite(text.data(), 1, text.size(), out.get()) == text.size() && std::fflush(out.get()) == 0;
        if (!written) {
            const int why = errno;
            out.reset();
            fs::remove(half, error);
            return std::unexpected(sentence(given, "Cannot write this baseline", why));
        }
    }
    if (const auto old = fs::status(file, error); !error && fs::exists(old)) {
        std::error_code ignored;
        fs::permissions(half, old.permissions(), ignored);
    }
    fs::rename(half, file, error);
    if (error) {
        std::error_code ignored;
        fs::remove(half, ignored);
        return std::unexpected(
            formatted("{}: Cannot write this baseline ({}).", given.string(), error.message()));
    }
    return {};
}

} // namespace skein::triage
