// drawnorm: normal variables with given means and correlations.
#include <fmt/format.h>

#include <cmath>

#include "grammar/ast/error.hpp"
#include "interpreter/command/definition.hpp"
#include "interpreter/runtime/session.hpp"
#include "stdlib/kit/new_variable.hpp"
#include "stdlib/kit/obs.hpp"
#include "stdlib/kit/results_listing.hpp"
#include "stdlib/numeric/failure.hpp"
#include "stdlib/numeric/linalg/symmetric.hpp"
#include "stdlib/numeric/rng/draws.hpp"

namespace nqp::commands::drawnorm_ {
namespace {

using namespace command;
using runtime::Session;

struct Args {
  std::vector<NewVariable> names;
  int n = 0;
  bool clear = false, doubles = false, force = false;
  std::string means, sds, corr, cov, storage, seed;
};

std::vector<double> vector_of(const std::string& text, const char* option, std::size_t k, double otherwise,
                              Session& s) {
  if (text.empty()) return std::vector<double>(k, otherwise);
  const eval::Matrix m = kit::matrix_value(text, s);
  if (m.values.size() != k || (m.rows != 1 && m.columns != 1))
    throw Error(503, fmt::format("{}() needs {} values", option, k));
  return m.values;
}

// A full symmetric matrix, or its lower or upper triangle as a row: cstorage().
numeric::Matrix symmetric_of(const std::string& text, const std::string& storage, std::size_t k, Session& s) {
  const eval::Matrix m = kit::matrix_value(text, s);
  numeric::Matrix out(k, k);
  if (m.rows == k && m.columns == k && (storage.empty() || storage == "full")) {
    for (std::size_t i = 0; i < k; ++i)
      for (std::size_t j = 0; j < k; ++j) {
        if (m(i, j) != m(j, i)) throw Error(505, "matrix not symmetric");
        out(i, j) = m(i, j);
      }
    return out;
  }
  if (m.values.size() != k * (k + 1) / 2) throw Error(503, fmt::format("a matrix of {} variables is expected", k));
  std::size_t next = 0;
  for (std::size_t i = 0; i < k; ++i) {
    const std::size_t from = storage == "upper" ? i : 0, to = storage == "upper" ? k : i + 1;
    for (std::size_t j = from; j < to; ++j) out(i, j) = out(j, i) = m.values[next++];
  }
  return out;
}

// A with A A' the covariance matrix.
numeric::Matrix root_of(numeric::Matrix cov, bool force) {
  bool changed = false;
  if (force) cov = numeric::nearest_positive_semidefinite(cov, changed);
  try {
    return numeric::cholesky(cov);
  } catch (const numeric::Failure&) {
    const numeric::SymmetricEigen e = numeric::symmetric_eigen(cov);
    const double largest = e.values.empty() ? 0 : std::abs(e.values.back());
    numeric::Matrix out(cov.rows, cov.cols);
    for (std::size_t j = 0; j < cov.cols; ++j) {
      if (e.values[j] < -1e-10 * largest)
        throw Error(506, "matrix not positive (semi)definite", std::nullopt,
                    {"forcepsd uses the nearest matrix that is"});
      for (std::size_t i = 0; i < cov.rows; ++i) out(i, j) = e.vectors(i, j) * std::sqrt(std::max(e.values[j], 0.0));
    }
    return out;
  }
}

void act(const Args& a, Session& s) {
  if (!a.corr.empty() && !a.cov.empty()) throw Error(198, "options corr() and cov() may not be combined");
  if (!a.cov.empty() && !a.sds.empty()) throw Error(198, "options cov() and sds() may not be combined");
  if (!a.storage.empty() && a.storage != "full" && a.storage != "lower" && a.storage != "upper")
    throw Error(198, "cstorage() takes full, lower or upper");
  const std::size_t k = a.names.size();
  const std::vector<double> means = vector_of(a.means, "means", k, 0, s), sds = vector_of(a.sds, "sds", k, 1, s);
  numeric::Matrix cov = numeric::identity(k);
  if (!a.cov.empty()) cov = symmetric_of(a.cov, a.storage, k, s);
  if (!a.corr.empty()) cov = symmetric_of(a.corr, a.storage, k, s);
  for (std::size_t i = 0; i < k; ++i) {
    if (!a.corr.empty() && std::abs(cov(i, i) - 1) > 1e-12) throw Error(198, "corr() has ones on its diagonal");
    for (std::size_t j = 0; j < k && a.cov.empty(); ++j) cov(i, j) *= sds[i] * sds[j];
  }
  const numeric::Matrix root = root_of(std::move(cov), a.force);
  const auto wanted = static_cast<std::size_t>(a.n);
  const bool anew = a.n > 0 && wanted != s.frame().rows;
  if (a.n == 0 && s.frame().rows == 0) throw Error(2000, "no observations", std::nullopt, {"n(100) makes some"});
  if ((anew || a.clear) && !a.clear && s.frame().changed)
    throw Error(4, "no; data in memory would be lost", std::nullopt, {"option clear lets them go"});
  if (!a.seed.empty()) s.run_command("set seed " + a.seed);
  data::Frame f = anew || a.clear ? kit::add_observations({}, a.n > 0 ? wanted : s.frame().rows) : s.frame();
  for (const NewVariable& v : a.names) kit::check_new_name(f, v.name);
  std::vector<std::vector<double>> columns(k, std::vector<double>(f.rows));
  std::vector<double> z(k);
  for (std::size_t i = 0; i < f.rows; ++i) {
    for (double& v : z) v = numeric::rng::normal(s.generator());
    for (std::size_t r = 0; r < k; ++r) {
      double x = means[r];
      for (std::size_t j = 0; j < k; ++j) x += root(r, j) * z[j];
      columns[r][i] = x;
    }
  }
  for (std::size_t r = 0; r < k; ++r) {
    data::Variable v;
    v.name = a.names[r].name;
    const data::Storage storage = a.doubles                 ? data::Storage::double_
                                  : a.names[r].type.empty() ? kit::default_storage(s.context())
                                                            : data::parse_type(a.names[r].type)->storage;
    v.column = data::make_numeric(storage, std::move(columns[r]));
    v.format = data::default_format(v.column->type());
    f.add(std::move(v));
  }
  f.changed = true;
  if (anew) s.say(fmt::format("(obs {})", f.rows));
  s.set_frame(std::move(f));
}

}  // namespace

extern const Command drawnorm_command =
    define<Args>("drawnorm", "Draw normal variables with given means and correlations")
        .new_variables(&Args::names)
        .integer("n", &Args::n, 1, 2147483620, "number of observations; another number than now replaces the data")
        .flag("clear", &Args::clear, "replace the data in memory")
        .flag("Double", &Args::doubles, "variables of type double")
        .flag("FORCEPSD", &Args::force, "use the nearest positive semidefinite matrix")
        .text("Means", &Args::means, "vector of means; 0")
        .text("SDs", &Args::sds, "vector of standard deviations; 1")
        .text("Corr", &Args::corr, "correlation matrix; the identity matrix")
        .text("COV", &Args::cov, "covariance matrix")
        .text("CStorage", &Args::storage, "full (default), lower or upper: how corr() or cov() is written")
        .text("seed", &Args::seed, "set the seed first")
        .no_by()
        .changes(Effect::data)
        .reference("Gentle, J. E. (2003). Random Number Generation and Monte Carlo Methods, section 5.3. Springer.")
        .remark("Rows are drawn one after the other. Matrices are names or expressions: corr((1, .5 \\ .5, 1)).")
        .example("Two correlated variables",
                 "clear\nset seed 1\nmatrix C = (1, .5 \\ .5, 1)\ndrawnorm x y, n(20000) corr(C)\ncorrelate x y",
                 "abs(r(rho) - .5) < .03 & _N == 20000")
        .example("Means and a covariance matrix, beside data in memory",
                 "clear\nset obs 20000\ngenerate id = _n\nmatrix m = (5, -2)\n"
                 "drawnorm a b, means(m) cov((4, 0 \\ 0, .25)) seed(3)\nsummarize a",
                 "abs(r(mean) - 5) < .08 & abs(r(sd) - 2) < .05 & id[3] == 3")
        .acts(act);

}  // namespace nqp::commands::drawnorm_
