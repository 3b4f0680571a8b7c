#include <array>
#include <vector>

#include "interpreter/eval/functions/string_kernels.hpp"
#include "interpreter/eval/functions/unicode.hpp"
#include "interpreter/text/ascii.hpp"

namespace nqp::eval::strings {
namespace {

std::string mapped_bytes(std::string s, char (*f)(char)) {
  std::transform(s.begin(), s.end(), s.begin(), f);
  return s;
}

std::string trimmed_bytes(const std::string& s, bool left, bool right) {
  std::size_t begin = 0, end = s.size();
  while (left && begin < end && s[begin] == ' ') ++begin;
  while (right && end > begin && s[end - 1] == ' ') --end;
  return s.substr(begin, end - begin);
}

std::vector<std::string_view> byte_words(std::string_view s) {
  std::vector<std::string_view> all;
  for (std::size_t at = 0; (at = s.find_first_not_of(' ', at)) != std::string_view::npos;) {
    const std::size_t end = std::min(s.find(' ', at), s.size());
    all.push_back(s.substr(at, end - at));
    at = end;
  }
  return all;
}

double position(std::size_t at) { return at == std::string::npos ? 0 : static_cast<double>(at + 1); }

// How many replacements an argument asks for; missing means all.
std::size_t replacements(double n) {
  if (data::is_missing(n)) return std::string::npos;
  return n < 1 ? 0 : static_cast<std::size_t>(whole(n));
}

// Replaces the first `most` places where `accepts` agrees.
template <class Accepts>
std::string replaced(const std::string& s, const std::string& from, const std::string& to, std::size_t most,
                     Accepts accepts) {
  if (from.empty()) return s;
  std::string result;
  std::size_t done = 0, search = 0;
  for (std::size_t count = 0; count < most;) {
    const std::size_t at = s.find(from, search);
    if (at == std::string::npos) break;
    if (!accepts(at)) {
      search = at + 1;
      continue;
    }
    result.append(s, done, at - done).append(to);
    done = search = at + from.size();
    ++count;
  }
  return result.append(s, done);
}

// * stands for any characters, ? for one.
bool matches(const std::vector<char32_t>& text, const std::vector<char32_t>& pattern) {
  std::size_t i = 0, j = 0, star = pattern.size(), retry = 0;
  while (i < text.size()) {
    if (j < pattern.size() && pattern[j] == '*') {
      star = j++;
      retry = i;
    } else if (j < pattern.size() && (pattern[j] == '?' || pattern[j] == text[i])) {
      ++i;
      ++j;
    } else if (star < pattern.size()) {
      j = star + 1;
      i = ++retry;
    } else {
      return false;
    }
  }
  while (j < pattern.size() && pattern[j] == '*') ++j;
  return j == pattern.size();
}

}  // namespace

Value substr(Values a, const Scope&) {
  const std::string& s = a[0].text;
  const auto size = static_cast<long>(s.size());
  if (data::is_missing(a[1].number)) return std::string();
  const long n1 = whole(a[1].number);
  const long begin = n1 < 0 ? size + n1 : n1 - 1;
  const long count = data::is_missing(a[2].number) ? size : whole(a[2].number);
  if (begin < 0 || begin >= size || count <= 0) return std::string();
  return s.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(count));
}

Value strlen(Values a, const Scope&) { return static_cast<double>(a[0].text.size()); }
Value strupper(Values a, const Scope&) { return mapped_bytes(a[0].text, text::upper); }
Value strlower(Values a, const Scope&) { return mapped_bytes(a[0].text, text::lower); }
Value strtrim(Values a, const Scope&) { return trimmed_bytes(a[0].text, true, true); }
Value strltrim(Values a, const Scope&) { return trimmed_bytes(a[0].text, true, false); }
Value strrtrim(Values a, const Scope&) { return trimmed_bytes(a[0].text, false, true); }

Value strproper(Values a, const Scope&) {
  std::string s = a[0].text;
  bool inside = false;
  for (char& c : s) {
    c = inside ? text::lower(c) : text::upper(c);
    inside = text::is_letter(c);
  }
  return s;
}

Value stritrim(Values a, const Scope&) {
  const std::string& s = a[0].text;
  const std::size_t first = s.find_first_not_of(' ');
  if (first == std::string::npos) return s;
  const std::size_t last = s.find_last_not_of(' ');
  std::string result;
  for (std::size_t k = 0; k < s.size(); ++k) {
    const bool internal = k > first && k < last;
    if (!(internal && s[k] == ' ' && s[k - 1] == ' ')) result += s[k];
  }
  return result;
}

Value strreverse(Values a, const Scope&) { return std::string(a[0].text.rbegin(), a[0].text.rend()); }

Value subinstr(Values a, const Scope&) {
  return replaced(a[0].text, a[1].text, a[2].text, replacements(a[3].number), [](std::size_t) { return true; });
}

Value subinword(Values a, const Scope&) {
  const std::string& s = a[0].text;
  const std::size_t size = a[1].text.size();
  const auto is_word = [&s, size](std::size_t at) {
    return (at == 0 || s[at - 1] == ' ') && (at + size == s.size() || s[at + size] == ' ');
  };
  return replaced(s, a[1].text, a[2].text, replacements(a[3].number), is_word);
}

Value strpos(Values a, const Scope&) { return a[1].text.empty() ? 0.0 : position(a[0].text.find(a[1].text)); }
Value strrpos(Values a, const Scope&) { return a[1].text.empty() ? 0.0 : position(a[0].text.rfind(a[1].text)); }

Value strmatch(Values a, const Scope&) {
  return matches(unicode::points(a[0].text), unicode::points(a[1].text)) ? 1.0 : 0.0;
}

Value word(Values a, const Scope&) {
  if (data::is_missing(a[1].number)) return std::string();
  const std::vector<std::string_view> all = byte_words(a[0].text);
  const auto count = static_cast<long>(all.size());
  const long n = whole(a[1].number);
  const long at = n < 0 ? count + n : n - 1;
  return at < 0 || at >= count ? std::string() : std::string(all[static_cast<std::size_t>(at)]);
}

Value wordcount(Values a, const Scope&) { return static_cast<double>(byte_words(a[0].text).size()); }

Value indexnot(Values a, const Scope&) { return position(a[0].text.find_first_not_of(a[1].text)); }

Value byte_character(Values a, const Scope&) {
  const double n = a[0].number;
  if (!(n >= 0 && n <= 255)) return std::string();
  return std::string(1, static_cast<char>(static_cast<unsigned char>(n)));
}

}  // namespace nqp::eval::strings
