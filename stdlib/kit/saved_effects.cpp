#include "stdlib/kit/saved_effects.hpp"

#include <cmath>

#include "grammar/ast/error.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/files.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/dist/distributions.hpp"

namespace nqp::kit {
namespace {

void add_effect_column(data::Frame& f, const std::string& name, data::ColumnPtr column) {
  data::Variable v;
  v.name = name, v.column = std::move(column);
  v.format = data::default_format(v.column->type());
  f.add(std::move(v));
}

std::string label_of_relative(double relative) {
  return relative < 0 ? "pre_" + text::macro_number(-relative)
                      : relative == 0 ? "current" : "post_" + text::macro_number(relative);
}

// rel b se lb ub n_treated as in e(event), then what a figure or a table needs: label t p.
data::Frame frame_of_events(const eval::Matrix& event, double df) {
  data::Frame f;
  f.rows = event.rows;
  std::vector<double> x(event.rows), t(event.rows, data::missing), p(t);
  std::vector<std::string> labels;
  for (std::size_t j = 0; j < event.columns; ++j) {
    for (std::size_t i = 0; i < event.rows; ++i) x[i] = event(i, j);
    add_effect_column(f, event.column_names[j], data::make_numeric(data::Storage::double_, x));
  }
  for (std::size_t i = 0; i < event.rows; ++i) {
    labels.push_back(label_of_relative(event(i, 0)));
    if (!(event(i, 2) > 0) || data::is_missing(event(i, 2))) continue;
    t[i] = event(i, 1) / event(i, 2);
    const double size = std::fabs(t[i]);
    p[i] = df > 0 ? 2 * numeric::dist::ttail(df, size) : 2 * numeric::dist::normal(-size);
  }
  add_effect_column(f, "label", data::make_strings(labels));
  add_effect_column(f, "t", data::make_numeric(data::Storage::double_, t));
  add_effect_column(f, "p", data::make_numeric(data::Storage::double_, p));
  return f;
}

data::Frame frame_of_coefficients(const command::Results& e, double level) {
  const eval::Matrix &b = *e.find_matrix("b"), &V = *e.find_matrix("V");
  const double df = e.scalar_or("df_r", 0), p = 0.5 + level / 200;
  const double crit = df > 0 ? numeric::dist::invt(df, p) : numeric::dist::invnormal(p);
  data::Frame f;
  f.rows = b.columns;
  std::vector<double> columns[4];
  for (std::size_t j = 0; j < b.columns; ++j) {
    const double se = std::sqrt(V(j, j));
    const double row[] = {b(0, j), se, b(0, j) - crit * se, b(0, j) + crit * se};
    for (std::size_t k = 0; k < 4; ++k) columns[k].push_back(stored(row[k]));
  }
  add_effect_column(f, "name", data::make_strings(b.column_names));
  const char* names[] = {"b", "se", "lb", "ub"};
  for (std::size_t k = 0; k < 4; ++k)
    add_effect_column(f, names[k], data::make_numeric(data::Storage::double_, columns[k]));
  return f;
}

}  // namespace

void save_effects(command::Output& out, const std::string& saving, double level, const command::Context& c) {
  if (saving.empty() || !out.e) return;
  const std::size_t comma = find_outside(saving, ',');
  const bool more = comma != std::string::npos;
  const std::string option(more ? trim(std::string_view(saving).substr(comma + 1)) : std::string_view());
  if (more && option != "replace")
    throw Error(198, "option " + option + " not allowed in saving()", std::nullopt, {"saving(file, replace)"});
  const std::string path = with_extension(unquoted(trim(saving.substr(0, comma))), "dta");
  require_free(c, path, option == "replace");
  const command::Results& e = out.e->results;
  const eval::Matrix* event = e.find_matrix("event");
  const data::Frame f =
      event && e.macro_or("agg") == "event" ? frame_of_events(*event, e.scalar_or("df_r", 0))
                                            : frame_of_coefficients(e, level);
  store_table(c, f, path);
  out.line("file " + path + " saved");
}

}  // namespace nqp::kit
