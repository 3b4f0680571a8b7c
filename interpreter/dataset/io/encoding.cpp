#include "interpreter/dataset/io/encoding.hpp"

#include <iconv.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>

#include "grammar/ast/error.hpp"
#include "interpreter/dataset/io/delimited.hpp"

namespace nqp::data {
namespace {

bool eight_ascii(const char* p) {
  std::uint64_t v;
  std::memcpy(&v, p, 8);
  return (v & 0x8080808080808080u) == 0;
}

// Bytes of the well-formed character at s[i], or 0 (Unicode standard, table 3-7).
std::size_t utf8_length(std::string_view s, std::size_t i) {
  const auto byte = [&](std::size_t k) { return i + k < s.size() ? static_cast<unsigned char>(s[i + k]) : 0u; };
  const auto tail = [&](std::size_t k) { return (byte(k) & 0xC0u) == 0x80u; };
  const unsigned lead = byte(0), second = byte(1);
  if (lead < 0x80) return 1;
  if (lead < 0xC2 || lead > 0xF4 || !tail(1)) return 0;
  if (lead < 0xE0) return 2;
  if (lead < 0xF0) {
    const bool overlong = lead == 0xE0 && second < 0xA0, surrogate = lead == 0xED && second > 0x9F;
    return tail(2) && !overlong && !surrogate ? 3 : 0;
  }
  const bool overlong = lead == 0xF0 && second < 0x90, beyond = lead == 0xF4 && second > 0x8F;
  return tail(2) && tail(3) && !overlong && !beyond ? 4 : 0;
}

class Converter {
 public:
  Converter(const char* to, const char* from) : handle_(iconv_open(to, from)) {}
  ~Converter() {
    if (known()) iconv_close(handle_);
  }
  Converter(const Converter&) = delete;
  Converter& operator=(const Converter&) = delete;
  bool known() const { return handle_ != reinterpret_cast<iconv_t>(-1); }

  std::optional<std::string> run(std::string_view s, bool may_be_cut) const {
    std::string out;
    out.reserve(s.size() + s.size() / 2 + 16);
    std::array<char, 1 << 14> piece{};
    char* in = const_cast<char*>(s.data());  // iconv's signature; it does not write there
    std::size_t left = s.size();
    while (left > 0) {
      char* to = piece.data();
      std::size_t room = piece.size();
      const std::size_t done = iconv(handle_, &in, &left, &to, &room);
      out.append(piece.data(), piece.size() - room);
      if (done != static_cast<std::size_t>(-1) || errno == E2BIG) continue;
      if (errno == EINVAL && may_be_cut) break;
      return std::nullopt;
    }
    return out;
  }

 private:
  iconv_t handle_;
};

struct EncodingName {
  std::string_view given;
  const char* iconv;
};
constexpr std::array<EncodingName, 20> encoding_names{{{"utf-8", "UTF-8"},
                                                       {"utf8", "UTF-8"},
                                                       {"gb18030", "GB18030"},
                                                       {"gbk", "GB18030"},
                                                       {"gb2312", "GB18030"},
                                                       {"cp936", "GB18030"},
                                                       {"windows-936", "GB18030"},
                                                       {"big5", "BIG5"},
                                                       {"latin1", "ISO-8859-1"},
                                                       {"iso-8859-1", "ISO-8859-1"},
                                                       {"iso8859-1", "ISO-8859-1"},
                                                       {"windows-1252", "CP1252"},
                                                       {"cp1252", "CP1252"},
                                                       {"ascii", "UTF-8"},
                                                       {"us-ascii", "UTF-8"},
                                                       {"utf-16", "UTF-16"},
                                                       {"utf-16le", "UTF-16LE"},
                                                       {"utf-16be", "UTF-16BE"},
                                                       {"utf16le", "UTF-16LE"},
                                                       {"utf16be", "UTF-16BE"}}};

std::string lower_ascii(std::string_view s) {
  std::string out(s);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (c == '_') c = '-';
  }
  return out;
}

constexpr std::string_view utf8_mark = "\xEF\xBB\xBF";

std::string without_mark(std::string s) {
  if (s.compare(0, utf8_mark.size(), utf8_mark) == 0) s.erase(0, utf8_mark.size());
  return s;
}

}  // namespace

const char* unmarked_utf16(std::string_view bytes) {
  constexpr std::size_t looked_at = 4096;
  const std::string_view start = bytes.substr(0, looked_at);
  std::size_t zeros[2] = {0, 0};
  for (std::size_t i = 0; i < start.size(); ++i) zeros[i % 2] += start[i] == '\0';
  // Blanks, digits, delimiters and line ends have a zero byte beside them: at one side only.
  const std::size_t many = std::max<std::size_t>(start.size() / 16, 2);
  if (bytes.size() % 2 != 0 || (zeros[0] > 0 && zeros[1] > 0)) return nullptr;
  return zeros[1] >= many ? "UTF-16LE" : zeros[0] >= many ? "UTF-16BE" : nullptr;
}

namespace {

std::string sniffed_to_utf8(std::string_view bytes) {
  const std::string_view two = bytes.substr(0, 2);
  const char* wide = two == "\xFF\xFE" ? "UTF-16LE" : two == "\xFE\xFF" ? "UTF-16BE" : nullptr;
  if (wide) {
    if (auto text = convert_encoding(bytes.substr(2), wide)) return *std::move(text);
    throw Error(610, std::string("the text is marked as ") + wide + " but is not valid");
  }
  if (const char* guess = unmarked_utf16(bytes)) {
    if (auto text = convert_encoding(bytes, guess)) return *std::move(text);
  }
  if (valid_utf8_prefix(bytes) == bytes.size()) return without_mark(std::string(bytes));
  if (auto text = convert_encoding(bytes, "GB18030")) return *std::move(text);
  if (auto text = convert_encoding(bytes, "ISO-8859-1")) return *std::move(text);
  throw Error(610, "the encoding of the text is not known", std::nullopt, {"state it with encoding()"});
}

}  // namespace

bool is_ascii(std::string_view s) {
  std::size_t i = 0;
  for (; i + 8 <= s.size(); i += 8) {
    if (!eight_ascii(s.data() + i)) return false;
  }
  return std::all_of(s.begin() + static_cast<std::ptrdiff_t>(i), s.end(), [](char c) { return (c & 0x80) == 0; });
}

std::size_t valid_utf8_prefix(std::string_view s) {
  std::size_t i = 0;
  while (i < s.size()) {
    if (i + 8 <= s.size() && eight_ascii(s.data() + i)) {
      i += 8;
      continue;
    }
    const std::size_t n = utf8_length(s, i);
    if (n == 0) return i;
    i += n;
  }
  return i;
}

bool is_utf8_maybe_cut(std::string_view s) {
  const std::size_t good = valid_utf8_prefix(s);
  if (good == s.size()) return true;
  if (s.size() - good > 3) return false;
  const auto lead = static_cast<unsigned char>(s[good]);
  const std::size_t whole = lead >= 0xF0 && lead <= 0xF4 ? 4 : lead >= 0xE0 && lead < 0xF0 ? 3 : lead >= 0xC2 ? 2 : 0;
  const auto tail = [](char c) { return (c & 0xC0) == 0x80; };
  return s.size() - good < whole && std::all_of(s.begin() + static_cast<std::ptrdiff_t>(good) + 1, s.end(), tail);
}

std::optional<std::string> convert_encoding(std::string_view s, const char* encoding, bool may_be_cut) {
  const Converter converter("UTF-8", encoding);
  if (!converter.known()) return std::nullopt;
  return converter.run(s, may_be_cut);
}

std::optional<std::string> convert_utf8_to(std::string_view s, const char* encoding) {
  const Converter converter(encoding, "UTF-8");
  if (!converter.known()) return std::nullopt;
  return converter.run(s, false);
}

std::string to_utf8(std::string_view bytes, std::string_view encoding) {
  if (encoding.empty()) return sniffed_to_utf8(bytes);
  const std::string name = lower_ascii(encoding);
  const auto known = std::find_if(encoding_names.begin(), encoding_names.end(),
                                  [&](const EncodingName& e) { return e.given == name; });
  if (known == encoding_names.end()) {
    throw Error(198, "encoding " + std::string(encoding) + " is not known", std::nullopt,
                {"use one of utf-8, gb18030, gbk, gb2312, big5, latin1, utf-16le, utf-16be"});
  }
  const bool little_mark = bytes.substr(0, 2) == "\xFF\xFE", big_mark = bytes.substr(0, 2) == "\xFE\xFF";
  if ((little_mark || big_mark) && name.compare(0, 3, "utf") == 0) return sniffed_to_utf8(bytes);
  if (std::string_view(known->iconv) == "UTF-8") {
    const std::size_t good = valid_utf8_prefix(bytes);
    if (good == bytes.size()) return without_mark(std::string(bytes));
    const auto line = 1 + std::count(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(good), '\n');
    throw Error(610, "line " + std::to_string(line) + " is not valid UTF-8", std::nullopt,
                {"leave encoding() out, or state encoding(gb18030)"});
  }
  if (auto text = convert_encoding(bytes, known->iconv)) return without_mark(*std::move(text));
  throw Error(610, "the text is not valid " + name, std::nullopt, {"leave encoding() out to have it guessed"});
}

std::string own_as_utf8(std::string bytes) {
  const std::string_view all = bytes;
  const bool marked = all.starts_with("\xEF\xBB\xBF") || all.starts_with("\xFF\xFE") || all.starts_with("\xFE\xFF");
  if (!marked && !unmarked_utf16(all) && valid_utf8_prefix(all) == all.size()) return bytes;
  return to_utf8(all);
}

}  // namespace nqp::data
