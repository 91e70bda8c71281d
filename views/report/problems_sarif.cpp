// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
//
// SARIF 2.1.0, https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html; what GitHub needs of it:
// https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
#include "model/formatted.h"
#include "views/report/json_writer.h"
#include "views/report/problems.h"
#include "views/report/utf8.h"
#include "views/version.h"

#include <algorithm>

namespace skein
{

namespace
{

constexpr std::size_t kNotesInMessage = 20, kLongestNote = 500;

/// RFC 3986: whatever is not unreserved is written as %XX; slashes separate.
std::string uri(std::string_view path)
{
    std::string out;
    for (const char c : utf8::valid(path)) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                           std::string_view("-._~/").contains(c);
        if (plain)
            out += c;
        else if (c == '\\')
            out += '/';
        else
            out += formatted("%{:02X}", static_cast<unsigned char>(c));
    }
    return out;
}

std::string_view levelName(Level level)
{
    return level == Level::Error ? "error" : level == Level::Warning ? "warning" : "note";
}

void text(JsonWriter& json, std::string_view key, std::string_view value)
{
    json.key(key);
    json.beginObject();
    json.field("text", value);
    json.endObject();
}

void writeRules(JsonWriter& json, const Problems& problems)
{
    json.key("rules");
    json.beginArray();
    for (const ProblemRule& rule : problems.rules) {
        json.beginObject();
        json.field("id", rule.id);
        text(json, "shortDescription", rule.title);
        text(json, "fullDescription", rule.help);
        text(json, "help", rule.help);
        json.endObject();
    }
    json.endArray();
}

/// One location; `inner` adds members to it.
template <class Inner>
void writeLocation(JsonWriter& json, const Problems& problems, const std::string& path, bool inRepository,
                   std::uint32_t line, Inner&& inner)
{
    // A result has to stand somewhere; without a file of the source that is the log.
    const bool inSource = !path.empty();
    const std::string_view file = inSource ? std::string_view(path) : std::string_view(problems.log);
    const bool absolute = !inRepository && (file.starts_with('/') || file.starts_with('\\'));
    const bool drive = !inRepository && file.size() > 2 && file[1] == ':' &&
                       (file[2] == '/' || file[2] == '\\') &&
                       uri(file.substr(0, 1)).size() == 1; // C:\src\x.go
    json.beginObject();
    json.key("physicalLocation");
    json.beginObject();
    json.key("artifactLocation");
    json.beginObject();
    json.field("uri", drive ? formatted("file:///{}:{}", file[0], uri(file.substr(2)))
                            : (absolute ? "file://" : "") + uri(file));
    if (inSource && inRepository)
        json.field("uriBaseId", "%SRCROOT%");
    json.endObject();
    json.key("region");
    json.beginObject();
    json.field("startLine", std::max<std::uint32_t>(inSource ? line : 1, 1));
    json.endObject();
    json.endObject();
    inner();
    json.endObject();
}

/// What people said goes where a viewer shows it and where a program finds it, apart from what Skein says.
void writeSaid(JsonWriter& json, const std::vector<ProblemNote>& said)
{
    if (said.empty())
        return;
    json.key("properties");
    json.beginObject();
    json.key("saidByPeople");
    json.beginArray();
    for (const ProblemNote& note : said) {
        json.beginObject();
        json.field("author", note.author);
        json.field("time", note.time);
        json.field("about", note.about);
        json.field("kind", note.verdict ? "verdict" : "note");
        json.field("text", note.text);
        json.endObject();
    }
    json.endArray();
    json.endObject();
}

void writeRelated(JsonWriter& json, const Problems& problems, const Problem& p)
{
    constexpr std::size_t kMost = 100;
    std::size_t written = 0;
    for (const ProblemNote& note : p.said) {
        if (note.file.empty() || written == kMost)
            continue;
        if (written++ == 0) {
            json.key("relatedLocations");
            json.beginArray();
        }
        writeLocation(json, problems, note.file, note.inRepository, note.line, [&] {
            json.field("id", written); // two people may say the same of one place
            text(json, "message", inWords(note, kLongestNote));
        });
    }
    if (written > 0)
        json.endArray();
}

void writeResult(JsonWriter& json, const Problems& problems, const Problem& p)
{
    const auto rule = std::ranges::find(problems.rules, p.rule, &ProblemRule::id);
    json.beginObject();
    json.field("ruleId", p.rule);
    if (rule != problems.rules.end())
        json.field("ruleIndex", rule - problems.rules.begin());
    json.field("level", levelName(p.level));
    std::string message = p.title + "\n" + p.text;
    for (std::size_t i = 0; i < p.said.size() && i < kNotesInMessage; ++i)
        message += '\n' + inWords(p.said[i], kLongestNote);
    if (p.said.size() > kNotesInMessage)
        message += formatted("\nand {} further notes", p.said.size() - kNotesInMessage);
    text(json, "message", message);
    json.key("locations");
    json.beginArray();
    writeLocation(json, problems, p.file, p.inRepository, p.line, [] {});
    json.endArray();
    writeRelated(json, problems, p);
    if (!p.fingerprint.empty()) {
        json.key("partialFingerprints");
        json.beginObject();
        json.field("skeinLeak/v1", p.fingerprint);
        json.endObject();
    }
    if (!p.state.empty())
        json.field("baselineState", p.state);
    if (!p.accepted.empty()) {
        json.key("suppressions");
        json.beginArray();
        json.beginObject();
        json.field("kind", "external");
        json.field("status", "accepted");
        json.field("justification", p.accepted);
        json.endObject();
        json.endArray();
    }
    writeSaid(json, p.said);
    json.endObject();
}

} // namespace

void writeSarif(const Problems& problems, Sink& sink)
{
    JsonWriter json(sink);
    json.beginObject();
    json.field("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
    json.field("version", "2.1.0");
    json.key("runs");
    json.beginArray();
    json.beginObject();
    json.key("tool");
    json.beginObject();
    json.key("driver");
    json.beginObject();
    json.field("name", "skein");
    json.field("version", kVersion);
    writeRules(json, problems);
    json.endObject();
    json.endObject();
    json.field("columnKind", "unicodeCodePoints");
    json.key("results");
    json.beginArray();
    for (const Problem& p : problems.list)
        writeResult(json, problems, p);
    json.endArray();
    writeSaid(json, problems.said);
    json.endObject();
    json.endArray();
    json.endObject();
    sink.put('\n');
}

} // namespace skein
