// Numerical derivatives of a user's log likelihood: fourth-order differences with steps that suit it.
#include <algorithm>
#include <cmath>

#include "stdlib/kit/user_evaluator.hpp"
#include "stdlib/numeric/linalg/products.hpp"

namespace nqp::kit {

double UserEvaluator::derivatives(std::span<const double> b, std::vector<double>* g, numeric::Matrix* h) {
  if (!g || !h) return log_likelihood(b);
  g->assign(b.size(), 0.0);
  *h = numeric::Matrix(b.size(), b.size());
  return model_.by_rows() ? by_rows(b, *g, *h) : by_parameters(b, *g, *h);
}

namespace {

constexpr double wanted_curvature = 1e-6;

double average_size(const std::vector<double>& x) {
  double s = 0;
  for (const double v : x) s += std::abs(v);
  return x.empty() ? 0 : s / static_cast<double>(x.size());
}

// The next guess of a step whose second difference is `curvature` relative to the values: 0 when it will do.
double next_step(double h, double curvature) {
  if (!std::isfinite(curvature)) return h / 10;
  if (curvature > wanted_curvature / 30 && curvature < wanted_curvature * 30) return 0;
  return h * std::clamp(std::sqrt(wanted_curvature / std::max(curvature, 1e-30)), 1e-2, 1e2);
}

void shift_theta(std::vector<double>& x, double by) {
  for (double& v : x) v += by;
}

}  // namespace

// Steps at which second differences stand well above the rounding of the values, and well below their size.
void UserEvaluator::set_steps(const Thetas& at, const std::vector<double>& here, std::span<const double> b) {
  const bool rows = model_.by_rows();
  const std::size_t count = rows ? at.size() : b.size();
  if (steps_.size() != count) {
    steps_.clear();
    for (std::size_t k = 0; k < count; ++k)
      steps_.push_back(1e-3 * (rows ? average_size(at[k]) : std::abs(b[k])) + 1e-4);
  }
  const double size = 1e-3 + average_size(here);
  for (std::size_t k = 0; k < count; ++k)
    for (int attempt = 0; attempt < 12; ++attempt) {
      const auto moved = [&](double by) {
        if (rows) {
          Thetas there = at;
          shift_theta(there[k], by);
          return rows_at(there, b);
        }
        std::vector<double> c(b.begin(), b.end());
        c[k] += by;
        return std::vector<double>{sum_at(c)};
      };
      const std::vector<double> up = moved(steps_[k]), down = moved(-steps_[k]);
      double bend = 0;
      for (std::size_t i = 0; i < up.size(); ++i) bend += std::abs(up[i] - 2 * here[i] + down[i]);
      const double next = next_step(steps_[k], bend / static_cast<double>(up.size()) / size);
      if (next == 0 || next > 1e6 || next < 1e-9) break;
      steps_[k] = next;
    }
}

// Rows depend on the parameters through their linear combinations alone, so differences along these give all
// derivatives: g = Σ w g_q x_q, H = Σ w h_qr x_q x_r'.
double UserEvaluator::by_rows(std::span<const double> b, std::vector<double>& g, numeric::Matrix& info) {
  const Thetas at = thetas(b);
  const std::vector<double> here = rows_at(at, b);
  set_steps(at, here, b);
  const std::size_t n = here.size(), m = at.size();
  const auto moved = [&](std::size_t q, double by, std::size_t r, double too) {
    Thetas there = at;
    shift_theta(there[q], by);
    shift_theta(there[r], too);
    return rows_at(there, b);
  };
  std::vector<numeric::Matrix> x;  // with the constant
  std::vector<std::size_t> begin;
  std::size_t next = 0;
  for (std::size_t q = 0; q < m; ++q) {
    numeric::Matrix with = data_[q].x;
    if (with.cols == 0) with = numeric::Matrix(n, 0);
    if (model_.equations[q].constant) {
      with.data.insert(with.data.end(), n, 1.0);
      ++with.cols;
    }
    x.push_back(std::move(with));
    begin.push_back(next);
    next += x.back().cols;
  }
  const auto add = [&](std::size_t q, std::size_t r, std::vector<double> second) {
    for (std::size_t i = 0; i < n; ++i) second[i] *= model_.weights.empty() ? -1.0 : -model_.weights[i];
    const numeric::Matrix block = numeric::cross_product(x[q], x[r], second);
    for (std::size_t j = 0; j < block.cols; ++j)
      for (std::size_t i = 0; i < block.rows; ++i)
        info(begin[q] + i, begin[r] + j) = info(begin[r] + j, begin[q] + i) = block(i, j);
  };
  for (std::size_t q = 0; q < m; ++q) {
    const double h = steps_[q];
    const std::vector<double> up = moved(q, h, q, 0), down = moved(q, -h, q, 0), far_up = moved(q, 2 * h, q, 0),
                              far_down = moved(q, -2 * h, q, 0);
    std::vector<double> first(n), second(n);
    for (std::size_t i = 0; i < n; ++i) {
      first[i] = (8 * (up[i] - down[i]) - (far_up[i] - far_down[i])) / (12 * h);
      second[i] = (16 * (up[i] + down[i]) - (far_up[i] + far_down[i]) - 30 * here[i]) / (12 * h * h);
      if (!model_.weights.empty()) first[i] *= model_.weights[i];
    }
    const numeric::Matrix slope = numeric::cross_product(x[q], numeric::MatrixView(first.data(), n, 1));
    std::copy(slope.data.begin(), slope.data.end(), g.begin() + static_cast<std::ptrdiff_t>(begin[q]));
    add(q, q, std::move(second));
  }
  for (std::size_t q = 0; q < m; ++q)
    for (std::size_t r = 0; r < q; ++r) {
      std::vector<double> cross(n, 0.0);
      // Richardson: the error of order h² cancels between two widths.
      for (const double wide : {1.0, 2.0}) {
        const double h = wide * steps_[q], k = wide * steps_[r], share = wide == 1 ? 4.0 / 3 : -1.0 / 3;
        const std::vector<double> a = moved(q, h, r, k), c = moved(q, h, r, -k), d = moved(q, -h, r, k),
                                  e = moved(q, -h, r, -k);
        for (std::size_t i = 0; i < n; ++i) cross[i] += share * (a[i] - c[i] - d[i] + e[i]) / (4 * h * k);
      }
      add(q, r, std::move(cross));
    }
  return weighted_sum(here);
}

double UserEvaluator::by_parameters(std::span<const double> b, std::vector<double>& g, numeric::Matrix& info) {
  const double here = sum_at(b);
  set_steps({}, {here}, b);
  const auto moved = [&](std::size_t q, double by, std::size_t r, double too) {
    std::vector<double> c(b.begin(), b.end());
    c[q] += by;
    c[r] += too;
    return sum_at(c);
  };
  for (std::size_t q = 0; q < b.size(); ++q) {
    const double h = steps_[q];
    const double up = moved(q, h, q, 0), down = moved(q, -h, q, 0), far_up = moved(q, 2 * h, q, 0),
                 far_down = moved(q, -2 * h, q, 0);
    g[q] = (8 * (up - down) - (far_up - far_down)) / (12 * h);
    info(q, q) = -(16 * (up + down) - (far_up + far_down) - 30 * here) / (12 * h * h);
    for (std::size_t r = 0; r < q; ++r) {
      const double k = steps_[r];
      const double cross =
          (moved(q, h, r, k) - moved(q, h, r, -k) - moved(q, -h, r, k) + moved(q, -h, r, -k)) / (4 * h * k);
      info(q, r) = info(r, q) = -cross;
    }
  }
  return here;
}

numeric::Matrix UserEvaluator::scores(std::span<const double> b) {
  const Thetas at = thetas(b);
  const std::size_t n = rows_only_.rows;
  numeric::Matrix out(n, b.size());
  std::size_t column = 0;
  for (std::size_t q = 0; q < at.size(); ++q) {
    const double h = steps_[q];
    const auto moved = [&](double by) {
      Thetas there = at;
      shift_theta(there[q], by);
      return rows_at(there, b);
    };
    const std::vector<double> up = moved(h), down = moved(-h), far_up = moved(2 * h), far_down = moved(-2 * h);
    for (std::size_t j = 0; j < width(q); ++j, ++column)
      for (std::size_t i = 0; i < n; ++i) {
        const double first = (8 * (up[i] - down[i]) - (far_up[i] - far_down[i])) / (12 * h);
        out(i, column) = first * (j < data_[q].x.cols ? data_[q].x(i, j) : 1.0);
      }
  }
  return out;
}

}  // namespace nqp::kit
