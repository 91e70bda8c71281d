// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#pragma once

#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

namespace skein
{

/// Where a report is written to. Gathers small pieces and hands them on in blocks, so that an exporter may
/// write a character at a time.
class Sink
{
public:
    Sink();
    virtual ~Sink() = default;
    Sink(const Sink&) = delete;
    Sink& operator=(const Sink&) = delete;

    void write(std::string_view piece)
    {
        if (piece.size() > kBlock - m_used) {
            writeLarge(piece);
            return;
        }
        piece.copy(m_block.get() + m_used, piece.size());
        m_used += piece.size();
    }
    void put(char c)
    {
        if (m_used == kBlock)
            flush();
        m_block[m_used++] = c;
    }
    /// Hands on what is gathered. False when any of it, now or earlier, could not be written (disk full).
    bool flush();

protected:
    /// Writes all of `block`; false where that fails.
    virtual bool drain(std::string_view block) = 0;

private:
    static constexpr std::size_t kBlock = std::size_t{1} << 16;
    void writeLarge(std::string_view piece);

    std::unique_ptr<char[]> m_block;
    std::size_t m_used = 0;
    bool m_ok = true;
};

/// Writes to an open stream, which stays open.
class FileSink final : public Sink
{
public:
    explicit FileSink(std::FILE* file) : m_file(file) {}

protected:
    bool drain(std::string_view block) override;

private:
    std::FILE* m_file;
};

/// Keeps the report in memory: for tests and the clipboard.
class StringSink final : public Sink
{
public:
    const std::string& text()
    {
        flush();
        return m_text;
    }

protected:
    bool drain(std::string_view block) override;

private:
    std::string m_text;
};

} // namespace skein
