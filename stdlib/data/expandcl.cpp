// expandcl: whole clusters repeated.
#include <algorithm>
#include <cmath>

#include "grammar/parse.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/dataset/groups.hpp"
#include "stdlib/kit/obs.hpp"
#include "stdlib/kit/results.hpp"
#include "stdlib/kit/selection.hpp"

namespace nqp::commands::expandcl_ {
using namespace nqp::command;
namespace {

struct Args {
  std::string body;
  ast::ExpressionPtr copies;
  Sample sample;
  Variables cluster;
  NewVariable generate;
};

// How often each cluster shall be there; 1 for clusters outside of if and in. Error 198 when rows of one disagree.
std::vector<double> copies_of_clusters(const data::Groups& g, std::span<const double> n, const kit::Selection& s) {
  std::vector<double> out(g.count, data::missing);
  for (std::size_t i = 0; i < n.size(); ++i) {
    if (!s.holds(i)) continue;
    double& copies = out[g.codes[i]];
    if (!data::is_missing(copies) && copies != n[i])
      throw Error(198, "the number of copies is not constant within clusters");
    copies = n[i];
  }
  for (double& copies : out) copies = data::is_missing(copies) || copies < 1 ? 1 : std::trunc(copies);
  return out;
}

Output run(const Args& a, const Context& c) {
  if (!a.copies && a.body.empty()) throw Error(100, "expandcl needs a number or an expression");
  const ast::ExpressionPtr copies = a.copies ? a.copies : grammar::parse_expression(a.body);
  const kit::Selection s = kit::select(c, a.sample);
  std::vector<data::ColumnPtr> keys;
  for (const std::string& name : a.cluster) keys.push_back(c.frame.at(name).column);
  const data::Groups g = data::make_groups(keys);
  const std::vector<double> n = copies_of_clusters(g, kit::values_of(*copies, c, a.sample, s), s);

  double total = 0;
  for (const std::uint32_t k : g.codes) total += n[k];
  kit::require_room(c.frame, total);
  std::vector<double> id;
  for (const std::uint32_t k : g.codes) id.push_back(k + 1.0);
  std::vector<data::Row> extra;
  double next = g.count;
  for (double copy = 2; copy <= *std::max_element(n.begin(), n.end()); ++copy) {
    std::vector<double> id_of(g.count, 0);
    for (std::size_t k = 0; k < n.size(); ++k)
      if (n[k] >= copy) id_of[k] = ++next;
    for (std::size_t i = 0; i < c.frame.rows; ++i) {
      if (id_of[g.codes[i]] == 0) continue;
      extra.push_back(static_cast<data::Row>(i));
      id.push_back(id_of[g.codes[i]]);
    }
  }
  data::Frame f = kit::append_rows(c.frame, extra);
  f.add({a.generate.name, data::make_narrowest(id), "", "", "", {}});
  Output out;
  out.line(kit::count_of(extra.size(), "observation created", "observations created"));
  out.frame = std::move(f);
  return out;
}

}  // namespace

extern const Command expandcl_command =
    define<Args>("expandcl", "Repeat clusters of observations")
        .anything(&Args::body)
        .assigned(&Args::copies, false)
        .if_in(&Args::sample)
        .variables("CLuster", &Args::cluster, "variables that identify the clusters")
        .required("cluster")
        .new_variable("GENerate", &Args::generate, "numbers of the clusters, old and new")
        .required("generate")
        .no_by()
        .changes(Effect::data)
        .remark(
            "The number of copies must be the same in all observations of a cluster. Copies stand behind the data; "
            "each copy of a cluster has a number of its own.")
        .example("Two of each", "sysuse grunfeld\nexpandcl 2, cluster(firm) generate(id)",
                 "_N == 400 & id[201] == 11 & id[400] == 20 & invest[201] == invest[1]")
        .example("As many as a variable says",
                 "clear\ninput id n\n1 1\n2 3\n2 3\nend\nexpandcl = n if id > 1, cluster(id) generate(new)",
                 "_N == 7 & new[4] == 3 & new[7] == 4")
        .runs(run);

}  // namespace nqp::commands::expandcl_
