#include <algorithm>
#include <cctype>

#include "grammar/parse.hpp"
#include "interpreter/command/signature.hpp"
#include "interpreter/text/ascii.hpp"
#include "interpreter/text/suggest.hpp"

namespace nqp::command {
namespace {

bool matches(const OptionSlot& slot, std::string_view word) {
  return word.size() >= slot.least && word.size() <= slot.name.size() && slot.name.compare(0, word.size(), word) == 0;
}

bool takes_argument(const OptionSlot& slot) {
  return slot.kind != OptionKind::flag && slot.kind != OptionKind::choice_flag;
}

// Exact names win; among abbreviations the first declared slot does.
const OptionSlot* find_slot(const Signature& s, std::string_view word, bool has_argument) {
  for (const OptionSlot& slot : s.options)
    if (slot.name == word && (takes_argument(slot) == has_argument || slot.argument_optional)) return &slot;
  for (const OptionSlot& slot : s.options)
    if (matches(slot, word) && (takes_argument(slot) == has_argument || slot.argument_optional)) return &slot;
  for (const OptionSlot& slot : s.options)
    if (matches(slot, word)) return &slot;
  return nullptr;
}

[[noreturn]] void unknown_option(const Signature& s, const ast::Option& o) {
  std::vector<std::string> names;
  for (const OptionSlot& slot : s.options) names.push_back(slot.name);
  std::vector<std::string> notes;
  if (std::string hint = text::did_you_mean(o.name, names); !hint.empty()) notes.push_back(std::move(hint));
  throw Error(198, "option " + o.name + " not allowed", o.name_span, std::move(notes));
}

void check_argument(const OptionSlot& slot, const ast::Option& o) {
  if (slot.argument_optional) return;
  if (takes_argument(slot) && !o.has_argument)
    throw Error(198, "option " + slot.name + "() incorrectly specified", o.name_span,
                {"write " + slot.name + "(...)"});
  if (!takes_argument(slot) && o.has_argument)
    throw Error(198, "option " + slot.name + " takes no argument", o.name_span);
}

void check_parts(const Signature& s, const ast::Arguments& a) {
  if (a.condition && !s.if_allowed) throw Error(101, "if not allowed", a.condition->span);
  if (a.range && !s.in_allowed) throw Error(101, "in range not allowed", a.range->span);
  if (a.weight && s.weights.empty()) throw Error(101, "weights not allowed", a.weight->span);
  if (a.using_file && s.using_file == Signature::Need::no) throw Error(101, "using not allowed", a.using_span);
  if (!a.using_file && s.using_file == Signature::Need::required)
    throw Error(100, "using required", std::nullopt, {"add using and a file name"});
  if (a.assigned && s.assigned == Signature::Need::no) throw Error(101, "= exp not allowed", a.assigned->span);
  if (!a.assigned && s.assigned == Signature::Need::required)
    throw Error(100, "= exp required", std::nullopt, {"one = and a value stand behind the name; == only compares"});
  if (s.body == Body::none && !a.body.empty())
    throw Error(198, "invalid syntax: nothing may stand before the comma here", a.body_span,
                s.if_allowed ? std::vector<std::string>{"a condition begins with if"} : std::vector<std::string>{});
}

// Commands that take options of others (graphs) let the last one count, as these do; nothing else would be noticed.
void refuse_twice(const Signature& s, const Bound& b, const OptionSlot& slot, const ast::Option& o) {
  if (s.any_options) return;
  for (const GivenOption& g : b.options)
    if (g.slot == &slot)
      throw Error(198, "option " + slot.name + (takes_argument(slot) ? "()" : "") + " not allowed twice", o.name_span,
                  {"it is given once already: leave one of them out"});
}

const OptionSlot* slot_named(const Signature& s, std::string_view name) {
  for (const OptionSlot& slot : s.options)
    if (slot.name == name) return &slot;
  return nullptr;
}

// How do-files ask every estimator to show its table. Nothing computed changes, so they are accepted where
// coefficients are shown. Formats and legends reach the table as report::CoefficientLook.
bool is_display_option(const Signature& s, const ast::Option& o) {
  if (!slot_named(s, "baselevels") && !(slot_named(s, "level") && slot_named(s, "vce"))) return false;
  for (const char* name : {"allbaselevels", "noomitted", "noemptycells", "vsquish", "novsquish", "cformat", "pformat",
                           "sformat", "fvwrap", "fvwrapon", "lstretch", "nolstretch", "nofvlabel", "nocnsreport",
                           "noci", "nopvalues", "omitted", "emptycells", "coeflegend", "coefl"})
    if (o.name == name) return true;
  return false;
}

// Ways to the maximum of a likelihood that end at the same one. bhhh would also change the variance.
bool is_search_option(const Signature& s, const ast::Option& o) {
  if (!slot_named(s, "iterate") || !slot_named(s, "tolerance")) return false;
  const std::pair<std::string_view, std::size_t> names[] = {
      {"difficult", 3},  {"ltolerance", 4}, {"nrtolerance", 5}, {"nonrtolerance", 7}, {"trace", 2},  {"gradient", 4},
      {"hessian", 4},    {"showstep", 8},   {"showtolerance", 7}, {"noskip", 6},
      {"from", 4}};
  for (const auto& [name, least] : names)
    if (o.name.size() >= least && name.substr(0, o.name.size()) == o.name) return true;
  return o.name.size() >= 4 && std::string_view("technique").substr(0, o.name.size()) == o.name &&
         o.argument.find("bhhh") == std::string::npos;
}

void match_options(const Signature& s, Bound& b) {
  for (const ast::Option& o : b.arguments.options) {
    const OptionSlot* slot = find_slot(s, o.name, o.has_argument);
    if (!slot) slot = find_slot(s, text::lower(o.name), o.has_argument);
    if (!slot && !s.any_options && is_display_option(s, o)) {
      if (o.name == "allbaselevels" && !b.given("baselevels"))
        if (const OptionSlot* base = slot_named(s, "baselevels")) b.options.push_back({base, o});
      continue;
    }
    if (!slot && !s.any_options && is_search_option(s, o)) continue;
    if (!slot) {
      if (!s.any_options) unknown_option(s, o);
      b.unmatched.push_back(o);
      continue;
    }
    check_argument(*slot, o);
    refuse_twice(s, b, *slot, o);
    for (const GivenOption& g : b.options)
      if (g.slot->kind == OptionKind::choice_flag && slot->kind == OptionKind::choice_flag &&
          g.slot->words == slot->words && g.slot != slot)
        throw Error(184, "options " + g.slot->name + " and " + slot->name + " may not be combined", o.name_span);
    b.options.push_back({slot, o});
  }
  for (const OptionSlot& slot : s.options)
    if (slot.required && !b.given(slot.name))
      throw Error(198, "option " + slot.name + (takes_argument(slot) ? "()" : "") + " required");
}

}  // namespace

const ast::Option* Bound::given(const std::string& name) const {
  for (auto it = options.rbegin(); it != options.rend(); ++it)
    if (it->slot->name == name) return &it->option;
  return nullptr;
}

Bound bind(const Signature& s, ast::Arguments a) {
  Bound b;
  b.signature = &s;
  b.arguments = std::move(a);
  check_parts(s, b.arguments);
  match_options(s, b);
  return b;
}

Weight bind_weight(const Signature& s, const std::optional<ast::Weight>& w) {
  if (!w) return {};
  const std::pair<std::string_view, WeightKind> kinds[] = {
      {"fweight", WeightKind::fweight},  {"frequency", WeightKind::fweight}, {"aweight", WeightKind::aweight},
      {"cellsize", WeightKind::aweight}, {"pweight", WeightKind::pweight},   {"iweight", WeightKind::iweight},
      {"weight", s.default_weight}};
  const std::string word = text::lower(w->kind);
  WeightKind kind = s.default_weight;
  bool known = word.empty();
  for (const auto& [name, k] : kinds) {
    const std::size_t least = name == "weight" ? 1 : 2;
    if (known || word.size() < least || name.compare(0, word.size(), word) != 0) continue;
    kind = k;
    known = true;
  }
  if (!known) throw Error(198, w->kind + " is not a kind of weight", w->span, {"weights are fw, aw, pw or iw"});
  if (std::find(s.weights.begin(), s.weights.end(), kind) == s.weights.end()) {
    static const char* names[] = {"", "fweights", "aweights", "pweights", "iweights"};
    throw Error(101, std::string(names[static_cast<int>(kind)]) + " not allowed", w->span);
  }
  return {kind, w->value, "= " + grammar::unparse(*w->value)};
}

std::pair<std::string, std::size_t> abbreviation(const std::string& capitalised) {
  std::size_t least = capitalised.size();
  for (std::size_t i = capitalised.size(); i-- > 0;)
    if (std::isupper(static_cast<unsigned char>(capitalised[i]))) {
      least = i + 1;
      break;
    }
  return {text::lower(capitalised), least};
}

}  // namespace nqp::command
