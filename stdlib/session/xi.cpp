// xi: indicator variables of categories, before factor variables had notation of their own.
#include "interpreter/command/definition.hpp"
#include "interpreter/runtime/session.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/kit/xi_terms.hpp"

namespace nqp::commands::xi_ {
namespace {

using namespace nqp::command;

struct Args {
  std::string text, command;
};

// ", prefix(_S) noomit" in front of the terms, which may follow.
kit::XiOptions take_options(std::string_view& text) {
  kit::XiOptions o;
  text = kit::trim(text);
  if (text.empty() || text.front() != ',') return o;
  text.remove_prefix(1);
  while (!(text = kit::trim(text)).empty()) {
    std::string_view rest = text;
    const std::string word = kit::take_word(rest);
    if (kit::abbreviates(word, "NOOmit")) {
      o.keep_all = true;
    } else if (const std::size_t open = word.find('('); open != std::string::npos && word.back() == ')' &&
               kit::abbreviates(word.substr(0, open), "Prefix")) {
      o.prefix = std::string(kit::trim(std::string_view(word).substr(open + 1, word.size() - open - 2)));
    } else {
      break;
    }
    text = rest;
  }
  return o;
}

void act(const Args& a, runtime::Session& s) {
  std::string_view text = a.text;
  kit::XiOptions options = take_options(text);
  // xi i.x, prefix(_S): they may stand behind the terms too.
  if (const std::size_t comma = a.command.empty() ? kit::find_outside(text, ',') : std::string_view::npos;
      comma != std::string_view::npos) {
    std::string_view behind = text.substr(comma);
    options = take_options(behind);
    if (!behind.empty()) throw Error(198, "option " + std::string(behind) + " not allowed");
    text = kit::trim(text.substr(0, comma));
  }
  if (!a.command.empty() && !text.empty())
    throw Error(198, "option " + std::string(text) + " not allowed before the colon of xi");
  if (a.command.empty() && text.empty())
    throw Error(198, "xi needs terms or a command", std::nullopt, {"xi i.x, or xi: regress y i.x"});
  std::string expanded;
  report::Document d;
  {
    const Context c = s.context();
    kit::XiTerms terms(c, options);
    expanded = terms.expand(a.command.empty() ? text : std::string_view(a.command));
    for (const std::string& line : terms.report()) d.line(line);
    data::Frame f = std::move(terms).frame();
    s.set_frame(std::move(f));
  }
  s.show(d);
  if (!a.command.empty()) s.run_command(expanded);
}

}  // namespace

extern const Command xi_command =
    define<Args>("xi", "Indicator variables for categories")
        .raw(&Args::text)
        .prefix(&Args::command)
        .by_native()
        .changes(Effect::data)
        .remark(
            "xi [, prefix(str) noomit] terms, or xi [, ...]: command. i.x makes _Ix_2, _Ix_3 ...; i.a*i.b adds "
            "_IaXb_2_2 ...; i.a*x adds x and _IaXx_2 ...; i.a|x the same without the indicators of a. Names hold the "
            "first three letters of each variable.")
        .remark("by g: xi: command makes the indicators from all the data and runs the command by group.")
        .remark(
            "The lowest value is left out; char x[omit] 3 or char x[omit] prevalent chooses another. Every xi drops "
            "the "
            "variables of the one before. Commands also take i.x without xi.")
        .example("Before a command", "sysuse auto\nxi: regress price weight i.rep78",
                 "_b[_Irep78_5] != 0 & e(df_m) == 5")
        .example("By group", "sysuse auto\nbysort foreign: xi: quietly regress price weight i.rep78\nscalar n = e(N)",
                 "n == 21")
        .example("Interactions",
                 "sysuse auto\nxi i.foreign*mpg\nscalar right = _IforXmpg_1[74] == mpg[74] & _Iforeign_1[1] == 0",
                 "right == 1")
        .example("Another category is left out",
                 "sysuse auto\nchar rep78[omit] 3\nxi: regress price i.rep78\ncapture confirm variable "
                 "_Irep78_3\nscalar rc = _rc",
                 "rc == 111")
        .acts(act);

}  // namespace nqp::commands::xi_
