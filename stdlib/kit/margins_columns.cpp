#include "stdlib/kit/margins_columns.hpp"

#include <algorithm>
#include <limits>

#include "interpreter/text/format.hpp"
#include "stdlib/kit/level_comparisons.hpp"
#include "stdlib/kit/margins_estimable.hpp"
#include "stdlib/kit/posting.hpp"

namespace nqp::kit {
namespace {

// Inputs of the rows that one column averages over.
class MarginAverager {
 public:
  MarginAverager(const MarginsModel& m, const Scenario& s, const std::vector<std::uint8_t>& rows,
                 const std::vector<ColumnRelation>& relations)
      : model_(m), scenario_(s), rows_(rows), relations_(relations), inputs_(m.inputs.size()) {}

  bool keep_rows = false;              // columns remember what each row adds, in the order of for_each

  // Whether what is averaged over the rows can be told; of the derivative when a variable is named.
  bool estimable(const std::vector<Setting>& extra, const std::string& derivative = {}) {
    std::vector<const ColumnRelation*> touched;
    for (const ColumnRelation& r : relations_)
      if (is_set(r, scenario_.settings) || is_set(r, extra)) touched.push_back(&r);
    if (touched.empty()) return true;
    bool holds = true;
    for_each(extra, [&](const double* x, double, double) {
      for (const ColumnRelation* r : touched) holds = holds && holds_at(*r, model_, x, derivative);
    });
    return holds;
  }

  // Calls f(inputs, offset, weight) for every row; weights add up to one. With everything at fixed statistics one row
  // stands for all.
  template <class F>
  void for_each(const std::vector<Setting>& extra, F&& f) {
    const std::size_t n = model_.sample.size();
    double total = 0;
    for (std::size_t i = 0; i < n; ++i)
      if (rows_[i]) total += weight(i);
    if (scenario_.statistics.empty()) {
      for (std::size_t i = 0; i < n; ++i) {
        if (!rows_[i]) continue;
        for (std::size_t k = 0; k < inputs_.size(); ++k) inputs_[k] = model_.values(i, k);
        set_inputs(i, extra);
        f(inputs_.data(), model_.offset.empty() ? 0.0 : model_.offset[i], weight(i) / total);
      }
      return;
    }
    const std::vector<double> fixed = statistics_of(model_, scenario_, rows_);
    double offset = 0;
    for (std::size_t i = 0; i < model_.offset.size(); ++i)
      if (rows_[i]) offset += model_.offset[i] * weight(i) / total;
    for (std::size_t i = 0; i < n; ++i) {
      if (!rows_[i]) continue;
      for (std::size_t k = 0; k < inputs_.size(); ++k)
        inputs_[k] = data::is_missing(fixed[k]) ? model_.values(i, k) : fixed[k];
      set_inputs(i, extra);
      const bool all_fixed = scenario_.generated.empty() &&
                             std::none_of(fixed.begin(), fixed.end(), [](double v) { return data::is_missing(v); });
      f(inputs_.data(), offset, all_fixed ? 1.0 : weight(i) / total);
      if (all_fixed) return;
    }
  }

 private:
  void set_inputs(std::size_t i, const std::vector<Setting>& extra) {
    for (const auto& [variable, values] : scenario_.generated) apply(model_, {{variable, values[i]}}, inputs_.data());
    apply(model_, scenario_.settings, inputs_.data());
    apply(model_, extra, inputs_.data());
  }

  bool is_set(const ColumnRelation& r, const std::vector<Setting>& settings) const {
    return std::any_of(settings.begin(), settings.end(),
                       [&](const Setting& s) { return concerns(r, model_, s.variable); });
  }
  double weight(std::size_t i) const { return model_.sample.weights.empty() ? 1 : model_.sample.weights[i]; }

  const MarginsModel& model_;
  const Scenario& scenario_;
  const std::vector<std::uint8_t>& rows_;
  const std::vector<ColumnRelation>& relations_;
  std::vector<double> inputs_;
};

MarginColumn averaged_response(MarginAverager& a, const MarginsModel& m, const std::vector<Setting>& extra) {
  MarginColumn c;
  c.gradient.assign(m.b.size(), 0.0);
  a.for_each(extra, [&](const double* x, double offset, double w) {
    const double part = add_response(m, x, offset, w, c.gradient.data());
    c.value += part;
    if (a.keep_rows) c.rows.push_back(part);
  });
  c.estimable = a.estimable(extra);
  return c;
}

std::string effect_level(double level, const std::string& variable, bool base) {
  return text::macro_number(level) + (base ? "b." : ".") + variable;
}

// The effects of one variable in one scenario: a derivative, or changes from the base level.
std::vector<MarginColumn> averaged_effects(MarginAverager& a, const MarginsModel& m, MarginEffect kind,
                                           const std::string& variable, const std::vector<Setting>& fixed) {
  std::vector<MarginColumn> out;
  const MarginsModel::Factor* f = m.factor(variable);
  if (!f) {
    MarginColumn c;
    c.name = variable;
    c.gradient.assign(m.b.size(), 0.0);
    a.for_each(fixed, [&](const double* x, double offset, double w) {
      const double part = add_derivative(m, kind, variable, x, offset, w, c.gradient.data());
      c.value += part;
      if (a.keep_rows) c.rows.push_back(part);
    });
    c.estimable = a.estimable(fixed, variable);
    out.push_back(std::move(c));
    return out;
  }
  const auto at_level = [&](double level) {
    std::vector<Setting> s = fixed;
    s.push_back({variable, level});
    return averaged_response(a, m, s);
  };
  const MarginColumn base = at_level(f->base);
  for (const double level : f->levels) {
    MarginColumn c = at_level(level);
    c.name = effect_level(level, variable, level == f->base);
    c.value -= base.value;
    c.estimable = level == f->base || (c.estimable && base.estimable);
    for (std::size_t k = 0; k < c.gradient.size(); ++k) c.gradient[k] -= base.gradient[k];
    for (std::size_t i = 0; i < c.rows.size(); ++i) c.rows[i] -= base.rows[i];
    out.push_back(std::move(c));
  }
  return out;
}

// From the rows of a group in their order to all rows of the model, less their share of the mean.
void spread_rows(const std::vector<std::uint8_t>& group, MarginColumn& k) {
  const auto share = k.value / static_cast<double>(k.rows.size());
  std::vector<double> all(group.size(), 0.0);
  for (std::size_t i = 0, r = 0; i < group.size(); ++i)
    if (group[i]) all[i] = k.rows[r++] - share;
  k.rows = std::move(all);
}

// Whether rows of the group have the levels of the cell.
bool cell_observed(const MarginCell& cell, const MarginGroup& g, const MarginsModel& m, const command::Context& c) {
  for (std::size_t i = 0; i < m.sample.size(); ++i) {
    const auto holds = [&](const Setting& s) { return c.numeric(s.variable).number(m.sample.rows[i]) == s.value; };
    if (g.rows[i] && std::all_of(cell.settings.begin(), cell.settings.end(), holds)) return true;
  }
  return false;
}

std::string joined_place(const std::vector<std::string>& parts) {
  std::string out;
  for (const std::string& p : parts)
    if (!p.empty()) out += (out.empty() ? "" : "#") + p;
  return out;
}

}  // namespace

std::vector<MarginColumn> margin_columns(const MarginsRequest& q, MarginEffect kind, const MarginsModel& m,
                                         const std::string& prefix, const command::Context& c) {
  std::vector<MarginColumn> out;
  const auto sets = [](const auto& of) { return !of.settings.empty(); };
  const bool something_set = q.discrete || std::any_of(q.scenarios.begin(), q.scenarios.end(), sets) ||
                             std::any_of(q.cells.begin(), q.cells.end(), sets);
  const std::vector<ColumnRelation> relations =
      something_set ? column_relations(m) : std::vector<ColumnRelation>{};
  const bool number_scenarios = q.scenarios.size() > 1;
  const auto one = [&](const std::string& variable) {
    for (std::size_t s = 0; s < q.scenarios.size(); ++s)
      for (const MarginGroup& g : q.groups)
        for (const MarginCell& cell : q.cells) {
          c.poll();
          if (q.nested && !cell_observed(cell, g, m, c)) continue;
          MarginAverager a(m, q.scenarios[s], g.rows, relations);
          a.keep_rows = q.unconditional;
          const std::string at = number_scenarios ? std::to_string(s + 1) + "._at" : "";
          const std::string place = joined_place({prefix, at, g.name, cell.name});
          if (variable.empty()) {
            MarginColumn k = averaged_response(a, m, cell.settings);
            k.name = place.empty() ? "_cons" : place;
            if (q.unconditional) spread_rows(g.rows, k);
            out.push_back(std::move(k));
            continue;
          }
          for (MarginColumn& k : averaged_effects(a, m, kind, variable, cell.settings)) {
            if (!place.empty()) k.name += ":" + place;
            if (q.unconditional) spread_rows(g.rows, k);
            out.push_back(std::move(k));
          }
        }
  };
  if (q.effects.empty()) one("");
  for (const std::string& variable : q.effects) one(variable);
  return out;
}

void gather_equations(std::vector<MarginColumn>& columns) {
  std::vector<std::string> equations;
  const auto equation = [](const std::string& n) {
    const std::size_t colon = n.find(':');
    return colon == std::string::npos ? std::string() : n.substr(0, colon);
  };
  for (const MarginColumn& k : columns)
    if (std::find(equations.begin(), equations.end(), equation(k.name)) == equations.end())
      equations.push_back(equation(k.name));
  std::stable_sort(columns.begin(), columns.end(), [&](const MarginColumn& a, const MarginColumn& b) {
    return std::find(equations.begin(), equations.end(), equation(a.name)) <
           std::find(equations.begin(), equations.end(), equation(b.name));
  });
}

std::string margin_family(const std::string& name) {
  const std::size_t colon = name.find(':');
  std::string out = colon == std::string::npos ? "" : name.substr(0, colon + 1);
  for (std::size_t begin = colon == std::string::npos ? 0 : colon + 1; begin < name.size();) {
    const std::size_t end = std::min(name.find('#', begin), name.size()), dot = name.find('.', begin);
    if (dot < end) out += name.substr(dot, end - dot);
    begin = end + 1;
  }
  return out;
}

std::vector<MarginColumn> paired_margins(const std::vector<MarginColumn>& columns) {
  std::vector<MarginColumn> out;
  std::vector<std::string> families;
  for (const MarginColumn& k : columns) families.push_back(margin_family(k.name));
  for (std::size_t i = 0; i < columns.size(); ++i)
    for (std::size_t j = i + 1; j < columns.size(); ++j) {
      if (families[i] != families[j]) continue;
      MarginColumn d = columns[j];
      d.family = families[i];
      d.members = static_cast<double>(std::count(families.begin(), families.end(), families[i]));
      const std::string &a = columns[i].name, &b = columns[j].name;
      const std::size_t pa = a.find('.'), pb = b.find('.');
      const bool levels = pa != std::string::npos && pb != std::string::npos && a.substr(pa) == b.substr(pb) &&
                          a.find('#') == std::string::npos && a.find(':') == std::string::npos;
      d.name = levels ? b.substr(0, pb) + "vs" + a : b + "_vs_" + a;
      d.value -= columns[i].value;
      d.estimable = d.estimable && columns[i].estimable;
      for (std::size_t k = 0; k < d.gradient.size(); ++k) d.gradient[k] -= columns[i].gradient[k];
      out.push_back(std::move(d));
    }
  return out;
}

std::vector<MarginColumn> scenario_contrasts(const std::vector<MarginColumn>& columns) {
  std::vector<MarginColumn> out;
  const auto place_of = [](const std::string& name) { return name.find("._at"); };
  for (const MarginColumn& k : columns) {
    const std::size_t end = place_of(k.name);
    if (end == std::string::npos) throw Error(198, "contrast(atcontrast(r)) needs several scenarios in at()");
    std::size_t begin = k.name.find_last_of(":#", end);
    begin = begin == std::string::npos ? 0 : begin + 1;
    if (k.name.substr(begin, end - begin) == "1") continue;
    const std::string first = k.name.substr(0, begin) + "1" + k.name.substr(end);
    const auto base = std::find_if(columns.begin(), columns.end(), [&](const auto& b) { return b.name == first; });
    MarginColumn d = k;
    d.family = k.name.substr(0, begin);
    d.name = k.name.substr(0, begin) + "r" + k.name.substr(begin, end - begin) + "vs1" + k.name.substr(end);
    d.value -= base->value;
    for (std::size_t j = 0; j < d.gradient.size(); ++j) d.gradient[j] -= base->gradient[j];
    out.push_back(std::move(d));
  }
  return out;
}

std::vector<MarginColumn> contrasted_margins(const std::vector<MarginColumn>& columns, const CellContrasts& k,
                                             bool effects) {
  std::vector<MarginColumn> out;
  const std::size_t cells = k.cells.size();
  for (std::size_t first = 0; first + cells <= columns.size(); first += cells)
    for (std::size_t i = 0; i < k.names.size(); ++i) {
      std::string name = columns[first].name;
      if (effects && name.find(':') == std::string::npos) name += ":_cons";
      const std::size_t colon = name.find(':');
      const std::string effect = effects ? name.substr(0, colon + 1) : "";
      const std::string place = effects ? name.substr(colon + 1) : name;
      MarginColumn d;
      d.family = effect;
      d.name = effect + k.names[i] + (place == "_cons" ? "" : "@" + place);
      d.gradient.assign(columns[first].gradient.size(), 0.0);
      for (std::size_t cell = 0; cell < cells; ++cell) {
        const double w = k.weights(i, cell);
        d.value += w * columns[first + cell].value;
        d.estimable = d.estimable && (w == 0 || columns[first + cell].estimable);
        for (std::size_t j = 0; j < d.gradient.size(); ++j) d.gradient[j] += w * columns[first + cell].gradient[j];
      }
      out.push_back(std::move(d));
    }
  return out;
}

std::vector<CoefficientRow> margin_rows(const command::Results& e, const std::vector<MarginColumn>& columns,
                                        double level, const std::string& method) {
  std::vector<CoefficientRow> rows = coefficient_rows(e, level);
  if (method.empty()) return rows;
  const std::vector<double> b = row_values(*e.find_matrix("b"));
  const numeric::Matrix V = numeric_matrix(*e.find_matrix("V"));
  const double* df_r = e.find_scalar("df_r");
  std::vector<std::string> done;
  for (const MarginColumn& first : columns) {
    if (std::find(done.begin(), done.end(), first.family) != done.end()) continue;
    done.push_back(first.family);
    std::vector<std::size_t> places;
    std::vector<CoefficientRow> together;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const bool tested = columns[i].estimable && V(i, i) > 0;  // not the base level of an effect
      if (columns[i].family != first.family || !tested) continue;
      places.push_back(i);
      together.push_back(rows[i]);
    }
    if (places.empty()) continue;
    adjust_comparisons(method,
                       {.comparisons = static_cast<double>(places.size()),
                        .rank = numeric::wald_zero(places, b, V).df,
                        .groups = first.members,
                        .df = df_r ? *df_r : std::numeric_limits<double>::infinity()},
                       level, together);
    for (std::size_t i = 0; i < places.size(); ++i) rows[places[i]] = together[i];
  }
  return rows;
}

}  // namespace nqp::kit
