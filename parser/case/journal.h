// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include "model/notes/notebook.h"

#include <cstdint>
#include <expected>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

/// Autosave: what was written since the case was last saved, in a file of its own that survives the program.
namespace skein::cases
{

/// $XDG_STATE_HOME/skein/recovery, or ~/.local/state/skein/recovery; on other systems what stands for it.
std::filesystem::path recoveryFolder();

/// What a journal belongs to.
struct JournalOf {
    std::string caseFile; ///< absolute path of the case; "" where it was never saved
    std::string log;      ///< absolute path of the log that was opened; "" for text from elsewhere
    std::string logName;
    std::string sha256; ///< of the log
};

/// Written by one open document. Records are whole notes and verdicts, so that reading them again is a merge:
/// in any order, as often as one likes. A record that was cut off by the end of the program is passed over.
///
/// A call of append() has reached the system when it returns, so killing the program loses nothing; only
/// `sync` waits for the disk (loss of power), which takes milliseconds: call it from a timer or another
/// thread.
class Journal
{
public:
    /// Makes the file (readable by the user alone) in `folder`, which is made too.
    static std::expected<Journal, std::string> create(const std::filesystem::path& folder, const JournalOf&);
    ~Journal(); ///< closes the file; it stays, to be found by recoverable()
    Journal(Journal&&) noexcept;
    Journal& operator=(Journal&&) noexcept;

    /// Records the notes and verdicts of `changed` whole (of a Change: the note or verdict that it names, put
    /// into an empty Notebook). False where the disk is full: nothing is lost in the program itself.
    bool append(const notes::Notebook& changed);
    /// The note or verdict of one step, as it stands in `notebook` now.
    bool append(const notes::Notebook& notebook, const notes::Change&);
    bool appendView(const std::string& json);
    bool sync();
    /// The case was saved: starts again from nothing, under the name that it has now.
    bool restart(const JournalOf&);
    /// The document was closed in order: the file goes away.
    void discard();

    const std::filesystem::path& file() const { return m_file; }

private:
    Journal(int fd, std::filesystem::path file) : m_fd(fd), m_file(std::move(file)) {}
    bool write(char kind, const std::string& payload);

    int m_fd = -1;
    std::filesystem::path m_file;
};

/// A journal that nobody writes to any more: its program has ended without closing the document.
struct Recoverable {
    std::filesystem::path journal;
    JournalOf of;
    notes::Notebook notebook; ///< merge it into the case: notes::merged()
    std::string view;         ///< the last view state, "" where there is none
    std::uint64_t records = 0;
    bool cutOff = false;       ///< its last record was not written whole
    std::int64_t modified = 0; ///< milliseconds since 1970 UTC
};

/// Those in `folder` that hold anything, newest first. Journals of running programs are left out, whoever
/// they belong to; damaged ones give what can be read.
std::vector<Recoverable> recoverable(const std::filesystem::path& folder);
/// Removes a journal after its content was taken over, or when the user does not want it.
void forget(const Recoverable&);

} // namespace skein::cases
