// Text encodings.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace nqp::data {

bool is_ascii(std::string_view s);

// Length of the longest prefix that is well-formed UTF-8.
std::size_t valid_utf8_prefix(std::string_view s);

// Valid but for a character cut off at the end, as fixed-width fields leave it.
bool is_utf8_maybe_cut(std::string_view s);

// All of `s` in UTF-8, or nullopt when some bytes mean nothing in `encoding` (an iconv name). A character cut off at
// the end is dropped when `may_be_cut`.
std::optional<std::string> convert_encoding(std::string_view s, const char* encoding, bool may_be_cut = false);

// UTF-8 in another encoding, or nullopt when that has no bytes for some character or is unknown.
std::optional<std::string> convert_utf8_to(std::string_view s, const char* encoding);

// "UTF-16LE" or "UTF-16BE" when the zero bytes of a text lie as they do in UTF-16 without a byte-order mark.
const char* unmarked_utf16(std::string_view bytes);

}  // namespace nqp::data
