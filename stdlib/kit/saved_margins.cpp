#include "stdlib/kit/saved_margins.hpp"

#include <algorithm>
#include <cstdlib>

#include "grammar/ast/error.hpp"
#include "stdlib/kit/files.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::kit {

namespace {

void add_margin_column(data::Frame& f, const std::string& name, const std::string& label, data::ColumnPtr column) {
  data::Variable v;
  v.name = name;
  v.label = label;
  v.column = std::move(column);
  v.format = data::default_format(v.column->type());
  f.add(std::move(v));
}

// "2" of the part ".g" in "1._at#2.g"; missing when there is none.
double level_in(const std::string& name, const std::string& variable) {
  for (std::size_t begin = 0; begin <= name.size();) {
    const std::size_t end = std::min(name.find('#', begin), name.size()), dot = name.find('.', begin);
    if (dot < end && name.substr(dot + 1, end - dot - 1) == variable)
      return std::strtod(name.c_str() + begin, nullptr);
    begin = end + 1;
  }
  return data::missing;
}

// Variables whose levels stand in the names, in order of appearance.
std::vector<std::string> level_variables(const std::vector<CoefficientRow>& rows) {
  std::vector<std::string> out;
  for (const CoefficientRow& r : rows) {
    const std::string& name = r.name.name;
    for (std::size_t begin = 0; begin <= name.size();) {
      const std::size_t end = std::min(name.find('#', begin), name.size()), dot = name.find('.', begin);
      const std::string variable = dot < end ? name.substr(dot + 1, end - dot - 1) : "";
      if (!variable.empty() && variable != "_at" && std::find(out.begin(), out.end(), variable) == out.end())
        out.push_back(variable);
      begin = end + 1;
    }
  }
  return out;
}

data::Frame frame_of_margins(const command::Results& e, const std::vector<CoefficientRow>& rows) {
  const eval::Matrix* at = e.find_matrix("at");
  data::Frame f;
  f.rows = rows.size();
  std::vector<std::string> derivative, term;
  std::vector<double> scenario;
  for (const CoefficientRow& r : rows) {
    const bool effect = e.find_macro("derivatives") != nullptr;
    derivative.push_back(!effect ? "" : r.name.equation.empty() ? r.name.name : r.name.equation);
    term.push_back(r.name.name);
    const double k = level_in(r.name.name, "_at");
    scenario.push_back(data::is_missing(k) && at && at->rows == 1 ? 1 : k);
  }
  const auto numbers = [&](const std::string& name, const std::string& label, auto&& value) {
    std::vector<double> x;
    for (std::size_t i = 0; i < rows.size(); ++i) x.push_back(value(i));
    add_margin_column(f, name, label, data::make_numeric(data::Storage::double_, x));
  };
  add_margin_column(f, "_deriv", "Derivatives w.r.t.", data::make_strings(derivative));
  add_margin_column(f, "_term", "Margin", data::make_strings(term));
  numbers("_at", "at() number", [&](std::size_t i) { return scenario[i]; });
  numbers("_margin", "Margin", [&](std::size_t i) { return rows[i].b; });
  numbers("_se_margin", "Standard error", [&](std::size_t i) { return rows[i].se; });
  numbers("_statistic", "Test statistic", [&](std::size_t i) { return rows[i].statistic; });
  numbers("_pvalue", "p-value", [&](std::size_t i) { return rows[i].p; });
  numbers("_ci_lb", "Lower confidence limit", [&](std::size_t i) { return rows[i].low; });
  numbers("_ci_ub", "Upper confidence limit", [&](std::size_t i) { return rows[i].high; });
  for (std::size_t j = 0; at && j < at->columns; ++j)
    numbers("_at" + std::to_string(j + 1), at->column_names[j], [&](std::size_t i) {
      return data::is_missing(scenario[i]) ? data::missing : (*at)(static_cast<std::size_t>(scenario[i]) - 1, j);
    });
  const std::vector<std::string> variables = level_variables(rows);
  for (std::size_t j = 0; j < variables.size(); ++j)
    numbers("_m" + std::to_string(j + 1), variables[j],
            [&](std::size_t i) { return level_in(rows[i].name.name, variables[j]); });
  return f;
}

}  // namespace

std::string save_margins(const command::Results& e, const std::vector<CoefficientRow>& rows, const std::string& saving,
                         const command::Context& c) {
  const std::size_t comma = find_outside(saving, ',');
  const std::string option(comma == std::string::npos ? "" : trim(std::string_view(saving).substr(comma + 1)));
  if (!option.empty() && option != "replace")
    throw Error(198, "option " + option + " not allowed in saving()", std::nullopt, {"saving(file, replace)"});
  const std::string path = with_extension(unquoted(trim(saving.substr(0, comma))), "dta");
  require_free(c, path, option == "replace");
  store_table(c, frame_of_margins(e, rows), path);
  return path;
}

}  // namespace nqp::kit
