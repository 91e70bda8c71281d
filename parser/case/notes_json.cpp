// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "model/formatted.h"
#include "parser/case/case_json.h"
#include "parser/case/json_parts.h"

#include <algorithm>

namespace skein::cases
{

using namespace notes;

namespace
{

// -------------------------------------------------------------------------------------------------------
// writing

Json valueJson(const std::string& text)
{
    return text;
}
Json valueJson(bool flag)
{
    return flag;
}
Json valueJson(const Anchor& anchor)
{
    return toJson(anchor);
}
Json valueJson(const std::optional<Anchor>& anchor)
{
    return anchor ? toJson(*anchor) : Json();
}
Json valueJson(const std::vector<VersionId>& ids)
{
    Json out = Json::array();
    for (const VersionId id : ids)
        out.push_back(formatted("{:016x}", id));
    return out;
}
Json valueJson(const VerdictValue& value)
{
    Json out = Json::object();
    if (!value.text.empty())
        out["text"] = value.text;
    if (value.party)
        out["party"] = toJson(*value.party);
    if (value.count != 0)
        out["count"] = value.count;
    return out;
}

/// Every version, oldest first; in nearly every file that is one.
template <class T>
void put(Json& out, const char* key, const Versioned<T>& field)
{
    if (!field.current())
        return;
    Json versions = Json::array();
    for (const auto& version : field.versions()) {
        Json json = Json::object();
        json["id"] = formatted("{:016x}", version.id);
        json["at"] = isoTime(std::clamp<Millis>(version.stamp.time, 0, 253'402'300'799'999));
        json["by"] = version.stamp.author;
        json["value"] = valueJson(version.value);
        addExtra(json, version.extra);
        versions.push_back(std::move(json));
    }
    out[key] = std::move(versions);
}

Json noteJson(const Note& note)
{
    Json out = Json::object();
    out["id"] = toString(note.id);
    out["at"] = isoTime(std::clamp<Millis>(note.created.time, 0, 253'402'300'799'999));
    out["by"] = note.created.author;
    if (note.replyTo)
        out["replyTo"] = toString(note.replyTo);
    put(out, "anchor", note.anchor);
    put(out, "arrowTo", note.arrowTo);
    put(out, "text", note.text);
    put(out, "colour", note.colour);
    put(out, "resolved", note.resolved);
    put(out, "deletedTexts", note.deletedTexts);
    if (!note.replaced.empty())
        out["replaced"] = valueJson(note.replaced);
    addExtra(out, note.extra);
    return out;
}

Json verdictJson(const Verdict& verdict)
{
    Json out = Json::object();
    out["kind"] = toString(verdict.kind);
    out["on"] = toJson(verdict.on);
    put(out, "value", verdict.value);
    if (!verdict.replaced.empty())
        out["replaced"] = valueJson(verdict.replaced);
    addExtra(out, verdict.extra);
    return out;
}

Json notebookJson(const Notebook& notebook)
{
    Json out = Json::object();
    out["notes"] = Json::array();
    out["verdicts"] = Json::array();
    for (const Note* note : notebook.notes())
        out["notes"].push_back(noteJson(*note));
    for (const Verdict* verdict : notebook.verdicts())
        out["verdicts"].push_back(verdictJson(*verdict));
    for (const std::string& other : notebook.extraVerdicts)
        out["verdicts"].push_back(Json::parse(other, nullptr, false));
    addExtra(out, notebook.extra);
    return out;
}

// -------------------------------------------------------------------------------------------------------
// reading

class NotesReader
{
public:
    explicit NotesReader(const Limits& limits) : m_limits(limits) {}

    std::expected<Notebook, std::string> read(Json& json)
    {
        Members in(json, m_error, "notes.json");
        if (Json* all = list(in, "notes")) {
            for (Json& note : *all)
                readNote(note);
        }
        if (Json* all = list(in, "verdicts")) {
            for (Json& verdict : *all)
                readVerdict(verdict);
        }
        m_out.extra = in.rest();
        if (!m_error.empty())
            return std::unexpected(m_error);
        return std::move(m_out);
    }

private:
    Json* list(Members& in, const char* key)
    {
        Json* value = in.find(key);
        if (value && !value->is_array())
            in.fail(key, "is no list");
        else if (value && (m_items += value->size()) > m_limits.notes)
            in.fail(key, formatted("has more than {} entries", m_limits.notes));
        return value && m_error.empty() ? value : nullptr;
    }

    void value(Members& in, std::string& out) { out = in.text("value", true); }
    void value(Members& in, bool& out) { out = in.flag("value"); }
    void value(Members& in, Anchor& out)
    {
        if (Json* json = in.find("value"))
            out = anchorFrom(*json, m_error);
        else
            in.fail("value", "is missing");
    }
    void value(Members& in, std::optional<Anchor>& out)
    {
        if (Json* json = in.find("value"); json && !json->is_null())
            out = anchorFrom(*json, m_error);
    }
    void value(Members& in, std::vector<VersionId>& out) { out = ids(in, "value"); }
    void value(Members& in, VerdictValue& out)
    {
        Json* json = in.find("value");
        if (!json)
            return in.fail("value", "is missing");
        Members members(*json, m_error, "a verdict's value");
        out.text = members.text("text");
        out.count = members.number("count", ~std::uint64_t{0});
        if (Json* party = members.find("party"))
            out.party = anchorFrom(*party, m_error);
    }

    std::vector<VersionId> ids(Members& in, const char* key)
    {
        std::vector<VersionId> out;
        Json* json = in.find(key);
        if (!json)
            return out;
        if (!json->is_array() || (m_versions += json->size()) > m_limits.versions) {
            in.fail(key, "is no list, or too long");
            return out;
        }
        for (const Json& id : *json) {
            const auto* text = id.get_ptr<const std::string*>();
            const auto pair =
                text && text->size() == 16 ? noteIdOf("0000000000000001" + *text) : std::nullopt;
            if (!pair)
                in.fail(key, "has an entry without 16 hexadecimal digits");
            else
                out.push_back(pair->low);
        }
        std::ranges::sort(out);
        return out;
    }

    template <class T>
    void field(Members& in, const char* key, Versioned<T>& out)
    {
        Json* json = in.find(key);
        if (!json)
            return;
        if (!json->is_array() || (m_versions += json->size()) > m_limits.versions)
            return in.fail(key, "is no list, or too long");
        std::vector<Version<T>> versions;
        for (Json& version : *json) {
            Members members(version, m_error, "a version");
            Version<T> read{.id = members.hex("id"), .stamp = members.stamp()};
            value(members, read.value);
            read.extra = members.rest();
            if (!m_error.empty())
                return;
            versions.push_back(std::move(read));
        }
        out.set(std::move(versions));
    }

    void readNote(Json& json)
    {
        Members in(json, m_error, "a note");
        Note note;
        const auto id = noteIdOf(in.text("id", true));
        if (!id)
            return in.fail("id", "does not have 32 hexadecimal digits");
        note.id = *id;
        note.created = in.stamp();
        if (const std::string to = in.text("replyTo"); !to.empty()) {
            const auto answered = noteIdOf(to);
            if (!answered)
                return in.fail("replyTo", "does not have 32 hexadecimal digits");
            note.replyTo = *answered;
        }
        field(in, "anchor", note.anchor);
        field(in, "arrowTo", note.arrowTo);
        field(in, "text", note.text);
        field(in, "colour", note.colour);
        field(in, "resolved", note.resolved);
        field(in, "deletedTexts", note.deletedTexts);
        note.replaced = ids(in, "replaced");
        note.extra = in.rest();
        if (m_error.empty() && m_out.find(note.id))
            return in.fail("id", "stands there twice");
        if (m_error.empty())
            m_out.put(std::move(note));
    }

    void readVerdict(Json& json)
    {
        Members in(json, m_error, "a verdict");
        const Json* word = in.find("kind");
        const auto* text = word ? word->get_ptr<const std::string*>() : nullptr;
        if (!text)
            return in.fail("kind", "is no text");
        const auto kind = verdictKindOf(*text);
        if (!kind) { // of a newer Skein
            m_out.extraVerdicts.insert(dumped(json, -1));
            return;
        }
        Verdict verdict{.kind = *kind};
        if (Json* on = in.find("on"))
            verdict.on = anchorFrom(*on, m_error);
        field(in, "value", verdict.value);
        verdict.replaced = ids(in, "replaced");
        verdict.extra = in.rest();
        if (m_error.empty())
            m_out.put(std::move(verdict));
    }

    const Limits& m_limits;
    Notebook m_out;
    std::string m_error;
    std::size_t m_items = 0, m_versions = 0;
};

} // namespace

std::string notesJson(const Notebook& notebook)
{
    Notebook shared = notebook;
    shared.dropDeletedTexts();
    return dumped(notebookJson(shared), 2) + '\n';
}

std::string notesLine(const Notebook& notebook)
{
    return dumped(notebookJson(notebook), -1);
}

std::expected<Notebook, std::string> notesFrom(std::string_view json, const Limits& limits)
{
    auto parsed = parseJson(json, limits);
    if (!parsed)
        return std::unexpected(parsed.error());
    return NotesReader(limits).read(*parsed);
}

} // namespace skein::cases
