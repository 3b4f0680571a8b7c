// _matplot: two columns of a matrix against one another.
#include <algorithm>

#include "interpreter/command/definition.hpp"
#include "interpreter/eval/matrix_language.hpp"
#include "interpreter/runtime/session.hpp"
#include "stdlib/kit/options_of.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::commands::_matplot_ {
namespace {

using namespace command;
using runtime::Session;

struct Args {
  std::string body;
  std::vector<ast::Option> options;
};

void add_column(data::Frame& f, const eval::Matrix& m, std::size_t j, const char* name) {
  std::vector<double> values;
  for (std::size_t i = 0; i < m.rows; ++i) values.push_back(m(i, j));
  data::Variable v;
  v.name = name;
  v.label = m.column_names[j];
  v.column = data::make_numeric(data::Storage::double_, values);
  v.format = data::default_format(v.column->type());
  f.add(std::move(v));
}

std::size_t chosen_column(const std::string& word, const eval::Matrix& m, Session& s) {
  const double j = s.number(word);
  if (!(j >= 1 && j <= static_cast<double>(m.columns)))
    throw Error(198, "columns() names two columns of the matrix", std::nullopt,
                {"the matrix has " + std::to_string(m.columns) + " columns"});
  return static_cast<std::size_t>(j) - 1;
}

// The plot type that recast() and connect() ask for; they are not passed on.
std::string plot_type(kit::BodyAndOptions& line) {
  const ast::Option *recast = line.find("RECAST"), *connect = line.find("Connect");
  if (recast) return recast->argument;
  return connect && connect->argument != "none" && connect->argument != "i" ? "connected" : "scatter";
}

void act(const Args& a, Session& s) {
  const eval::Matrix m = eval::evaluate_matrix(*s.expression(a.body), s.scope());
  kit::BodyAndOptions line;
  line.options = a.options;
  const ast::Option* columns = line.find("COLumns");
  std::string_view list = columns ? std::string_view(columns->argument) : "2 1";
  const std::string first = kit::take_word(list), second = kit::take_word(list);
  if (second.empty() || !kit::trim(list).empty()) throw Error(198, "columns() names two columns: vertical, horizontal");
  std::string command = "twoway " + plot_type(line) + " vertical horizontal,";
  for (const ast::Option& o : line.options) {
    const bool mine = &o == columns || &o == line.find("RECAST") || &o == line.find("Connect");
    const bool labels = kit::abbreviates(kit::lower(o.name), "MLABSize") || kit::lower(o.name) == "mlabs";
    if (!mine && !labels) command += " " + o.name + (o.has_argument ? "(" + o.argument + ")" : "");
  }
  auto f = std::make_shared<data::Frame>();
  f->rows = m.rows;
  add_column(*f, m, chosen_column(first, m, s), "vertical");
  add_column(*f, m, chosen_column(second, m, s), "horizontal");
  const data::FramePtr before = s.frame_pointer();
  s.set_frame(std::move(f));
  try {
    s.run_command(command);
  } catch (...) {
    s.set_frame(before);
    throw;
  }
  s.set_frame(before);
}

}  // namespace

extern const Command _matplot_command =
    define<Args>("_matplot", "Two columns of a matrix as a figure")
        .anything(&Args::body)
        .any_options(&Args::options)
        .changes(Effect::process)
        .remark("columns(1 2), as xthreg's likelihood ratios are drawn, has column 1 on the vertical and column 2 on "
                "the horizontal axis; without it column 2 stands against column 1. recast(line) and connect(direct) "
                "join the points; other options are those of twoway.")
        .example("Points", "matrix A = (1,10\\2,20\\3,15)\n_matplot A\ngraph dir", "r(list) == \"Graph\"")
        .example("A line",
                 "matrix A = (7,1\\0,2\\3,3)\n_matplot A, columns(1 2) yline(2) recast(line) name(lr)\ngraph dir",
                 "r(list) == \"lr\"")
        .acts(act);

}  // namespace nqp::commands::_matplot_
