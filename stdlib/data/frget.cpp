// frget: copies variables of a linked frame.
#include <fmt/format.h>

#include <algorithm>

#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/command/resolve.hpp"
#include "interpreter/dataset/panel.hpp"
#include "stdlib/kit/frames.hpp"
#include "stdlib/kit/join.hpp"
#include "stdlib/kit/loose_body.hpp"
#include "stdlib/kit/new_variable.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::frget_ {
namespace {

using namespace nqp::command;

struct Args {
  std::string body, from, prefix, suffix, exclude;
};

struct Asked {
  std::string name, source;
};

// "newvar = var", or a list with prefix() and suffix().
// Patterns and ranges leave out the variables that the frames are matched by, and names that begin with _.
std::vector<Asked> asked(const Args& a, const std::string& keys, const Context& there) {
  std::vector<Asked> out;
  if (const std::size_t equals = a.body.find('='); equals != std::string::npos) {
    const Variables source = resolve_variables(a.body.substr(equals + 1), there);
    if (source.size() != 1) throw Error(198, "newvar = varname names one variable");
    out.push_back({std::string(kit::trim(std::string_view(a.body).substr(0, equals))), source[0]});
    return out;
  }
  Variables excluded;
  if (!a.exclude.empty()) excluded = resolve_variables(a.exclude, there);
  const std::vector<std::string> words = grammar::split_words(a.body), matched = grammar::split_words(keys);
  const auto among = [](const std::vector<std::string>& list, const std::string& name) {
    return std::find(list.begin(), list.end(), name) != list.end();
  };
  for (const std::string& name : resolve_variables(a.body, there)) {
    if (!among(words, name) && (among(matched, name) || name[0] == '_')) continue;
    bool leave = there.frame.at(name).characteristics.count("frlink_fname2") > 0;
    for (const std::string& e : excluded) leave = leave || e == name;
    if (!leave) out.push_back({a.prefix + name + a.suffix, name});
  }
  return out;
}

Output run(const Args& a, const Context& c) {
  const data::Variable& link = c.variable(a.from);
  const kit::Link declared = kit::link_of(link);
  const std::string& frame = declared.frame;
  const data::FramePtr other = c.environment.frame_named(frame);
  if (!other) throw Error(111, "frame " + frame + " not found");
  std::vector<data::Row> rows(c.frame.rows);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const double x = link.column->number(i);
    rows[i] = data::is_missing(x) ? data::no_row : static_cast<data::Row>(x - 1);
  }
  Output out;
  out.frame = c.frame;
  std::string names;
  const std::vector<Asked> list = asked(a, declared.other_keys, Context(*other, c.environment, c.settings, c.host));
  for (const Asked& one : list) {
    kit::check_new_name(*out.frame, one.name);
    data::Variable v = other->at(one.source);
    v.column = data::gather(*v.column, rows);
    v.name = one.name;
    names += (names.empty() ? "" : " ") + one.name;
    out.frame->add(std::move(v));
  }
  kit::add_labels(*out.frame, *other);
  out.line(fmt::format("({} variable{} copied from linked frame)", list.size(), list.size() == 1 ? "" : "s"));
  out.r = Results{}.macro("newlist", names).scalar("k", static_cast<double>(list.size()));
  return out;
}

}  // namespace

extern const Command frget_command = kit::loose_body(
    define<Args>("frget", "Copy variables of a linked frame")
        .anything(&Args::body)
        .text("from", &Args::from, "the link variable that frlink made")
        .text("PREfix", &Args::prefix, "put before the new names")
        .text("SUFfix", &Args::suffix, "put behind the new names")
        .text("EXclude", &Args::exclude, "variables to leave out")
        .required("from")
        .no_by()
        .changes(Effect::data)
        .stores({{"r(newlist)", "the new variables"}, {"r(k)", "how many"}})
        .remark("frget varlist, from(link) or frget newvar = varname, from(link). Rows without a partner get missing "
                "values.")
        .example("By name",
                 "sysuse auto\nframe put make mpg, into(m)\nkeep make price\nfrlink 1:1 make, frame(m)\nfrget mpg, "
                 "from(m)",
                 "mpg[1] == 22 & r(k) == 1")
        .example("All but what the frames are matched by",
                 "sysuse auto\nframe put make mpg price, into(m)\nkeep make\nfrlink 1:1 make, frame(m)\nfrget *, "
                 "from(m)",
                 "mpg[1] == 22 & price[1] == 4099 & r(k) == 2")
        .example(
            "Under another name",
            "sysuse auto\nframe copy default d\nkeep make\nfrlink 1:1 make, frame(d) generate(l)\nfrget p = price, "
            "from(l)",
            "p[1] == 4099")
        .runs(run));

}  // namespace nqp::commands::frget_
