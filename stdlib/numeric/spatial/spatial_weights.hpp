// Spatial weights: how near every unit is to every other. Matrices are n × n with a zero diagonal.
#pragma once

#include <span>
#include <vector>

#include "stdlib/numeric/linalg/matrix.hpp"

namespace nqp::numeric {

// √((x_i-x_j)² + (y_i-y_j)²), in units of the coordinates.
Matrix plane_distances(std::span<const double> x, std::span<const double> y);

// Great circles by the haversine formula, kilometres on a sphere of radius 6371.0088; degrees east and north.
Matrix sphere_distances(std::span<const double> longitude, std::span<const double> latitude);

// |v_i - v_j|
Matrix differences(std::span<const double> v);

// d^-power where low < d <= high, else 0; with `binary` 1 instead. Failure data_requirement (facts i, j) for two units
// without distance whose weight would be infinite.
Matrix inverse_distances(MatrixView d, double power, double low, double high, bool binary);

// 1 for the k nearest units of each row; units as near as the k-th are taken in their order.
Matrix nearest_neighbours(MatrixView d, std::size_t k);

// Every row divided by its sum; rows without neighbours stay 0.
void standardise_rows(Matrix& w);

// All weights divided by one number: the lesser of the largest row and column sums, or the largest modulus of an
// eigenvalue. Kelejian and Prucha (2010).
void scale_by_sums(Matrix& w);
void scale_by_spectrum(Matrix& w);

std::size_t count_islands(MatrixView w);  // rows of zeros

// Real parts of the eigenvalues, ascending: those of a row-standardised symmetric matrix are real.
std::vector<double> weight_eigenvalues(MatrixView w);

}  // namespace nqp::numeric
