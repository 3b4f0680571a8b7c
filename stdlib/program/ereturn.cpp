// ereturn: e() of a program; ereturn list shows e().
#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/runtime/session.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/results_listing.hpp"

namespace nqp::commands {
namespace {

using namespace nqp::command;

struct Args {
  std::string text;
};

void must_be_eclass(const runtime::Session& s, const runtime::Level& level) {
  (void)s;
  if (level.program && level.program->result_class != "eclass")
    throw Error(152, "non-e-class program may not set e()", std::nullopt, {"program " + level.program->name + ", eclass"});
}

// post b V [, esample(touse) obs(#) dof(#) depname(name)]
void post(const std::string& text, runtime::Session& s) {
  const std::size_t comma = text.find(',');
  const std::vector<std::string> names = grammar::split_words(text.substr(0, comma));
  Estimates e;
  if (!names.empty()) {
    eval::Matrix b = kit::matrix_value(names[0], s);
    if (b.rows != 1) throw Error(503, "b must be a row vector");
    if (names.size() > 1) {
      eval::Matrix v = kit::matrix_value(names[1], s);
      if (v.rows != b.columns || v.columns != b.columns) throw Error(503, "conformability error: V must be k x k");
      v.row_names = v.column_names = b.column_names;
      e.results.matrix("V", std::move(v));
    }
    b.row_names = {"y1"};
    e.results.matrix("b", std::move(b));
    e.results.macro("properties", names.size() > 1 ? "b V" : "b");
  }
  std::vector<std::uint8_t> sample;
  if (comma != std::string::npos)
    for (const ast::Option& o : grammar::parse_options(text.substr(comma + 1))) {
      if (o.name.compare(0, 1, "e") == 0) {
        sample.resize(s.frame().rows);
        const data::Column& touse = s.context().numeric(o.argument);
        for (std::size_t i = 0; i < sample.size(); ++i) sample[i] = touse.number(i) != 0;
      } else if (o.name.compare(0, 1, "o") == 0) {
        e.results.scalar("N", s.number(o.argument));
      } else if (o.name == "dof") {
        e.results.scalar("df_r", s.number(o.argument));
      } else if (o.name.compare(0, 1, "d") == 0) {
        e.results.macro("depvar", o.argument);
      } else if (o.name != "buildfvinfo" && o.name != "properties" && o.name != "findomitted") {
        throw Error(198, "option " + o.name + " not allowed");
      }
    }
  for (const std::string& name : names) s.matrices().erase(name);
  s.post(std::move(e), sample);
}

void act(const Args& a, runtime::Session& s) {
  std::string text = text::trimmed(a.text);
  const std::string first = text.substr(0, text.find_first_of(" \t,"));
  if (first.empty() || (first.size() >= 1 && std::string("list").compare(0, first.size(), first) == 0))
    return s.show(kit::list_results(s.estimates() ? s.estimates()->results : Results(), 'e'));
  if (first == "clear") {
    s.estimates_slot().reset();
    return;
  }
  must_be_eclass(s, s.level());
  if (first == "post") return post(text.substr(4), s);
  if (!s.estimates_slot()) s.estimates_slot() = Estimates{};
  kit::file_result(text, s.estimates_slot()->results, s);
}

}  // namespace

extern const Command ereturn_command =
    define<Args>("EREturn", "Estimation results of a program; list e()")
        .raw(&Args::text)
        .remark("ereturn post b V [, esample(touse) obs(#) dof(#) depname()], ereturn scalar|local|matrix, clear, list.")
        .changes(Effect::estimates)
        .example("Add a scalar", "ereturn clear\nereturn scalar best = 3", "e(best) == 3")
        .example("Clear", "ereturn scalar x = 1\nereturn clear\nscalar gone = missing(e(x))", "gone == 1")
        .acts(act);

}  // namespace nqp::commands
