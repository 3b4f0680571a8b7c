// Headers of loops and lists of words.
#include "grammar/numlist.hpp"
#include "grammar/parse.hpp"
#include "grammar/rules/characters.hpp"
#include "grammar/syntax_error.hpp"

namespace nqp::grammar {
namespace {

using Source = ForeachHeader::Source;

std::string_view take_word(std::string_view& text) {
  text = rules::trimmed(text);
  const std::string_view word = text.substr(0, rules::word_length(text));
  text = rules::trimmed(text.substr(word.size()));
  return word;
}

struct ListKind {
  std::string_view name;
  std::size_t least;
  Source source;
};

// The bytes of the word at the start of `text`: quoted, or up to a blank that no quote protects.
std::size_t list_word_length(std::string_view text) {
  const std::size_t quoted = rules::quoted_length(text);
  if (quoted != 0) return std::min(quoted, text.size());
  std::size_t i = 0;
  while (i < text.size() && !rules::is_blank(text[i])) {
    const std::size_t n = rules::quoted_length(text.substr(i));
    i += n == 0 ? 1 : std::min(n, text.size() - i);
  }
  return i;
}

}  // namespace

ForeachHeader parse_foreach(std::string_view text) {
  static constexpr ListKind kinds[] = {{"local", 3, Source::local},
                                       {"global", 3, Source::global},
                                       {"varlist", 3, Source::varlist},
                                       {"newlist", 3, Source::newlist},
                                       {"numlist", 3, Source::numlist}};
  const std::vector<std::string> notes = {
      "write foreach x in …, or foreach x of local|global|varlist|newlist|numlist …"};
  const Error invalid(198, "invalid syntax in the head of foreach", span_at(0, text.size()), notes);
  ForeachHeader header;
  std::string_view rest = text;
  header.name = take_word(rest);
  const std::string_view joint = take_word(rest);
  if (header.name.empty() || (joint != "in" && joint != "of")) throw invalid;
  if (joint == "of") {
    const std::string_view kind = take_word(rest);
    const ListKind* found = nullptr;
    for (const ListKind& k : kinds)
      if (kind.size() >= k.least && k.name.substr(0, kind.size()) == kind) found = &k;
    if (found == nullptr) throw invalid;
    header.source = found->source;
  }
  const bool of_macro = header.source == Source::local || header.source == Source::global;
  if (of_macro && (rest.empty() || list_word_length(rest) != rest.size())) throw invalid;
  header.list = rest;
  return header;
}

ForvaluesHeader parse_forvalues(std::string_view text) {
  const std::size_t equal = text.find('=');
  const std::string_view name = rules::trimmed(text.substr(0, equal));
  if (equal == std::string_view::npos || name.empty() || rules::word_length(name) != name.size())
    throw Error(198, "invalid syntax in the head of forvalues", span_at(0, text.size()),
                {"write forvalues i = 1/10 { or forvalues i = 1(2)9 {"});
  std::vector<NumberRange> ranges;
  const bool range_written = text.find_first_of("/(:", equal) != std::string_view::npos ||
                             text.find(" to ", equal) != std::string_view::npos;
  if (!range_written || !read_ranges(text.substr(equal + 1), ranges) || ranges.size() != 1)
    throw Error(198, "invalid syntax: one range of numbers is expected", span_at(equal + 1, text.size()),
                {"write 1/10, 1(2)9 or 1 3 to 9; a macro in the range may be empty"});
  // As a list of numbers 3/1 counts down; as the range of a loop it is empty, which loops up to a zero count rely on.
  const double step = text.find('/', equal) == std::string_view::npos ? ranges[0].step : 1;
  return {std::string(name), ranges[0].first, step, ranges[0].last};
}

std::vector<std::string> split_words(std::string_view text, bool strip_quotes) {
  std::vector<std::string> words;
  for (text = rules::trimmed(text); !text.empty(); text = rules::trimmed(text)) {
    const std::size_t n = list_word_length(text);
    std::string_view word = text.substr(0, n);
    text.remove_prefix(n);
    if (strip_quotes && rules::quoted_length(word) == word.size()) {
      const std::size_t quote = word[0] == '`' ? 2 : 1;
      word = word.substr(quote, word.size() - 2 * quote);
    }
    words.emplace_back(word);
  }
  return words;
}

}  // namespace nqp::grammar
