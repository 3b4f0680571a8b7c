#include "interpreter/runtime/macro_list.hpp"

#include <algorithm>

#include "interpreter/runtime/session.hpp"
#include "interpreter/text/format.hpp"

namespace nqp::runtime {
namespace {

using Words = std::vector<std::string>;

Words list_of(std::string operand, Session& s) {
  operand = text::trimmed(operand);
  const Macros* macros = &s.level().locals;
  if (operand.compare(0, 7, "global(") == 0 && operand.back() == ')') {
    operand = text::trimmed(operand.substr(7, operand.size() - 8));
    macros = &s.globals();
  } else if (operand.compare(0, 6, "local(") == 0 && operand.back() == ')') {
    operand = text::trimmed(operand.substr(6, operand.size() - 7));
  }
  const auto it = macros->find(operand);
  return it == macros->end() ? Words() : grammar::split_words(it->second);
}

std::string quoted_words(const Words& words) {
  std::string out;
  for (const std::string& w : words) {
    const bool quote = w.empty() || w.find_first_of(" \t\"") != std::string::npos;
    const bool compound = w.find('"') != std::string::npos;
    out += out.empty() ? "" : " ";
    out += !quote ? w : compound ? "`\"" + w + "\"'" : "\"" + w + "\"";
  }
  return out;
}

bool holds(const Words& list, const std::string& w) { return std::find(list.begin(), list.end(), w) != list.end(); }

Words unique(const Words& a) {
  Words out;
  for (const std::string& w : a)
    if (!holds(out, w)) out.push_back(w);
  return out;
}

// Repeated elements are distinct: the first b of one list goes with the first b of the other. The elements of a
// that b has too, or those that it lacks.
Words shared(const Words& a, Words b, bool wanted) {
  Words out;
  for (const std::string& w : a) {
    const auto it = std::find(b.begin(), b.end(), w);
    if ((it != b.end()) == wanted) out.push_back(w);
    if (it != b.end()) b.erase(it);
  }
  return out;
}

Words minus(const Words& a, const Words& b) { return shared(a, b, false); }

std::string binary(const Words& a, const std::string& op, const Words& b) {
  if (op == "|") {
    Words out = a;
    for (std::string& w : minus(b, a)) out.push_back(std::move(w));
    return quoted_words(out);
  }
  if (op == "&") return quoted_words(shared(a, b, true));
  if (op == "-") return quoted_words(minus(a, b));
  if (op == "==") return a == b ? "1" : "0";
  if (op == "===") {  // in any order
    Words x = a, y = b;
    std::sort(x.begin(), x.end());
    std::sort(y.begin(), y.end());
    return x == y ? "1" : "0";
  }
  return minus(a, b).empty() ? "1" : "0";  // in
}

std::string position_of(const std::string& rest, Session& s) {
  const std::size_t in = rest.rfind(" in ");
  if (in == std::string::npos) throw Error(198, "invalid macro function: list posof needs in");
  const Words word = grammar::split_words(rest.substr(0, in));
  const Words list = list_of(rest.substr(in + 4), s);
  if (word.size() != 1) throw Error(198, "invalid macro function: list posof needs one word");
  const auto it = std::find(list.begin(), list.end(), word[0]);
  return it == list.end() ? "0" : std::to_string(it - list.begin() + 1);
}

}  // namespace

std::string macro_list(const std::string& call, Session& s) {
  const std::string text = text::trimmed(call);
  const std::size_t blank = std::min(text.find_first_of(" \t"), text.size());
  const std::string first = text.substr(0, blank), rest = text::trimmed(text.substr(blank));
  if (first == "posof") return position_of(rest, s);
  if (first == "uniq") return quoted_words(unique(list_of(rest, s)));
  if (first == "sizeof") return std::to_string(list_of(rest, s).size());
  if (first == "retokenize" || first == "clean") return quoted_words(list_of(rest, s));
  if (first == "sort") {
    Words w = list_of(rest, s);
    std::sort(w.begin(), w.end());
    return quoted_words(w);
  }
  if (first == "dups") {
    const Words w = list_of(rest, s);
    Words seen, out;
    for (const std::string& x : w) (holds(seen, x) ? out : seen).push_back(x);
    return quoted_words(out);
  }
  for (const std::string op : {"===", "==", "|", "&", " in ", "-"}) {
    const std::size_t at = text.find(op);
    if (at == std::string::npos || at == 0) continue;
    return binary(list_of(text.substr(0, at), s), text::trimmed(op), list_of(text.substr(at + op.size()), s));
  }
  throw Error(198, "invalid macro function: list " + call);
}

}  // namespace nqp::runtime
