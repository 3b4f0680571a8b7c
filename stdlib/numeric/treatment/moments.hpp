// Estimators defined by moment conditions that hold exactly in the sample: Σ ψ(row, θ) = 0 (Stefanski and Boos 2002).
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "stdlib/numeric/linalg/matrix.hpp"
#include "stdlib/numeric/vce/spec.hpp"

namespace nqp::numeric {

// Writes the K moments of one row at θ (K).
using MomentOfRow = std::function<void(std::size_t row, const double* theta, double* psi)>;

// A^-1 B A^-1' with A = Σ ∂ψ/∂θ' by central differences and B = Σ ψψ', or sums over clusters with factor G/(G-1).
// Failure requirement when A is singular.
Matrix moment_variance(std::size_t rows, std::span<const double> theta, const MomentOfRow& row,
                       const std::vector<Codes>& clusters = {});

}  // namespace nqp::numeric
