#include "stdlib/numeric/frontier/panel_frontier.hpp"

#include <cmath>

#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/likelihood/jet.hpp"

namespace nqp::numeric {
namespace {

constexpr double panel_ln_two_pi = 1.8378770664093454836;

// A panel enters through Σε², Σηε and Ση², its number of rows, and the parameters behind them.
struct Argument {
  enum : std::size_t { squares, product, decay, ln_sigma2, logit_gamma, centre_mu, arguments };
};
using PanelJet = Jet<Argument::arguments>;

PanelJet ln_normal(const PanelJet& z) {
  const double mills = std::exp(dist::lnnormalden(z.value) - dist::lnnormal(z.value));
  return chained(z, dist::lnnormal(z.value), mills, -mills * (mills + z.value));
}

// Battese and Coelli (1992), eq. A.8, with Φ for 1 - Φ(-).
PanelJet panel_term(const std::array<double, Argument::arguments>& at, double rows, double sign) {
  PanelJet a[Argument::arguments];
  for (std::size_t i = 0; i < Argument::arguments; ++i) a[i] = PanelJet::variable(at[i], i);
  const PanelJet sigma2 = exp(a[Argument::ln_sigma2]), rest = 1.0 / (1.0 + exp(a[Argument::logit_gamma]));
  const PanelJet v = sigma2 * rest, u = v * exp(a[Argument::logit_gamma]);
  const PanelJet spread = v + u * a[Argument::decay];
  const PanelJet z = a[Argument::centre_mu] / sqrt(u);
  const PanelJet conditional = (a[Argument::centre_mu] * v - sign * u * a[Argument::product]) / sqrt(u * v * spread);
  return -0.5 * rows * panel_ln_two_pi - 0.5 * (rows - 1) * log(v) - 0.5 * log(spread) - ln_normal(z) - 0.5 * (z * z) +
         ln_normal(conditional) + 0.5 * (conditional * conditional) - 0.5 * (a[Argument::squares] / v);
}

struct FrontierLayout {
  std::size_t slopes = 0, betas = 0, mu = 0, eta = 0, parameters = 0;
  bool has_mu = false, has_eta = false;
};

FrontierLayout frontier_layout(const PanelFrontier& m) {
  FrontierLayout l;
  l.slopes = m.x.cols;
  l.betas = l.slopes + (m.constant ? 1 : 0);
  l.parameters = l.betas + 2;
  l.has_mu = !m.mean_zero;
  if (l.has_mu) l.mu = l.parameters++;
  l.has_eta = !m.to_last.empty();
  if (l.has_eta) l.eta = l.parameters++;
  return l;
}

std::vector<std::vector<std::size_t>> panel_members(Codes panel) {
  std::vector<std::vector<std::size_t>> rows;
  for (std::size_t i = 0; i < panel.size(); ++i) {
    const auto g = static_cast<std::size_t>(panel[i]);
    if (g >= rows.size()) rows.resize(g + 1);
    rows[g].push_back(i);
  }
  return rows;
}

class PanelTerms {
 public:
  PanelTerms(const PanelFrontier& m, std::span<const double> b) : m_(m), l_(frontier_layout(m)), b_(b) {}

  const FrontierLayout& layout() const { return l_; }

  PanelJet term(const std::vector<std::size_t>& rows) {
    residual_.clear();
    eta_.clear();
    std::array<double, Argument::arguments> at{};
    for (const std::size_t i : rows) {
      double e = m_.y[i];
      for (std::size_t j = 0; j < l_.slopes; ++j) e -= b_[j] * m_.x(i, j);
      if (m_.constant) e -= b_[l_.slopes];
      const double h = l_.has_eta ? std::exp(-b_[l_.eta] * m_.to_last[i]) : 1.0;
      residual_.push_back(e);
      eta_.push_back(h);
      at[Argument::squares] += e * e;
      at[Argument::product] += h * e;
      at[Argument::decay] += h * h;
    }
    at[Argument::ln_sigma2] = b_[l_.betas];
    at[Argument::logit_gamma] = b_[l_.betas + 1];
    at[Argument::centre_mu] = l_.has_mu ? b_[l_.mu] : 0.0;
    return panel_term(at, static_cast<double>(rows.size()), m_.sign);
  }

  // First derivatives of the panel's Argument::arguments in the parameters, Argument::arguments × parameters.
  Matrix inner(const std::vector<std::size_t>& rows) const {
    Matrix J(Argument::arguments, l_.parameters);
    for (std::size_t r = 0; r < rows.size(); ++r) {
      for (std::size_t j = 0; j < l_.betas; ++j) {
        const double x = regressor(rows[r], j);
        J(Argument::squares, j) -= 2 * residual_[r] * x;
        J(Argument::product, j) -= eta_[r] * x;
      }
      if (!l_.has_eta) continue;
      const double t = m_.to_last[rows[r]];
      J(Argument::product, l_.eta) -= t * eta_[r] * residual_[r];
      J(Argument::decay, l_.eta) -= 2 * t * eta_[r] * eta_[r];
    }
    J(Argument::ln_sigma2, l_.betas) = 1;
    J(Argument::logit_gamma, l_.betas + 1) = 1;
    if (l_.has_mu) J(Argument::centre_mu, l_.mu) = 1;
    return J;
  }

  // Adds Σ_a f_a ∂²a/∂θ∂θ' to H.
  void add_curvature(const PanelJet& f, const std::vector<std::size_t>& rows, double weight, Matrix& H) const {
    for (std::size_t r = 0; r < rows.size(); ++r) {
      for (std::size_t i = 0; i < l_.betas; ++i)
        for (std::size_t j = 0; j < l_.betas; ++j)
          H(i, j) += weight * f.first[Argument::squares] * 2 * regressor(rows[r], i) * regressor(rows[r], j);
      if (!l_.has_eta) continue;
      const double t = m_.to_last[rows[r]], h = eta_[r];
      for (std::size_t i = 0; i < l_.betas; ++i) {
        const double cross = weight * f.first[Argument::product] * t * h * regressor(rows[r], i);
        H(i, l_.eta) += cross;
        H(l_.eta, i) += cross;
      }
      H(l_.eta, l_.eta) +=
          weight * t * t * h * (f.first[Argument::product] * residual_[r] + 4 * f.first[Argument::decay] * h);
    }
  }

 private:
  double regressor(std::size_t i, std::size_t j) const { return j < l_.slopes ? m_.x(i, j) : 1.0; }

  const PanelFrontier& m_;
  FrontierLayout l_;
  std::span<const double> b_;
  std::vector<double> residual_, eta_;
};

}  // namespace

SmoothLikelihood panel_frontier_likelihood(const PanelFrontier& model) {
  return [model, members = panel_members(model.panel)](std::span<const double> b, std::vector<double>* gradient,
                                                       Matrix* information) {
    PanelTerms terms(model, b);
    const std::size_t k = terms.layout().parameters;
    if (gradient) gradient->assign(k, 0.0);
    Matrix H(k, k);
    double ll = 0;
    for (const std::vector<std::size_t>& rows : members) {
      const double w = model.weights.empty() ? 1.0 : model.weights[rows[0]];
      const PanelJet f = terms.term(rows);
      ll += w * f.value;
      if (!gradient) continue;
      const Matrix J = terms.inner(rows);
      for (std::size_t i = 0; i < k; ++i)
        for (std::size_t a = 0; a < Argument::arguments; ++a) (*gradient)[i] += w * f.first[a] * J(a, i);
      for (std::size_t i = 0; i < k; ++i)
        for (std::size_t a = 0; a < Argument::arguments; ++a) {
          double inner = 0;
          for (std::size_t c = 0; c < Argument::arguments; ++c)
            inner += f.second[c * Argument::arguments + a] * J(c, i);
          for (std::size_t j = 0; j < k; ++j) H(i, j) += w * inner * J(a, j);
        }
      terms.add_curvature(f, rows, w, H);
    }
    if (information) {
      for (double& v : H.data) v = -v;
      *information = std::move(H);
    }
    return ll;
  };
}

PanelConditional panel_given_residuals(std::span<const double> residuals, std::span<const double> eta, Codes panel,
                                       double mu, double sigma_u, double sigma_v, double sign) {
  const double u = sigma_u * sigma_u, v = sigma_v * sigma_v;
  PanelConditional out;
  for (const std::vector<std::size_t>& rows : panel_members(panel)) {
    double product = 0, decay = 0;
    for (const std::size_t i : rows) {
      product += eta[i] * residuals[i];
      decay += eta[i] * eta[i];
    }
    const double total = v + u * decay;
    out.centre.push_back((mu * v - sign * u * product) / total);
    out.spread.push_back(std::sqrt(u * v / total));
  }
  return out;
}

}  // namespace nqp::numeric
