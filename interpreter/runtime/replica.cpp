// Copies of a session that run replications of a command in other threads.
#include "interpreter/runtime/session.hpp"

namespace nqp::runtime {
namespace {

bool same_matrix(const eval::Matrix& a, const eval::Matrix& b) {
  return a.rows == b.rows && a.columns == b.columns && a.values == b.values && a.row_names == b.row_names &&
         a.column_names == b.column_names;
}

// Estimates have a new number whenever they are posted.
bool same_estimates(const std::map<std::string, command::Estimates, std::less<>>& a,
                    const std::map<std::string, command::Estimates, std::less<>>& b) {
  if (a.size() != b.size()) return false;
  auto other = b.begin();
  for (const auto& [name, e] : a) {
    if (name != other->first || e.sample_id != other->second.sample_id) return false;
    ++other;
  }
  return true;
}

}  // namespace

Snapshot Session::snapshot() const { return {globals_, levels_.back()->locals, scalars_, matrices_}; }

std::unique_ptr<Session> Session::replica(host::Host& host, report::Sink& sink) const {
  auto out = std::make_unique<Session>(host, sink);
  out->programs_ = programs_;
  out->stored_ = stored_;
  out->level().script = levels_.back()->script;
  out->next_sample_ = next_sample_;
  out->replica_ = true;
  return out;
}

void Session::begin_replication(const Session& from, const Snapshot& start) {
  frames_ = from.frames_;
  frame_name_ = from.frame_name_;
  globals_ = start.globals;
  level().locals = start.locals;
  scalars_ = start.scalars;
  matrices_ = start.matrices;
  if (!same_estimates(stored_, from.stored_)) stored_ = from.stored_;
  r_ = from.r_;
  s_ = from.s_;
  e_ = from.e_;
  settings_ = from.settings_;
  rc_ = from.rc_;
  regex_groups_ = from.regex_groups_;
  next_temporary_ = from.next_temporary_;
  window_ = from.window_;
}

void Session::end_replication(const Session& from, const Snapshot& start) const {
  bool kept = globals_ == start.globals && levels_.back()->locals == start.locals && frames_ == from.frames_ &&
              frame_name_ == from.frame_name_ && !levels_.back()->preserved;
  for (const auto& [name, program] : from.programs_) {
    const auto it = programs_.find(name);
    kept = kept && it != programs_.end() && it->second.body == program.body;
  }
  for (const auto& [name, value] : start.scalars) {
    const auto it = scalars_.find(name);
    kept = kept && it != scalars_.end() && it->second == value;
  }
  for (const auto& [name, value] : start.matrices) {
    const auto it = matrices_.find(name);
    kept = kept && it != matrices_.end() && same_matrix(it->second, value);
  }
  if (!kept) throw NeedsWholeSession{};
}

}  // namespace nqp::runtime
