#include "stdlib/kit/egen.hpp"

#include <algorithm>

#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/command/delegation.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/text/joined.hpp"
#include "stdlib/kit/group_values.hpp"
#include "stdlib/kit/labels.hpp"
#include "stdlib/kit/loose_body.hpp"
#include "stdlib/kit/new_variable.hpp"
#include "stdlib/kit/results.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::egen_ {
using namespace nqp::command;
namespace {

struct Args {
  std::string body;
  Sample sample;
  Variables by;
  std::vector<ast::Option> options;
};

struct FunctionCall {
  kit::Target target;
  std::string function, argument;
};

FunctionCall parse_call(const std::string& body) {
  const std::size_t equal = kit::find_outside(body, '=');
  if (equal == std::string::npos)
    throw Error(198, "write egen newvar = function(argument)", std::nullopt, {"for example egen m = mean(x), by(id)"});
  FunctionCall out;
  out.target = kit::parse_target(std::string_view(body).substr(0, equal));
  const std::string_view call = kit::trim(std::string_view(body).substr(equal + 1));
  const std::size_t open = call.find('(');
  const std::size_t blank = open == std::string_view::npos ? open : kit::find_outside(call.substr(open), ' ');
  const std::string rest(blank == std::string_view::npos ? "" : kit::trim(call.substr(open + blank)));
  if (!rest.empty() && rest[0] >= 'a' && rest[0] <= 'z')
    throw Error(198, "the right side of egen must be one function call", std::nullopt,
                {"options stand behind a comma: , " + rest});
  if (open == std::string_view::npos || call.back() != ')' || kit::split_pieces(call.substr(open)).size() != 1)
    throw Error(198, "the right side of egen must be one function call", std::nullopt,
                {"generate takes expressions; egen takes function(argument)"});
  out.function = kit::trim(call.substr(0, open));
  out.argument = kit::trim(call.substr(open + 1, call.size() - open - 2));
  return out;
}

// What a program _gname gets: "[type] newvar = (argument) if … in …, options by(…)".
[[noreturn]] void leave_to_program(const FunctionCall& call, const Args& a, const Context& c, const Error& otherwise) {
  const std::string& line = c.command_line;
  const std::size_t equal = kit::find_outside(line, '='), open = line.find('(', std::min(equal, line.size()));
  if (open == std::string::npos) throw otherwise;
  std::size_t close = open;
  for (int depth = 0; close < line.size(); ++close) {
    depth += line[close] == '(' ? 1 : line[close] == ')' ? -1 : 0;
    if (depth == 0) break;
  }
  std::string rest = line.substr(std::min(close + 1, line.size()));
  if (c.by) {
    rest += std::string(a.options.empty() && a.by.empty() ? "," : "") + " by(" + text::joined(c.by->variables) + ")";
  }
  const std::string type = call.target.type ? data::type_name(*call.target.type) + " " : "";
  throw Delegated{"_g" + call.function, type + call.target.name + " = (" + call.argument + ")" + rest, otherwise};
}

// Matches the options given to those that the function takes.
std::map<std::string, std::string> options_of(const kit::EgenFunction& f, const std::vector<ast::Option>& given) {
  std::map<std::string, std::string> out;
  for (const ast::Option& o : given) {
    bool known = false;
    for (const std::string& word : grammar::split_words(f.options)) {
      const bool takes = word.ends_with("()");
      const std::string name = takes ? word.substr(0, word.size() - 2) : word;
      if (known || !kit::abbreviates(kit::lower(o.name), name)) continue;
      if (takes && !o.has_argument) throw Error(198, "option " + o.name + "() needs an argument", o.name_span);
      out[kit::lower(name)] = o.argument;
      known = true;
    }
    if (!known)
      throw Error(198, "option " + o.name + " not allowed with " + std::string(f.name) + "()", o.name_span,
                  {f.options.empty() ? "it takes only by()" : "it takes by() and " + std::string(f.options)});
  }
  return out;
}

const kit::EgenFunction& function_of(const FunctionCall& call, const Args& a, const Context& c) {
  try {
    return kit::egen_function(call.function);
  } catch (const Error& e) {
    leave_to_program(call, a, c, e);
  }
}

std::shared_ptr<const data::Groups> groups_of(const Args& a, const Context& c, const kit::Selection& selection,
                                              std::span<const std::uint8_t> use) {
  if (c.by && !a.by.empty())
    throw Error(191, "request may not be combined with by() option", std::nullopt,
                {"give the groups once, in the prefix by or in the option by()"});
  const Variables& names = c.by ? c.by->variables : a.by;
  if (names.empty()) return std::make_shared<data::Groups>(kit::one_group(c.frame.rows, use));
  std::vector<data::ColumnPtr> keys;
  for (const std::string& n : names) keys.push_back(c.frame.at(n).column);
  const bool everywhere = selection.use.empty() && selection.begin == 0 && selection.end == c.frame.rows;
  return everywhere ? data::shared_groups(keys) : std::make_shared<data::Groups>(data::make_groups(keys, use));
}

// Nothing is missing when no group's value is and the groups cover all rows.
bool is_complete(const kit::EgenResult& r, data::Storage storage, const data::Groups& groups, std::size_t covered) {
  const auto kept = [&](double x) { return !data::is_missing(kit::stored_value(x, storage)); };
  return !r.per_group.empty() && covered == groups.codes.size() &&
         std::all_of(r.per_group.begin(), r.per_group.end(), kept);
}

std::size_t count_missing(const data::Column& column) {
  if (!column.is_string()) return column.facts().missing_count;
  const auto codes = column.codes();
  return static_cast<std::size_t>(std::count(codes.begin(), codes.end(), 0u));
}

data::ColumnPtr column_of(const kit::EgenResult& r, const kit::Target& t, const data::Groups& groups, const Context& c,
                          bool text) {
  if (t.type && t.type->is_string() != text)
    throw Error(109, "type mismatch: the function does not give " + data::type_name(*t.type));
  if (text) return data::make_strings(r.strings);
  if (r.numbers.empty()) {
    const data::Storage usual = r.storage.value_or(kit::default_storage(c));
    return kit::spread_column(groups, r.per_group, t.type ? t.type->storage : usual);
  }
  if (t.type) return data::make_numeric(t.type->storage, r.numbers);
  if (r.narrowest) return data::make_narrowest(r.numbers);
  return data::make_numeric(r.storage.value_or(kit::default_storage(c)), r.numbers);
}

Output run(const Args& a, const Context& c) {
  const FunctionCall call = parse_call(a.body);
  kit::check_new_name(c, call.target.name);
  const kit::EgenFunction& f = function_of(call, a, c);
  kit::Selection selection = kit::select(c, a.sample);
  data::Buffer<std::uint8_t> use(c.frame.rows);
  selection.write_flags(use.span());
  const auto groups = groups_of(a, c, selection, use.span());
  const std::size_t covered = selection.count();
  const kit::EgenCall q{c,
                        call.target.name,
                        call.argument,
                        a.sample,
                        std::move(selection),
                        use.span(),
                        *groups,
                        options_of(f, a.options)};
  const kit::EgenResult r = f.run(q);

  Output out;
  data::Variable v;
  v.name = call.target.name;
  v.column = column_of(r, call.target, *groups, c, !r.strings.empty());
  v.label = r.label;
  const bool complete = is_complete(r, v.column->type().storage, *groups, covered);
  const std::size_t dots = complete ? 0 : count_missing(*v.column);
  data::Frame frame = c.frame;
  if (r.value_label) {
    v.value_label = q.text("lname", v.name);
    kit::set_label(frame, v.value_label, *r.value_label);
  }
  frame.add(std::move(v));
  for (const std::string& note : r.notes) out.line("note: " + note, report::Style::note);
  if (dots > 0) out.line(kit::count_of(dots, "missing value generated", "missing values generated"));
  out.frame = std::move(frame);
  return out;
}

std::string function_list() {
  std::string out = "Functions: ";
  for (const kit::EgenFunction& f : kit::egen_functions())
    out += std::string(f.name) + "() " + std::string(f.help) +
           (f.options.empty() ? "" : " [" + std::string(f.options) + "]") + "; ";
  out.resize(out.size() - 2);
  return out + ".";
}

Command command() {
  return define<Args>("egen", "Make a new variable with a function of many values")
      .anything(&Args::body)
      .if_in(&Args::sample)
      .variables("by", &Args::by, "within groups of these variables")
      .any_options(&Args::options)
      .alias("gegen")
      .alias("fegen")
      .by_native()
      .changes(Effect::data)
      .remark(function_list())
      .remark(
          "A program _gname of yours (in memory or as _gname.ado) is the function name(): it gets newvar = "
          "(argument) and the options, by() among them.")
      .example("Group means", "sysuse auto\negen m = mean(price), by(foreign)", "abs(m[1] - 6072.4229) < .001")
      .example("Shares within a group", "sysuse grunfeld\nbysort year: egen s = pc(invest), prop",
               "s[1] > 0 & s[1] < 1")
      .example("Numbers for combinations", "sysuse auto\negen g = group(foreign rep78), label",
               "g[1] == 3 & missing(g[3])")
      .example("Across variables", "sysuse auto\negen t = rowtotal(headroom rep78)\negen k = rowmiss(rep78)",
               "t[3] == 3 & k[3] == 1")
      .example("Intervals", "sysuse auto\negen c = cut(mpg), at(0 20 30 100)", "c[1] == 20 & c[2] == 0")
      .example(
          "A function of your own",
          "program _gtwice\nsyntax newvarname =/exp [if] [in]\ngenerate `typlist' `varlist' = 2 * (`exp') `if' `in'\n"
          "end\nsysuse auto\negen double t = twice(price) in 1/3",
          "t[3] == 2 * price[3] & missing(t[4])")
      .example("Ranks", "sysuse auto\negen r = rank(price), field", "r[13] == 1")
      .runs(run);
}

}  // namespace

extern const Command egen_command = kit::loose_body(command());

}  // namespace nqp::commands::egen_
