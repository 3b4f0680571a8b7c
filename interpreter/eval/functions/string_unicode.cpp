#include <fmt/format.h>

#include <vector>

#include "grammar/ast/error.hpp"
#include "interpreter/dataset/io/encoding.hpp"
#include "interpreter/eval/functions/string_kernels.hpp"
#include "interpreter/eval/functions/unicode.hpp"
#include "interpreter/text/locale_text.hpp"
#include "interpreter/text/width.hpp"

namespace nqp::eval::strings {
namespace {

std::string trimmed_points(std::string_view s, bool left, bool right) {
  const std::vector<std::size_t> at = unicode::offsets(s);
  std::size_t begin = 0, end = at.size() - 1;
  const auto space = [&](std::size_t k) { return unicode::is_space(unicode::decode(s, at[k]).point); };
  while (left && begin < end && space(begin)) ++begin;
  while (right && end > begin && space(end - 1)) --end;
  return std::string(s.substr(at[begin], at[end] - at[begin]));
}

// Characters begin … begin+count-1 of s; what lies outside is left out.
std::string part(std::string_view s, long begin, long count) {
  const std::vector<std::size_t> at = unicode::offsets(s);
  const auto size = static_cast<long>(at.size()) - 1;
  if (begin < 0 || begin >= size || count <= 0) return {};
  const long end = count > size - begin ? size : begin + count;
  return std::string(s.substr(at[static_cast<std::size_t>(begin)],
                              at[static_cast<std::size_t>(end)] - at[static_cast<std::size_t>(begin)]));
}

long length(std::string_view s) { return static_cast<long>(unicode::offsets(s).size()) - 1; }

// Invalid bytes are kept as they are.
std::string mapped_points(std::string_view s, char32_t (*f)(char32_t)) {
  std::string result;
  for (std::size_t at = 0; at < s.size();) {
    const unicode::Decoded d = unicode::decode(s, at);
    if (d.valid) {
      unicode::append(result, f(d.point));
    } else {
      result += s[at];
    }
    at += d.bytes;
  }
  return result;
}

// Runs of word characters (an apostrophe or full stop between two of them does not end a word), ideographs one by
// one, and any other character that is not blank. This is the default of UAX #29 without its dictionaries.
std::vector<std::string_view> point_words(std::string_view s) {
  const std::vector<char32_t> p = unicode::points(s);
  const std::vector<std::size_t> at = unicode::offsets(s);
  const auto in_word = [&p](std::size_t k) {
    return k < p.size() && unicode::is_word(p[k]) && !unicode::is_ideograph(p[k]);
  };
  const auto joins = [&p, &in_word](std::size_t k) {
    return (p[k] == '\'' || p[k] == 0x2019 || p[k] == '.') && in_word(k + 1);
  };
  std::vector<std::string_view> all;
  for (std::size_t k = 0; k < p.size();) {
    std::size_t end = k + 1;
    if (unicode::is_space(p[k])) {
      k = end;
      continue;
    }
    if (in_word(k)) {
      while (end < p.size() && (in_word(end) || joins(end))) ++end;
    }
    all.push_back(s.substr(at[k], at[end] - at[k]));
    k = end;
  }
  return all;
}

// Converts what means something in the encoding and puts the replacement character for every other byte.
std::string converted_piecewise(std::string_view s, const char* encoding) {
  constexpr std::size_t longest = 4;
  std::string result;
  for (std::size_t at = 0; at < s.size();) {
    std::optional<std::string> piece;
    std::size_t bytes = 1;
    for (; bytes <= std::min(longest, s.size() - at); ++bytes) {
      piece = data::convert_encoding(s.substr(at, bytes), encoding);
      if (piece) break;
    }
    result += piece.value_or("\xEF\xBF\xBD");
    at += piece ? bytes : 1;
  }
  return result;
}

std::string text_or_none(Values a, std::size_t k) { return k < a.size() ? a[k].text : std::string(); }

// The seven numbers from argument k on: strength, case, case level, normalisation, numeric, alternate, french.
text::CollationOptions collation_of(Values a, std::size_t k) {
  const auto at = [&](std::size_t i) {
    return data::is_missing(a[k + i].number) ? -1 : static_cast<int>(whole(a[k + i].number));
  };
  return {at(0), at(1), at(2), at(3), at(4), at(5), at(6)};
}

}  // namespace

Value usubstr(Values a, const Scope&) {
  if (data::is_missing(a[1].number)) return std::string();
  const long n1 = whole(a[1].number);
  const long begin = n1 < 0 ? length(a[0].text) + n1 : n1 - 1;
  return part(a[0].text, begin, data::is_missing(a[2].number) ? length(a[0].text) : whole(a[2].number));
}

Value udsubstr(Values a, const Scope&) {
  const std::string_view s = a[0].text;
  if (data::is_missing(a[1].number)) return std::string();
  const double width = static_cast<double>(text::display_width(s));
  const double n1 = std::trunc(a[1].number);
  const double first = n1 < 0 ? width + n1 + 1 : n1;
  const double last = data::is_missing(a[2].number) ? width : first + std::trunc(a[2].number) - 1;
  if (first < 1) return std::string();
  std::string result;
  double column = 1;
  for (std::size_t at = 0; at < s.size();) {
    const std::size_t bytes = unicode::decode(s, at).bytes;
    const double next = column + static_cast<double>(text::display_width(s.substr(at, bytes)));
    if (column >= first && next - 1 <= last) result.append(s.substr(at, bytes));
    column = next;
    at += bytes;
  }
  return result;
}

Value ustrlen(Values a, const Scope&) { return static_cast<double>(length(a[0].text)); }
Value udstrlen(Values a, const Scope&) { return static_cast<double>(text::display_width(a[0].text)); }

Value ustrupper(Values a, const Scope&) {
  if (a.size() > 1) return text::locale_text().cased(a[0].text, 'u', a[1].text);
  std::string s = mapped_points(a[0].text, unicode::upper);
  for (std::size_t at = 0; (at = s.find("\xC3\x9F", at)) != std::string::npos;) s.replace(at, 2, "SS");  // sharp s
  return s;
}

Value ustrlower(Values a, const Scope&) {
  if (a.size() > 1) return text::locale_text().cased(a[0].text, 'l', a[1].text);
  return mapped_points(a[0].text, unicode::lower);
}

Value ustrtitle(Values a, const Scope&) {
  const std::string& s = a[0].text;
  if (a.size() > 1) return text::locale_text().cased(s, 't', a[1].text);
  std::string result;
  std::size_t done = 0;
  for (const std::string_view w : point_words(s)) {
    const auto begin = static_cast<std::size_t>(w.data() - s.data());
    const std::size_t head = unicode::decode(s, begin).bytes;
    result.append(s, done, begin - done);
    result += mapped_points(w.substr(0, head), unicode::upper) + mapped_points(w.substr(head), unicode::lower);
    done = begin + w.size();
  }
  return result.append(s, done);
}

Value ustrtrim(Values a, const Scope&) { return trimmed_points(a[0].text, true, true); }
Value ustrltrim(Values a, const Scope&) { return trimmed_points(a[0].text, true, false); }
Value ustrrtrim(Values a, const Scope&) { return trimmed_points(a[0].text, false, true); }

Value ustrreverse(Values a, const Scope&) {
  const std::string_view s = a[0].text;
  const std::vector<std::size_t> at = unicode::offsets(s);
  std::string result;
  for (std::size_t k = at.size() - 1; k > 0; --k) result.append(s.substr(at[k - 1], at[k] - at[k - 1]));
  return result;
}

Value ustrpos(Values a, const Scope&) {
  const std::vector<std::size_t> at = unicode::offsets(a[0].text);
  const long start = a.size() > 2 ? whole(a[2].number) : 1;
  if (a[1].text.empty() || start < 1 || start >= static_cast<long>(at.size())) return 0.0;
  const std::size_t found = a[0].text.find(a[1].text, at[static_cast<std::size_t>(start - 1)]);
  if (found == std::string::npos) return 0.0;
  return static_cast<double>(std::lower_bound(at.begin(), at.end(), found) - at.begin() + 1);
}

Value ustrrpos(Values a, const Scope&) {
  const std::vector<std::size_t> at = unicode::offsets(a[0].text);
  const auto size = static_cast<long>(at.size()) - 1;
  const long start = std::min(a.size() > 2 ? whole(a[2].number) : size, size);
  if (a[1].text.empty() || start < 1) return 0.0;
  const std::size_t found = a[0].text.rfind(a[1].text, at[static_cast<std::size_t>(start - 1)]);
  if (found == std::string::npos) return 0.0;
  return static_cast<double>(std::lower_bound(at.begin(), at.end(), found) - at.begin() + 1);
}

Value ustrleft(Values a, const Scope&) {
  if (data::is_missing(a[1].number)) return a[0].text;
  return part(a[0].text, 0, whole(a[1].number));
}

Value ustrright(Values a, const Scope&) {
  if (data::is_missing(a[1].number)) return a[0].text;
  const long size = length(a[0].text);
  const long count = std::min(whole(a[1].number), size);
  return part(a[0].text, size - count, count);
}

Value ustrword(Values a, const Scope&) {
  if (data::is_missing(a[1].number)) return std::string();
  const std::vector<std::string_view> all = point_words(a[0].text);
  const auto count = static_cast<long>(all.size());
  const long n = whole(a[1].number);
  const long at = n < 0 ? count + n : n - 1;
  return at < 0 || at >= count ? std::string() : std::string(all[static_cast<std::size_t>(at)]);
}

Value ustrwordcount(Values a, const Scope&) { return static_cast<double>(point_words(a[0].text).size()); }

Value ustrfix(Values a, const Scope&) {
  const std::string_view s = a[0].text;
  const std::string_view instead = a.size() > 1 ? std::string_view(a[1].text) : "\xEF\xBF\xBD";
  std::string result;
  for (std::size_t at = 0; at < s.size();) {
    const unicode::Decoded d = unicode::decode(s, at);
    result.append(d.valid ? s.substr(at, d.bytes) : instead);
    at += d.bytes;
  }
  return result;
}

Value ustrinvalidcnt(Values a, const Scope&) {
  double count = 0;
  for (std::size_t at = 0; at < a[0].text.size();) {
    const unicode::Decoded d = unicode::decode(a[0].text, at);
    count += d.valid ? 0 : 1;
    at += d.bytes;
  }
  return count;
}

Value ustrcompare(Values a, const Scope&) {
  return static_cast<double>(text::locale_text().compare(a[0].text, a[1].text, text_or_none(a, 2), {}));
}

Value ustrcompareex(Values a, const Scope&) {
  return static_cast<double>(text::locale_text().compare(a[0].text, a[1].text, a[2].text, collation_of(a, 3)));
}

Value ustrsortkey(Values a, const Scope&) { return text::locale_text().sort_key(a[0].text, text_or_none(a, 1), {}); }

Value ustrsortkeyex(Values a, const Scope&) {
  return text::locale_text().sort_key(a[0].text, a[1].text, collation_of(a, 2));
}

Value ustrnormalize(Values a, const Scope&) {
  std::string out;
  if (!text::locale_text().normalised(a[0].text, a[1].text, out))
    throw Error(198, a[1].text + " is no normal form", std::nullopt, {"nfc, nfd, nfkc, nfkd or nfkcf"});
  return out;
}

Value collatorlocale(Values a, const Scope&) {
  return text::locale_text().collator_locale(a[0].text, static_cast<int>(whole(a[1].number)));
}

Value collatorversion(Values a, const Scope&) { return text::locale_text().collator_version(a[0].text); }

Value ustrfrom(Values a, const Scope&) {
  const char* encoding = a[1].text.c_str();
  if (!data::convert_encoding("a", encoding)) {
    throw Error(198, "unknown encoding " + a[1].text, std::nullopt, {"Names are, for example, gb18030 and latin1."});
  }
  if (auto whole_text = data::convert_encoding(a[0].text, encoding)) return std::move(*whole_text);
  return a[2].number == 1 ? converted_piecewise(a[0].text, encoding) : std::string();
}

// Characters that the encoding lacks: mode 1 puts SUB in their place, 2 leaves them out, 3 ends there, 4 writes their
// bytes as %Xhh.
Value ustrto(Values a, const Scope&) {
  const char* encoding = a[1].text.c_str();
  if (!data::convert_utf8_to("a", encoding))
    throw Error(198, "unknown encoding " + a[1].text, std::nullopt, {"Names are, for example, gb18030 and latin1."});
  const std::string_view s = a[0].text;
  if (auto whole = data::convert_utf8_to(s, encoding)) return std::move(*whole);
  const double mode = a[2].number;
  std::string out;
  for (std::size_t at = 0; at < s.size();) {
    const std::string_view character = s.substr(at, unicode::decode(s, at).bytes);
    at += character.size();
    if (const auto bytes = data::convert_utf8_to(character, encoding)) {
      out += *bytes;
      continue;
    }
    if (mode == 3) break;
    if (mode == 1) out += '\x1A';
    if (mode != 4) continue;
    for (const char c : character) out += fmt::format("%X{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

Value uchar(Values a, const Scope&) {
  const double n = a[0].number;
  std::string s;
  if (n >= 0 && n <= 0x10FFFF) unicode::append(s, static_cast<char32_t>(n));
  return s;
}

Value uisdigit(Values a, const Scope&) {
  return !a[0].text.empty() && unicode::is_digit(unicode::decode(a[0].text, 0).point) ? 1.0 : 0.0;
}

Value uisletter(Values a, const Scope&) {
  return !a[0].text.empty() && unicode::is_letter(unicode::decode(a[0].text, 0).point) ? 1.0 : 0.0;
}

}  // namespace nqp::eval::strings
