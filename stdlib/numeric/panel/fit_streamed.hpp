// reghdfe and areg on many rows: the columns stay where they are and are read block by block, two or three times.
#pragma once

#include <optional>
#include <vector>

#include "stdlib/numeric/panel/fit_absorbed.hpp"
#include "stdlib/numeric/panel/streamed_products.hpp"

namespace nqp::numeric {

struct StreamedSpec {
  StreamedData data{};                    // columns: y, then the regressors. areg: one effect, no singletons leave
  VceKind kind = VceKind::classical;      // classical, robust or cluster
  AbsorbConvention convention = AbsorbConvention::reghdfe;
  bool constant = true;
  AbsorbOptions options{};
};

// The fit of fit_absorbed without residuals and effects; none when only the explicit solution is accurate enough or
// has the right accounts: regressors nearly explained by the effects or by each other, one cluster, crossed clusters
// none of which is the eliminated effect. `used` is empty when all rows are. Failure not_converged as there. Takes the
// weights from the data.
std::optional<AbsorbedFit> fit_streamed(StreamedSpec& spec, Progress& progress);

// Slopes, residual sum of squares and (X̃'X̃)^-1 from the cross products of [y X].
struct GramFit {
  std::vector<double> b;
  double rss = 0;
  Matrix inverse;
};
// None when the regressors are nearly collinear or explain y up to a share in which digits are lost.
std::optional<GramFit> fit_gram(const Matrix& gram);

// V of the slopes and, when asked for, of the constant ȳ - x̄'b.
struct StreamedVariance {
  Matrix V;
  double df_r = 0;
  std::vector<double> N_clust;
  bool repaired = false;
};
// `factors` multiply the rows' scores (empty: ones); `counts` complete but for the clusters. None as for fit_streamed.
std::optional<StreamedVariance> streamed_variance(const StreamedProducts& p, const GramFit& slopes,
                                                  const std::vector<CodeSource>& clusters,
                                                  const std::vector<double>& factors, Model model, VceKind kind,
                                                  Counts counts, bool constant);

}  // namespace nqp::numeric
