#include "stdlib/kit/quick_refit.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>

#include "grammar/parse.hpp"
#include "interpreter/command/resolve.hpp"
#include "stdlib/kit/compute.hpp"
#include "stdlib/kit/design.hpp"
#include "stdlib/kit/words.hpp"
#include "stdlib/numeric/parallel.hpp"

namespace nqp::kit {
namespace {

using command::Context;

constexpr std::size_t outside = static_cast<std::size_t>(-1);

struct LinearCall {
  std::string word, absorb;
  ast::Arguments arguments;
  bool fixed = false, understood = true;
};

// Options other than these may change what is estimated.
bool harmless(const ast::Option& o) {
  const std::string name = lower(o.name);
  for (const char* full : {"vce", "Robust", "CLuster", "r", "Level", "Absorb", "fe", "nolog", "NOHEADer", "NOTABle",
                           "keepsingletons"})
    if (abbreviates(name, full)) return true;
  return false;
}

LinearCall read_linear_call(const std::string& command) {
  LinearCall out;
  std::string_view rest = trim(command);
  out.word = lower(take_word(rest));
  const bool regress = out.word.size() >= 3 && starts_with("regress", out.word);
  out.understood = regress || out.word == "reghdfe" || out.word == "areg" || out.word == "xtreg";
  if (!out.understood) return out;
  if (regress) out.word = "regress";
  out.arguments = grammar::parse_arguments(rest);
  out.understood = out.arguments.varlist.has_value() && !out.arguments.weight;
  for (const ast::Option& o : out.arguments.options) {
    out.understood = out.understood && harmless(o);
    if (abbreviates(lower(o.name), "Absorb")) out.absorb = o.argument;
    if (lower(o.name) == "fe") out.fixed = true;
  }
  if (out.word == "xtreg") out.understood = out.understood && out.fixed;
  return out;
}

// Whether two codings split the rows alike.
bool same_groups(numeric::Codes a, const std::vector<std::size_t>& b, std::size_t count) {
  std::vector<std::int32_t> partner(count, -1);
  std::vector<std::uint8_t> taken;
  for (std::size_t i = 0; i < b.size(); ++i) {
    std::int32_t& p = partner[b[i]];
    if (p == a[i]) continue;
    if (p != -1) return false;
    p = a[i];
    const auto code = static_cast<std::size_t>(p);
    if (code >= taken.size()) taken.resize(code + 1, 0);
    if (taken[code]) return false;
    taken[code] = 1;
  }
  return true;
}

bool is_alone(const ast::Interaction& t, const std::string& variable) { return command::term_name(t) == variable; }

bool mentions(const ast::Interaction& t, const std::string& variable) {
  return std::any_of(t.factors.begin(), t.factors.end(), [&](const ast::Factor& f) { return f.pattern == variable; });
}

bool in_name(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || (c & 0x80) != 0; }

// How often a name stands in the text: `if d …` chooses other rows with other values of d.
int occurrences(std::string_view text, const std::string& name) {
  int n = 0;
  for (std::size_t at = text.find(name); at != std::string_view::npos; at = text.find(name, at + 1)) {
    const std::size_t end = at + name.size();
    n += (at == 0 || !in_name(text[at - 1])) && (end == text.size() || !in_name(text[end])) ? 1 : 0;
  }
  return n;
}

}  // namespace

std::unique_ptr<QuickRefit> QuickRefit::make(const std::string& command, const std::string& variable,
                                             const std::vector<std::uint8_t>& rows, runtime::Session& s) {
  const command::Results* e = s.estimates() ? &s.estimates()->results : nullptr;
  if (!e) return nullptr;
  const LinearCall call = read_linear_call(command);
  if (!call.understood) return nullptr;
  const Context c = s.context();
  command::Terms terms = command::resolve_terms(*call.arguments.varlist, c), others;
  if (terms.size() < 2 || mentions(terms[0], variable)) return nullptr;
  int alone = 0;
  for (std::size_t i = 1; i < terms.size(); ++i) {
    if (is_alone(terms[i], variable)) ++alone;
    else if (mentions(terms[i], variable)) return nullptr;
    else others.push_back(terms[i]);
  }
  if (alone != 1 || (call.arguments.condition && occurrences(command, variable) != 1)) return nullptr;
  const std::string* kind = e->find_macro("vce");
  const std::string* cluster = e->find_macro("clustvar");
  const bool clustered = kind && *kind == "cluster", robust = kind && *kind == "robust";
  if (clustered && (!cluster || cluster->find_first_of(" #") != std::string::npos)) return nullptr;
  const bool classical =
      !kind || kind->empty() || *kind == "ols" || *kind == "unadjusted" || *kind == "conventional";
  if (!clustered && !robust && !classical) return nullptr;

  auto out = std::make_unique<QuickRefit>();
  out->sample_ = sample_from_mask(rows);
  std::string absorb = call.word == "regress" ? "" : call.absorb;
  if (call.word == "xtreg") absorb = c.frame.panel ? c.frame.panel->panel : "";
  if (call.word != "regress" && absorb.empty()) return nullptr;
  std::vector<numeric::Effect> effects;
  if (absorb.empty()) {
    out->constant_.assign(out->sample_.size(), 0);
    effects.push_back({.codes = out->constant_});
  } else {
    out->request_ = parse_absorb(absorb, c);
    out->absorbed_ = std::make_unique<AbsorbedEffects>(out->request_, out->sample_, c);
    effects = out->absorbed_->effects();
    for (const AbsorbTerm& t : out->request_.terms)
      if (!t.intercept || occurrences(t.groups, variable) > 0 ||
          std::any_of(t.slopes.begin(), t.slopes.end(), [&](const ast::Factor& f) { return f.pattern == variable; }))
        return nullptr;
  }
  if (clustered) out->clusters_ = group_codes(*cluster, out->sample_, c);
  out->y_ = term_values(terms[0], out->sample_, c);
  out->x_ = make_design(others, false, out->sample_, c).x;
  out->x_.rows = out->y_.size();
  numeric::OneRegressorSpec spec;
  spec.y = out->y_, spec.x = out->x_, spec.effects = std::move(effects);
  spec.error = clustered ? numeric::ScoreError::cluster : robust ? numeric::ScoreError::robust
                                                                 : numeric::ScoreError::classical;
  spec.clusters = out->clusters_.codes;
  out->model_ = std::make_unique<numeric::OneRegressor>(
      compute(c, [&](numeric::Progress& p) { return numeric::OneRegressor(spec, p); }));

  std::vector<double> now(c.frame.rows);
  c.numeric(variable).read(0, c.frame.rows, now.data());
  const auto [b, se] = out->fit({now}, c)[0];
  const double reported = s.number("_b[" + variable + "]"), error = s.number("_se[" + variable + "]");
  const bool same = std::fabs(b - reported) <= 1e-7 * std::fabs(reported) && error > 0 && se > 0;
  if (!same) return nullptr;
  out->factor_ = error / se;
  return out;
}

std::vector<std::pair<double, double>> QuickRefit::fit(const std::vector<std::vector<double>>& values,
                                                       const Context& c) const {
  numeric::Matrix d(sample_.size(), values.size());
  for (std::size_t j = 0; j < values.size(); ++j)
    for (std::size_t i = 0; i < sample_.size(); ++i) d(i, j) = values[j][sample_.rows[i]];
  const std::vector<numeric::OneCoefficient> fits =
      compute(c, [&](numeric::Progress& p) { return model_->fit(d, p); });
  std::vector<std::pair<double, double>> out;
  for (const numeric::OneCoefficient& f : fits)
    out.emplace_back(f.omitted ? data::missing : f.b, f.omitted ? data::missing : factor_ * f.se);
  return out;
}

bool QuickRefit::takes_dates(const std::vector<std::int64_t>& unit, const std::vector<double>& time) {
  const std::vector<numeric::Effect>& effects = model_->effects();
  if (effects.size() != 2) return false;
  std::vector<std::size_t> period, cells, places;
  for (const data::Row row : sample_.rows) periods_.push_back(time[row]);
  std::sort(periods_.begin(), periods_.end());
  periods_.erase(std::unique(periods_.begin(), periods_.end()), periods_.end());
  std::size_t units = 0;
  for (const data::Row row : sample_.rows) {
    if (unit[row] < 0) return false;
    const auto u = static_cast<std::size_t>(unit[row]);
    if (u >= place_.size()) place_.resize(u + 1, outside);
    if (place_[u] == outside) place_[u] = units++;
    places.push_back(place_[u]);
    period.push_back(static_cast<std::size_t>(
        std::lower_bound(periods_.begin(), periods_.end(), time[row]) - periods_.begin()));
  }
  const std::size_t n = sample_.size(), width = periods_.size();
  if (n != units * width) return false;
  cells.assign(n, outside);
  for (std::size_t i = 0; i < n; ++i) {
    std::size_t& cell = cells[places[i] * width + period[i]];
    if (cell != outside) return false;
    cell = i;
  }
  const auto are = [&](std::size_t first, std::size_t second) {
    return same_groups(effects[first].codes, places, units) && same_groups(effects[second].codes, period, width);
  };
  if (!are(0, 1) && !are(1, 0)) return false;
  std::vector<std::int32_t> clusters;
  if (model_->error() == numeric::ScoreError::cluster) {
    clusters.assign(units, -1);
    for (std::size_t i = 0; i < n; ++i) {
      std::int32_t& k = clusters[places[i]];
      if (k != -1 && k != model_->clusters()[i]) return false;
      k = model_->clusters()[i];
    }
  }
  dated_.assign(numeric::cores(), numeric::DatedRegressor(*model_, units, width, cells, std::move(clusters)));
  return true;
}

std::vector<std::pair<double, double>> QuickRefit::fit_drawn(std::size_t from, std::size_t to,
                                                             const TreatedDraw& draw) {
  std::vector<std::pair<double, double>> out(to - from);
  const std::size_t pieces = dated_.size();
  numeric::in_parallel(pieces, [&](std::size_t piece) {
    std::vector<DrawnUnit> drawn;
    std::vector<numeric::TreatedUnit> treated;
    const std::size_t end = out.size() * (piece + 1) / pieces;
    for (std::size_t r = out.size() * piece / pieces; r < end; ++r) {
      draw(from + r, drawn);
      treated.clear();
      double date = HUGE_VAL;
      std::size_t start = periods_.size();
      for (const DrawnUnit& u : drawn) {
        const std::size_t place = u.unit < place_.size() ? place_[u.unit] : outside;
        if (u.date != date) {
          date = u.date;
          start = static_cast<std::size_t>(std::lower_bound(periods_.begin(), periods_.end(), date) -
                                           periods_.begin());
        }
        if (place != outside && start < periods_.size())
          treated.push_back({static_cast<std::uint32_t>(place), static_cast<std::uint32_t>(start)});
      }
      const numeric::OneCoefficient f = dated_[piece].fit(treated);
      out[r] = {f.omitted ? data::missing : f.b, f.omitted ? data::missing : factor_ * f.se};
    }
  });
  return out;
}

}  // namespace nqp::kit
