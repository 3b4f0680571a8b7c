// Commit: what a command returned becomes the data, the results and the report.
#include <algorithm>
#include <utility>

#include "interpreter/runtime/keep_figures.hpp"
#include "interpreter/runtime/session.hpp"

namespace nqp::runtime {

void Session::apply(const command::Patch& patch) {
  data::Frame f = *frame_;
  const std::size_t index = *f.index(patch.variable);
  const bool alone = frame_.use_count() == 1 && f.variables[index].column.use_count() == 2;  // frame_ and f
  const data::Column& old = *f.variables[index].column;
  if (alone) {
    // Nobody else can see the column: writing it costs the rows touched, not the data.
    auto& column = const_cast<data::Column&>(old);
    for (std::size_t i = 0; i < patch.rows.size(); ++i) column.poke(patch.rows[i], patch.values[i]);
  } else if (old.is_string()) {
    data::Buffer<std::uint32_t> codes(old.size());
    std::copy(old.codes().begin(), old.codes().end(), codes.begin());
    for (std::size_t i = 0; i < patch.rows.size(); ++i)
      codes[patch.rows[i]] = static_cast<std::uint32_t>(patch.values[i]);
    f.variables[index].column = std::make_shared<const data::Column>(old.type(), std::move(codes), old.dictionary());
  } else {
    data::NumericWriter w(old.type().storage, old.size());
    std::vector<double> values(old.size());
    old.read(0, old.size(), values.data());
    for (std::size_t i = 0; i < patch.rows.size(); ++i) values[patch.rows[i]] = patch.values[i];
    w.write(0, values.size(), values.data());
    f.variables[index].column = w.finish();
  }
  const auto& keys = f.sorted_by;
  if (const auto key = std::find(keys.begin(), keys.end(), patch.variable); key != keys.end())
    f.sorted_by.erase(f.sorted_by.begin() + (key - keys.begin()), f.sorted_by.end());
  f.changed = true;
  set_frame(std::move(f));
}

// All or nothing: what a failure leaves is the data as they were.
void Session::reorder(const std::vector<data::Row>& order, std::vector<std::string> sorted_by) {
  data::Frame f = *frame_;
  set_frame(data::Frame());  // its columns are in f alone, unless others hold the frame
  try {
    data::permute(f, order);
  } catch (...) {
    set_frame(std::move(f));
    throw;
  }
  f.sorted_by = std::move(sorted_by);
  f.changed = true;
  set_frame(std::move(f));
}

void Session::commit(command::Output out, const command::Command& command) {
  const auto has = [&](command::Effect e) {
    return (static_cast<unsigned>(command.effect) & static_cast<unsigned>(e)) != 0;
  };
  keep_figures(out.document, *this);  // first: a file in the way leaves everything as it was
  if (out.frame) {
    if (has(command::Effect::data) && !has(command::Effect::files)) out.frame->changed = true;
    set_frame(std::move(*out.frame));
  }
  if (out.patch) apply(*out.patch);
  if (out.reordering) reorder(out.reordering->order, std::move(out.reordering->sorted_by));
  if (out.r) r_ = std::move(*out.r);
  if (out.e) post(std::move(*out.e), out.sample);
  for (auto& [name, results] : out.stored) store(name, {std::move(results), e_ ? e_->sample_id : 0});
  for (auto& [name, value] : out.locals) level().locals[name] = std::move(value);
  for (auto& [name, value] : out.scalars) scalars_[name] = std::move(value);
  for (auto& [name, value] : out.matrices) matrices_[name] = std::move(value);
  show(out.document);
  if (out.failure) throw Error(std::move(*out.failure));
}

}  // namespace nqp::runtime
