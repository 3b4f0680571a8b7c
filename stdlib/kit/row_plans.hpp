// Expressions over many rows on several cores.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "stdlib/kit/selection.hpp"

namespace nqp::kit {

// The value in a row depends on that row alone, and on nothing that evaluation changes: no running sums, random
// draws, matches of regular expressions, rows before or after. False when in doubt.
bool rows_stand_alone(const ast::Expression& e);

// As for_chunks over the plan that `make` compiles. When rows stand alone and are many, several plans run on several
// cores, and f is called from several threads for chunks that do not overlap.
void for_chunks_on_cores(const ast::Expression& e, const std::function<std::unique_ptr<eval::Plan>()>& make,
                         data::Row begin, data::Row end, const ChunkReader& f, double* home = nullptr);

}  // namespace nqp::kit
