// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "parser/case/redact_case.h"

#include <type_traits>
#include <utility>
#include <variant>

namespace skein::cases
{

using namespace notes;

namespace
{

class Masker
{
public:
    explicit Masker(redact::Redactor& redactor) : m_redactor(redactor) {}

    void mask(std::string& text)
    {
        if (!text.empty())
            text = m_redactor.redacted(text);
    }
    void mask(bool) {}
    void mask(std::vector<VersionId>&) {}
    void mask(std::optional<Anchor>& anchor)
    {
        if (anchor)
            mask(*anchor);
    }
    void mask(VerdictValue& value)
    {
        mask(value.text);
        mask(value.party);
    }
    void mask(Anchor& anchor)
    {
        anchor.extra.clear();
        // What a log may have printed: the names of functions and resources.
        std::visit(
            [this](auto& at) {
                using T = std::decay_t<decltype(at)>;
                if constexpr (std::is_same_v<T, OnFrame>)
                    mask(at.function);
                else if constexpr (std::is_same_v<T, OnResource>)
                    mask(at.name);
                else if constexpr (std::is_same_v<T, OnEdge>)
                    mask(at.resource.name);
            },
            anchor.at);
    }
    template <class T>
    void mask(Versioned<T>& field)
    {
        field.forEach([this](Version<T>& version) {
            mask(version.stamp.author);
            mask(version.value);
            version.extra.clear();
        });
    }
    void mask(Note& note)
    {
        mask(note.created.author);
        mask(note.anchor);
        mask(note.arrowTo);
        mask(note.text);
        mask(note.colour);
        mask(note.resolved);
        mask(note.deletedTexts);
        note.extra.clear();
    }
    void mask(Verdict& verdict)
    {
        mask(verdict.on);
        mask(verdict.value);
        verdict.extra.clear();
    }

private:
    redact::Redactor& m_redactor;
};

} // namespace

std::expected<CaseFile, std::string> redactedCase(const CaseFile& from, redact::Redactor& redactor,
                                                  std::stop_token stop)
{
    auto input = inputFromBytes({from.log.bytes, from.log.owner}, from.log.name, stop);
    if (!input)
        return std::unexpected(input.error());
    Masker masker(redactor);
    for (const Note* note :
         from.notebook.liveNotes()) // a name that only a note gives away is masked in the log too
        redactor.learn(note->text.value());
    std::string name = from.log.name;
    std::string text = redactor.redacted(input->text, stop);
    if (stop.stop_requested())
        return std::unexpected(std::string());
    masker.mask(name);
    CaseFile out = caseOfBytes(std::move(text), std::move(name));
    Notebook whole = from.notebook;
    whole.dropDeletedTexts();
    for (const Note* note : whole.notes()) {
        Note masked = *note;
        masker.mask(masked);
        out.notebook.put(std::move(masked));
    }
    for (const Verdict* verdict : whole.verdicts()) {
        Verdict masked = *verdict;
        masker.mask(masked);
        out.notebook.put(std::move(masked));
    }
    out.masked = from.masked; // of the time before
    for (std::string& line : redactor.summary())
        out.masked.push_back(std::move(line));
    return out;
}

} // namespace skein::cases
