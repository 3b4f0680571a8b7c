// Any bytes as an expanded command: prefixes, the word, the common syntax, matched to the signature of the word.
#include "interpreter/command/registry.hpp"
#include "interpreter/command/signature.hpp"
#include "grammar/parse.hpp"
#include "tests/fuzz/input.hpp"

namespace {

using namespace nqp;

grammar::WordClass classify(std::string_view word) {
  if (word == "quietly" || word == "capture" || word == "noisily") return grammar::WordClass::prefix;
  bool second = false;
  const command::Command* c = command::find_command(word, {}, second);
  return word == "by" || (c && c->prefix) ? grammar::WordClass::colon_prefix : grammar::WordClass::command;
}

void read(const std::string& text) {
  const ast::Head head = grammar::parse_head(text, classify);
  bool second = false;
  const command::Command* c = command::find_command(head.name, {}, second);
  fuzz::answers([&] { grammar::parse_varlist(head.rest); });
  fuzz::answers([&] { grammar::parse_numlist(head.rest); });
  fuzz::answers([&] { grammar::parse_foreach(head.rest); });
  fuzz::answers([&] { grammar::parse_forvalues(head.rest); });
  grammar::split_words(head.rest);
  ast::Arguments a = grammar::parse_arguments(head.rest, head.rest_span.begin);
  fuzz::require(a.body_span.end <= text.size());
  if (c && c->signature.body != command::Body::raw) command::bind(c->signature, std::move(a));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text = fuzz::text(data, size);
  fuzz::answers([&] { read(text); });
  return 0;
}
