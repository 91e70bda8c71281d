// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/formatted.h"
#include "parser/case/case_json.h"
#include "parser/case/json_parts.h"
#include "parser/case/zip.h"
#include "views/version.h"

#include <algorithm>

namespace skein::cases
{

namespace
{

constexpr const char* kFormat = "skein-case";
constexpr std::uint64_t kMajor = 1, kMinor = 0;
constexpr std::size_t kMostMasked = 1000;

/// A file beside the case, never elsewhere.
bool isPlainName(std::string_view name)
{
    return isSafeName(name) && name.find('/') == name.npos;
}

} // namespace

std::string manifestJson(const CaseFile& file)
{
    Json log = Json::object();
    log["name"] = file.log.name;
    log["size"] = file.log.size;
    log["sha256"] = file.log.sha256;
    log["stored"] = file.log.byReference ? "beside" : "inside";
    addExtra(log, file.extraLog);
    Json out = Json::object();
    out["format"] = kFormat;
    out["version"] = Json::array({kMajor, kMinor});
    out["skein"] = kVersion;
    out["log"] = std::move(log);
    if (!file.masked.empty())
        out["masked"] = file.masked;
    addExtra(out, file.extra);
    return dumped(out, 2) + '\n';
}

std::expected<void, std::string> manifestFrom(std::string_view json, const Limits& limits, CaseFile& out)
{
    auto parsed = parseJson(json, limits);
    if (!parsed)
        return std::unexpected("its manifest.json cannot be read: " + parsed.error());
    std::string error;
    Members in(*parsed, error, "manifest.json");
    if (in.text("format", true) != kFormat)
        in.fail("format", "is not \"skein-case\"");
    const Json* version = in.find("version");
    const bool isVersion =
        version && version->is_array() && version->size() >= 2 &&
        std::ranges::all_of(*version, [](const Json& n) { return n.is_number_unsigned(); });
    out.skein = in.text("skein");
    if (!error.empty())
        return std::unexpected("its manifest.json is wrong: " + error);
    if (!isVersion)
        return std::unexpected("its manifest.json does not say of which version it is");
    if ((*version)[0] != kMajor)
        return std::unexpected(
            formatted("it was written by a newer Skein ({}), as a case of version {}; this Skein "
                      "reads version {}: get a newer one",
                      out.skein.substr(0, 40), (*version)[0].get<std::uint64_t>(), kMajor));
    Json none;
    Json* log = in.find("log");
    Members logIn(log ? *log : none, error, "the log");
    out.log.name = logIn.text("name", true);
    out.log.size = logIn.number("size", ~std::uint64_t{0} >> 1);
    out.log.sha256 = logIn.text("sha256", true);
    const std::string stored = logIn.text("stored", true);
    out.log.byReference = stored == "beside";
    if (!isPlainName(out.log.name))
        logIn.fail("name", "is not the name of a file");
    if (stored != "beside" && stored != "inside")
        logIn.fail("stored", "is neither \"inside\" nor \"beside\"");
    if (out.log.sha256.size() != 64 ||
        out.log.sha256.find_first_not_of("0123456789abcdef") != std::string::npos)
        logIn.fail("sha256", "does not have 64 hexadecimal digits");
    if (Json* masked = in.find("masked")) {
        if (!masked->is_array() || masked->size() > kMostMasked)
            in.fail("masked", "is no list, or too long");
        else
            for (const Json& line : *masked)
                if (const auto* text = line.get_ptr<const std::string*>())
                    out.masked.push_back(*text);
    }
    if (!error.empty())
        return std::unexpected("its manifest.json is wrong: " + error);
    out.extraLog = logIn.rest();
    out.extra = in.rest();
    return {};
}

std::expected<std::string, std::string> pretty(std::string_view json, const Limits& limits)
{
    auto parsed = parseJson(json, limits);
    if (!parsed)
        return std::unexpected(parsed.error());
    return dumped(*parsed, 2) + '\n';
}

} // namespace skein::cases
