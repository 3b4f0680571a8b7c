// confirm: checks that names, files and numbers are what they should be.
#include <algorithm>
#include <functional>

#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/runtime/session.hpp"
#include "interpreter/text/format.hpp"
#include "interpreter/text/joined.hpp"

namespace nqp::commands::confirm_ {
namespace {

using namespace nqp::command;

struct Args {
  std::string text;
};

using Words = std::vector<std::string>;

bool is_short_for(const std::string& word, std::string_view full, std::size_t least) {
  return word.size() >= least && full.compare(0, word.size(), word) == 0;
}

bool is_number(const std::string& s) {
  char* end = nullptr;
  std::strtod(s.c_str(), &end);
  return !s.empty() && *end == '\0' && s.find_first_of("xXnN") == std::string::npos;
}

void check_number(const Words& words, bool integer) {
  if (words.empty()) throw Error(7, "'' found where number expected");
  for (const std::string& w : words) {
    if (!is_number(w)) throw Error(7, "'" + w + "' found where " + (integer ? "integer" : "number") + " expected");
    const double x = std::strtod(w.c_str(), nullptr);
    if (integer && x != static_cast<double>(static_cast<long long>(x)))
      throw Error(7, "'" + w + "' found where integer expected");
  }
}

void check_file(const Words& words, bool is_new, const Context& c) {
  if (words.empty()) throw Error(7, "'' found where filename expected");
  const bool exists = c.host.info(words[0]).exists;
  if (is_new && exists) throw Error(602, "file " + words[0] + " already exists");
  if (!is_new && !exists) throw Error(601, "file " + words[0] + " not found");
}

void check_new_variables(const Words& words, const Context& c) {
  for (const std::string& name : words) {
    if (!data::valid_name(name)) throw Error(198, name + " invalid name");
    if (c.frame.find(name)) throw Error(110, "variable " + name + " already defined");
  }
}

bool has_type(const data::Variable& v, const std::string& type) {
  if (type.empty()) return true;
  if (type == "str#") return v.is_string() && data::type_name(v.column->type()) != "strL";
  if (is_short_for(type, "numeric", 3)) return !v.is_string();
  if (is_short_for(type, "string", 3)) return v.is_string();
  return data::type_name(v.column->type()).compare(0, type.size(), type) == 0;
}

void check_variables(const std::string& text, const std::string& type, bool exact, const Context& c) {
  if (text.empty()) throw Error(7, "'' found where variable expected");
  Variables names;
  if (exact) {
    for (const std::string& w : grammar::split_words(text)) {
      c.frame.at(w);
      names.push_back(w);
    }
  } else {
    names = resolve_variables(text, c);
  }
  for (const std::string& name : names)
    if (!has_type(c.frame.at(name), type)) throw Error(7, "'" + name + "' found where " + type + " variable expected");
}

bool has_kind(const text::Format& f, const std::string& kind) {
  using Kind = text::Format::Kind;
  if (kind.empty()) return true;
  if (is_short_for(kind, "numeric", 3)) return f.kind != Kind::string;
  if (is_short_for(kind, "string", 3)) return f.kind == Kind::string;
  if (is_short_for(kind, "date", 1)) return f.kind == Kind::date;
  throw Error(198, "confirm " + kind + " format not allowed", std::nullopt, {"numeric, string or date"});
}

void check_formats(const Words& words, const std::string& kind) {
  const std::string expected = (kind.empty() ? "" : kind + " ") + "format";
  if (words.empty()) throw Error(7, "'' found where " + expected + " expected");
  for (const std::string& w : words) {
    const auto f = text::parse_format(w);
    if (!f || !has_kind(*f, kind)) throw Error(7, "'" + w + "' found where " + expected + " expected");
  }
}

// `exists` tells of the session, frames or matrices or scalars.
void check_objects(const std::string& what, const Words& words, bool is_new,
                   const std::function<bool(const std::string&)>& exists) {
  if (words.empty()) throw Error(7, "'' found where name of a " + what + " expected");
  for (const std::string& w : words)
    if (exists(w) == is_new)
      throw Error(is_new ? 110 : 111, what + " " + w + (is_new ? " already defined" : " not found"));
}

Output run(const Args& a, const Context& c) {
  std::string text = text::trimmed(a.text);
  bool exact = false;
  if (const std::size_t comma = text.find(','); comma != std::string::npos) {
    exact = text.find("exact", comma) != std::string::npos;
    text = text::trimmed(text.substr(0, comma));
  }
  Words words = grammar::split_words(text);
  if (words.empty())
    throw Error(198, "confirm what?", std::nullopt,
                {"variable, new variable, file, new file, number, integer number, names, existence, matrix, scalar, "
                 "frame, format"});
  std::string first = words[0];
  words.erase(words.begin());
  const auto shift = [&] {
    first = words.empty() ? std::string() : words[0];
    if (!words.empty()) words.erase(words.begin());
  };
  bool is_new = false;
  if (first == "new") is_new = true, shift();
  if (first == "existence") {
    if (words.empty() || words[0].empty()) throw Error(6, "nothing found where something expected");
    return {};
  }
  if (first == "number" || first == "integer") {
    if (!words.empty() && words[0] == "number") words.erase(words.begin());
    check_number(words, first == "integer");
    return {};
  }
  if (is_short_for(first, "file", 1)) return check_file(words, is_new, c), Output{};
  if (is_short_for(first, "names", 4)) {
    for (const std::string& w : words)
      if (!data::valid_name(w)) throw Error(7, "'" + w + "' found where name expected");
    return {};
  }
  if (is_short_for(first, "matrix", 3))
    return check_objects("matrix", words, is_new, [&](const auto& w) { return c.environment.matrix(w) != nullptr; }),
           Output{};
  if (is_short_for(first, "scalar", 3))
    return check_objects("scalar", words, is_new, [&](const auto& w) { return c.environment.scalar(w).has_value(); }),
           Output{};
  if (first == "frame")
    return check_objects("frame", words, is_new, [&](const auto& w) { return !!c.environment.frame_named(w); }),
           Output{};
  if (is_short_for(first, "format", 3)) return check_formats(words, ""), Output{};
  std::string type;
  if (!is_short_for(first, "variable", 1)) type = first, shift();
  if (is_short_for(first, "format", 3)) return check_formats(words, type), Output{};
  if (!is_short_for(first, "variable", 1)) throw Error(198, "confirm " + type + " not allowed");
  if (is_new) return check_new_variables(words, c), Output{};
  check_variables(text::joined(words), type, exact, c);
  return {};
}

}  // namespace

extern const Command confirm_command =
    define<Args>("CONFirm", "Check that a variable, file, name or number is what it should be")
        .raw(&Args::text)
        .remark(
            "confirm [new] variable|file|frame …, confirm numeric|string|str# variable …, confirm [integer] number …, "
            "confirm [numeric|string|date] format …, confirm names …")
        .example("A variable",
                 "set obs 1\ngenerate x = 1\ncapture confirm variable x\nscalar a = _rc\n"
                 "capture confirm variable zz\nscalar b = _rc",
                 "a == 0 & b == 111")
        .example("A number", "capture confirm integer number 1.5\nscalar rc = _rc", "rc == 7")
        .runs(run);

}  // namespace nqp::commands::confirm_
