// The data of an estimation on large panels, read where they are stored when nothing asks for copies of them.
#pragma once

#include <list>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "interpreter/dataset/groups.hpp"
#include "stdlib/kit/absorbed_effects.hpp"
#include "stdlib/kit/design.hpp"
#include "stdlib/numeric/panel/streamed_products.hpp"

namespace nqp::kit {

struct StreamedRequest {
  command::Terms terms;                // the columns
  std::vector<std::string> effects;    // absorbed: "a" or "a#b"
  std::vector<std::string> clusters;
  const command::Sample& sample;
  const command::Weight& weight;
};

// Views and what they look at: not to be copied.
struct StreamedColumns {
  numeric::StreamedData data;
  std::list<std::vector<double>> values;
  std::list<std::vector<std::int32_t>> codes;
  std::list<std::shared_ptr<const data::Groups>> groups;

  StreamedColumns() = default;
  StreamedColumns(StreamedColumns&&) = default;
  StreamedColumns(const StreamedColumns&) = delete;
};

// None when the data are few, when less than half of them are used, under by, or when a term is more than a plain
// variable. Rows that are not in the sample (if, in, weights, missing values) get weight zero. Errors of mark_sample.
std::optional<StreamedColumns> streamed_columns(const StreamedRequest& request, const command::Context& c);

// The names of absorbed intercepts; none when there are slopes.
std::optional<std::vector<std::string>> intercept_names(const AbsorbRequest& request);

// Slots of plain variables, one for each term; no values.
Design names_only(const command::Terms& x, bool constant);

// The sample from what the numeric core used: empty when that is every row.
EstimationSample streamed_sample(std::vector<std::uint8_t> used, std::size_t rows);

}  // namespace nqp::kit
