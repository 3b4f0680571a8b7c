// Covariance of moment conditions z_i u_i under every assumption on the errors. Included by .cpp files of the numeric
// core only, as it speaks in Eigen's matrices.
#pragma once

#include <span>
#include <vector>

#include "stdlib/numeric/codes.hpp"
#include "stdlib/numeric/iv/kernel.hpp"
#include "stdlib/numeric/linalg/eigen_view.hpp"
#include "stdlib/numeric/weights.hpp"

namespace nqp::numeric {

// What is assumed about the errors.
struct MomentVce {
  bool robust = false;              // heteroskedasticity
  std::vector<Codes> clusters{};    // one or several variables: robust to any correlation within clusters
  std::vector<double> summed_clusters{};  // instead of them for summed rows: how many of each variable
  HacKernel kernel = HacKernel::none;     // autocorrelation; with one cluster variable that is time: Driscoll and Kraay
  double bandwidth = 0;
  const SeriesOrder* order = nullptr;  // with a kernel
  bool centred = false;                // moments less their mean
  double dof_minus = 0;                // absorbed effects that count in large samples

  bool clustered() const { return !clusters.empty() || !summed_clusters.empty(); }
  std::vector<double> cluster_numbers() const;
  bool iid() const { return !robust && !clustered() && kernel == HacKernel::none; }
};

// Rows of v and q are multiplied by √w already.
struct MomentRows {
  const EigenMatrix& v;               // n × m residuals
  const EigenMatrix& q;               // n × L instruments
  const std::vector<double>& root_w;  // empty without weights
  WeightKind weight_kind = WeightKind::none;
  double n = 0;                       // observations
};

// N times the covariance of (v_i ⊗ q_i): mL × mL, instruments running fastest. Under iid errors (v'v/(N-d)) ⊗ q'q;
// robust variances without clusters are multiplied by N/(N-d), d = dof_minus.
// Sources: Kleibergen and Paap (2006), section 4; Baum, Schaffer and Stillman (2007), section 3; Driscoll and Kraay
// (1998) for a kernel over sums of periods; Thompson (2011) for a kernel with two cluster variables.
EigenMatrix moment_covariance(const MomentRows& rows, const MomentVce& vce);

// a ⊗ b.
EigenMatrix moment_kronecker(const EigenMatrix& a, const EigenMatrix& b);

// Smallest number of clusters, 0 without any.
double fewest_clusters(const MomentVce& vce);

}  // namespace nqp::numeric
