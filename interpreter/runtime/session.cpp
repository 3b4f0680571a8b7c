#include "interpreter/runtime/session.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "interpreter/command/resolve.hpp"
#include "interpreter/dataset/io/delimited.hpp"
#include "interpreter/report/memory_sink.hpp"
#include "interpreter/runtime/error_in_flight.hpp"
#include "interpreter/runtime/system_values.hpp"
#include "interpreter/text/format.hpp"

namespace nqp::runtime {
namespace {

constexpr std::size_t most_expressions = 4096;

// set output inform leaves notes, set output error nothing but errors.
bool hidden(const report::Document& d, Reporting::Show show) {
  if (show == Reporting::Show::everything) return false;
  for (const report::Block& b : d.blocks) {
    const auto* p = std::get_if<report::Paragraph>(&b);
    for (std::size_t i = 0; p && i < p->runs.size(); ++i) {
      if (p->runs[i].style == report::Style::error) return false;
      if (p->runs[i].style == report::Style::note && show == Reporting::Show::notes) return false;
    }
  }
  return true;
}

}  // namespace

Session::Session(host::Host& host, report::Sink& sink)
    : host_(host), sink_(sink), frame_(std::make_shared<const data::Frame>()) {
  levels_.push_back(std::make_unique<Level>());
}

Session::~Session() {
  while (!levels_.empty()) end_level();
}

int Session::run(std::string text, std::string name, bool echo, bool keep_going) {
  keep_going_ = keep_going;
  first_error_ = 0;
  interrupted_.store(false);
  try {
    ast::Script script = grammar::parse_up_to_error(std::move(text), std::move(name));
    run_script(std::make_shared<const ast::Script>(std::move(script)), {}, false, echo);
  } catch (const ExitRequest& e) {
    exit_ = e;
    return e.code;
  } catch (const std::exception&) {
    const Error e = error_in_flight();
    report(e);
    return e.code;
  }
  return first_error_;
}

int Session::run_file(const std::string& path, const std::vector<std::string>& arguments, bool echo, bool keep_going) {
  keep_going_ = keep_going;
  first_error_ = 0;
  interrupted_.store(false);
  try {
    ast::Script script = grammar::parse_up_to_error(data::to_utf8(host_.read(path)), path);
    run_script(std::make_shared<const ast::Script>(std::move(script)), arguments, true, echo);
  } catch (const ExitRequest& e) {
    exit_ = e;
    return e.code;
  } catch (const std::exception&) {
    const Error e = error_in_flight();
    report(e);
    return e.code;
  }
  return first_error_;
}

void Session::set_frame(data::Frame f) { frame_ = std::make_shared<const data::Frame>(std::move(f)); }

Level& Session::caller() { return *levels_[levels_.size() > 1 ? levels_.size() - 2 : 0]; }

namespace {

data::ColumnPtr marks(const std::vector<std::uint8_t>& sample) {
  constexpr std::size_t chunk = 2048;
  data::NumericWriter w(data::Storage::byte_, sample.size());
  std::vector<double> values(chunk);
  for (std::size_t begin = 0; begin < sample.size(); begin += chunk) {
    const std::size_t n = std::min(chunk, sample.size() - begin);
    std::copy_n(sample.begin() + static_cast<std::ptrdiff_t>(begin), n, values.begin());
    w.write(begin, n, values.data());
  }
  return w.finish();
}

}  // namespace

void Session::post(command::Estimates e, const std::vector<std::uint8_t>& sample) {
  e.sample_id = 0;
  data::Frame f = *frame_;
  std::erase_if(f.samples, [&](const data::SampleMark& m) {
    return std::none_of(stored_.begin(), stored_.end(), [&](const auto& s) { return s.second.sample_id == m.id; }) &&
           std::none_of(levels_.begin(), levels_.end(), [&](const auto& l) { return l->order_mark == m.id; });
  });
  if (!sample.empty()) {
    e.sample_id = next_sample_++;
    const bool all = std::find(sample.begin(), sample.end(), std::uint8_t{0}) == sample.end();
    f.samples.push_back({e.sample_id, all ? data::make_constant(data::Storage::byte_, f.rows, 1) : marks(sample)});
  }
  set_frame(std::move(f));
  e_ = std::move(e);
}

void Session::store(const std::string& name, command::Estimates e) {
  data::Variable v;
  v.name = "_est_" + name;
  v.format = "%8.0g";
  v.label = "esample() from estimates store";
  for (const data::SampleMark& m : frame_->samples)
    if (e.sample_id != 0 && m.id == e.sample_id) v.column = m.column;
  stored_[name] = std::move(e);
  if (!v.column || !data::valid_name(v.name)) return;
  data::Frame f = *frame_;
  if (f.find(v.name)) f.remove(v.name);
  f.add(std::move(v));
  set_frame(std::move(f));
}

void Session::show(const report::Document& d) {
  if (quiet_ > 0 || d.empty() || hidden(d, reporting_.show)) return;
  for (auto& log : logs_)
    if (log.first == report::sole_listener) return log.second->document(d);
  sink_.document(d);
  for (auto& log : logs_) log.second->document(d);
}

void Session::say(std::string text, report::Style style) {
  report::Document d;
  d.line(std::move(text), style);
  show(d);
}

eval::Scope Session::scope() const {
  eval::Scope s(*frame_, *this);
  if (window_.second > 0) {
    std::tie(s.begin, s.end) = window_;
    window_starts_ = {window_.first, window_.second};
    s.group_starts = &window_starts_;
  }
  return s;
}

command::Context Session::context() const {
  command::Context c(*frame_, *this, settings_, host_);
  const eval::Scope view = scope();
  c.scope.begin = view.begin;
  c.scope.end = view.end;
  c.scope.group_starts = view.group_starts;
  c.r = &r_;
  c.e = estimates();
  return c;
}

ast::ExpressionPtr Session::expression(const std::string& text) {
  const auto it = expressions_.find(text);
  if (it != expressions_.end()) return it->second;
  if (expressions_.size() >= most_expressions) expressions_.clear();
  return expressions_[text] = grammar::parse_expression(text);
}

double Session::number(std::string_view text) const {
  return eval::evaluate_number(*grammar::parse_expression(text), scope());
}

eval::Value Session::value(std::string_view text) const {
  return eval::evaluate(*grammar::parse_expression(text), scope());
}

std::string Session::temporary_name() { return fmt::format("__{:06}", next_temporary_++); }

void Session::preserve() {
  if (level().preserved) throw Error(621, "already preserved", std::nullopt, {"restore, or restore, not comes first"});
  level().preserved = frame_;
  level().preserved_frame = frame_name_;
}

void Session::restore(bool keep, bool discard) {
  if (!level().preserved) throw Error(622, "nothing to restore");
  if (!discard) restore_preserved(level());
  if (!keep) level().preserved.reset();
}

std::optional<eval::Value> Session::scalar(std::string_view name) const {
  if (name == "_rc") return eval::Value(static_cast<double>(rc_));
  const auto it = scalars_.find(name);
  if (it != scalars_.end()) return it->second;
  if (replica_) throw NeedsWholeSession{};  // an earlier replication may have left it
  return std::nullopt;
}

const eval::Matrix* Session::matrix(std::string_view name) const {
  const auto it = matrices_.find(name);
  if (it != matrices_.end()) return &it->second;
  if (replica_ && data::valid_name(name) && scalars_.count(name) == 0 && !frame_->find(name)) throw NeedsWholeSession{};
  return nullptr;
}

eval::Stored Session::stored(char kind, std::string_view name) const {
  if (kind == 'c') return system_value(name, *this);
  const command::Results* results = kind == 'r'   ? &r_
                                    : kind == 's' ? &s_
                                    : kind == 't' ? &levels_.back()->returned
                                    : e_          ? &e_->results
                                                  : nullptr;
  if (!results) return {};
  if (const double* x = results->find_scalar(name)) return *x;
  if (const std::string* m = results->find_macro(name)) return *m;
  if (const eval::Matrix* m = results->find_matrix(name)) return m;
  return {};
}

std::uint64_t Session::sample_id() const { return e_ ? e_->sample_id : 0; }

void Session::poll() const {
  if (!interrupted_.load(std::memory_order_relaxed)) return;
  interrupted_.store(false);
  throw Error(1, "--Break--");
}

}  // namespace nqp::runtime
