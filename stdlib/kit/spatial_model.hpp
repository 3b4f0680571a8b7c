// The columns of a spatial panel model: dependent variable, regressors, their spatial lags, effects taken out.
#pragma once

#include <complex>
#include <string>
#include <vector>

#include "stdlib/kit/spatial_panel.hpp"
#include "stdlib/numeric/spatial/spatial_panel.hpp"

namespace nqp::kit {

struct SpatialModelRequest {
  command::Terms y, x, durbin;          // durbin: regressors with a spatial lag; empty: all
  command::Sample sample;
  command::Variables groups;            // cluster variables
  std::string weights, error_weights;   // error_weights empty: weights
  SpatialEffects effects = SpatialEffects::units;
  bool lag = false, error = false, lagged_regressors = false;
  bool random = false;                  // random effects of units; a constant joins the regressors
  bool lee_yu = false;                  // Lee and Yu's transformation
};

// One coefficient of e(b): where it stands among the columns, or nowhere when it is a base level or omitted.
struct SpatialSlot {
  std::string name;                     // "Main:x", "Wx:x", "Main:_cons"
  std::size_t column = 0;
  bool in_model = false;
  std::string name_omitted = {};        // when it is collinear: "Main:o.x", "Main:2o.g"
};

struct SpatialModel {
  SpatialPanel panel;
  SpatialWeights W, E;
  SpatialEffects effects = SpatialEffects::units;
  bool lag = false, error = false, lee_yu = false, random = false;
  std::vector<std::complex<double>> w_roots, e_roots;   // all eigenvalues
  std::vector<double> y, wy, ey, ewy;
  numeric::Matrix x, ex;
  std::vector<SpatialSlot> slots;       // Main, then Wx
  std::vector<std::string> omitted;     // names of collinear coefficients
};

// Errors: those of spatial_panel, panel_weights and make_design; 198 for Lee and Yu's transformation of periods when
// the weights are not row-standardised.
SpatialModel spatial_model(const SpatialModelRequest& q, const command::Context& c);

// Views stay valid as long as the model lives.
numeric::SpatialPanelSpec spatial_spec(const SpatialModel& m);

}  // namespace nqp::kit
