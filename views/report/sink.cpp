// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Skein authors
#include "views/report/sink.h"

namespace skein
{

Sink::Sink() : m_block(std::make_unique_for_overwrite<char[]>(kBlock)) {}

bool Sink::flush()
{
    if (m_used > 0 && m_ok)
        m_ok = drain({m_block.get(), m_used});
    m_used = 0;
    return m_ok;
}

void Sink::writeLarge(std::string_view piece)
{
    flush();
    if (piece.size() >= kBlock) {
        if (m_ok)
            m_ok = drain(piece);
        return;
    }
    piece.copy(m_block.get(), piece.size());
    m_used = piece.size();
}

bool FileSink::drain(std::string_view block)
{
    return std::fwrite(block.data(), 1, block.size(), m_file) == block.size();
}

bool StringSink::drain(std::string_view block)
{
    m_text += block;
    return true;
}

} // namespace skein
