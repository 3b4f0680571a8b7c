#include <atomic>

#include <fmt/format.h>

#include "interpreter/command/definition.hpp"
#include "interpreter/text/format.hpp"
#include "stdlib/kit/new_variable.hpp"
#include "stdlib/kit/promote.hpp"
#include "stdlib/kit/row_plans.hpp"
#include "stdlib/kit/selection.hpp"
#include "stdlib/numeric/parallel.hpp"

namespace nqp::commands::replace_ {
using namespace nqp::command;
namespace {

using data::Row;
using data::Storage;

struct Args {
  std::string target;
  ast::ExpressionPtr value;
  Sample sample;
  bool nopromote = false;
};

struct Change {
  Output out;
  std::size_t changed = 0, to_missing = 0;
};

std::string counted(std::size_t n) { return text::trimmed(text::format_number(static_cast<double>(n), "%20.0fc")); }

void report(Change& change) {
  std::string text = fmt::format("({} real change{} made", counted(change.changed), change.changed == 1 ? "" : "s");
  if (change.to_missing > 0) text += fmt::format(", {} to missing", counted(change.to_missing));
  change.out.line(text + ")");
}

Storage promoted(const data::Variable& v, std::span<const double> fresh, const kit::Selection& s, bool fixed) {
  kit::Promotion p(v.column->type().storage);
  if (fixed || p.storage() >= Storage::float_) return p.storage();
  for (std::size_t i = 0; i < fresh.size(); ++i)
    if (s.use.empty() || s.use[i]) p.see(fresh[i]);
  return p.storage();
}

void count_change(Change& change, double before, double after) {
  if (before == after) return;
  ++change.changed;
  if (data::is_missing(after)) ++change.to_missing;
}

void count_changes(Change& change, const double* before, const double* after, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) {
    const bool changed = before[i] != after[i];
    change.changed += changed;
    change.to_missing += changed & data::is_missing(after[i]);
  }
}

void note_promotion(Change& change, const data::Variable& v, data::Type now) {
  if (now == v.column->type()) return;
  change.out.line(
      fmt::format("variable {} was {} now {}", v.name, data::type_name(v.column->type()), data::type_name(now)));
}

// New values of [s.begin, s.end) put into the variable.
Change put_numbers(const Args& a, const Context& c, const data::Variable& v, const kit::Selection& s,
                   std::span<const double> fresh) {
  Change change;
  const Storage storage = promoted(v, fresh, s, a.nopromote);
  if (a.sample.range && storage == v.column->type().storage && fresh.size() * 8 <= c.frame.rows) {
    Patch patch;
    patch.variable = v.name;
    for (std::size_t i = 0; i < fresh.size(); ++i) {
      if (!s.use.empty() && !s.use[i]) continue;
      const auto row = static_cast<Row>(s.begin + i);
      patch.rows.push_back(row);
      patch.values.push_back(kit::stored_value(fresh[i], storage));
      count_change(change, v.column->number(row), patch.values.back());
    }
    change.out.patch = std::move(patch);
    return change;
  }
  data::NumericWriter w(storage, c.frame.rows);
  std::atomic<std::size_t> changed{0}, to_missing{0};
  numeric::in_stretches(c.frame.rows, [&](std::size_t begin, std::size_t end) {
    Change part;
    double before[kit::chunk_of_rows], after[kit::chunk_of_rows];
    for (std::size_t at = begin; at < end; at += kit::chunk_of_rows) {
      const std::size_t n = std::min(kit::chunk_of_rows, end - at);
      v.column->read(at, n, before);
      std::copy(before, before + n, after);
      const std::size_t from = std::max<std::size_t>(at, s.begin), to = std::min<std::size_t>(at + n, s.end);
      if (from < to) {
        s.put(static_cast<Row>(from), fresh.subspan(from - s.begin, to - from), after + (from - at));
        kit::as_stored({after, n}, storage);
        count_changes(part, before, after, n);
      }
      w.write(at, n, after);
    }
    changed += part.changed;
    to_missing += part.to_missing;
  });
  change.changed = changed;
  change.to_missing = to_missing;
  data::Frame f = c.frame;
  note_promotion(change, v, {storage, 0});
  if (change.changed > 0) f.replace(*f.index(v.name), w.finish());
  change.out.frame = std::move(f);
  return change;
}

data::Buffer<double> evaluate(const Args& a, const Context& c, const kit::Selection& s) {
  data::Buffer<double> fresh(s.end - s.begin);
  kit::for_selected(*a.value, c, a.sample, s, [](const kit::Chunk&) {}, fresh.data());
  return fresh;
}

// The expression reads its own variable at other rows: each row sees what the rows before it have become.
Change row_by_row(const Args& a, const Context& c, const data::Variable& v, kit::Selection s) {
  std::vector<double> work = kit::numbers_of(*v.column);
  eval::Overlay overlay;
  overlay.name = v.name;
  overlay.numbers = work.data();
  const auto plan = eval::compile(*a.value, c.scope, &overlay);
  const auto condition = a.sample.condition ? eval::compile(*a.sample.condition, c.scope, &overlay) : nullptr;
  kit::Promotion p(v.column->type().storage);
  s.use.assign(s.end - s.begin, 0);
  data::Buffer<double> fresh(s.end - s.begin);
  for (Row i = s.begin; i < s.end; ++i) {
    if ((i & 0xfffu) == 0) c.poll();
    double holds = 1;
    if (condition) condition->numbers(i, 1, &holds);
    fresh[i - s.begin] = work[i];
    if (holds == 0) continue;
    double x = data::missing;
    plan->numbers(i, 1, &x);
    if (!a.nopromote) p.see(x);
    s.use[i - s.begin] = 1;
    fresh[i - s.begin] = x;
    work[i] = kit::stored_value(x, p.storage());
  }
  return put_numbers(a, c, v, s, fresh.span());
}

// A string column with some of its texts changed. What stays is copied as codes, never looked up again, and nothing is
// copied before the first change: a loop over rows costs the texts it changes and a plain copy of the codes.
class NewTexts {
 public:
  explicit NewTexts(const data::Column& old) : old_(old), type_(old.type()), dictionary_(old.dictionary()) {}

  void set(std::size_t row, std::string_view text) {
    if (codes_.size() == 0) {
      codes_ = data::Buffer<std::uint32_t>(old_.size());
      std::copy(old_.codes().begin(), old_.codes().end(), codes_.begin());
    }
    if (!own_) {
      if (const auto known = dictionary_->find(text)) return put(row, *known, text);
      own_ = std::make_shared<data::Dictionary>(*dictionary_);
    }
    put(row, own_->code(text), text);
  }

  data::ColumnPtr finish() {
    return std::make_shared<const data::Column>(type_, std::move(codes_), own_ ? own_ : dictionary_);
  }

 private:
  void put(std::size_t row, std::uint32_t code, std::string_view text) {
    codes_[row] = code;
    if (type_.storage == Storage::strl || text.size() <= type_.width) return;
    const bool fits = text.size() <= data::max_str_width;
    type_ = fits ? data::Type{Storage::str, static_cast<std::uint16_t>(text.size())} : data::Type{Storage::strl, 0};
  }

  const data::Column& old_;
  data::Type type_;
  std::shared_ptr<const data::Dictionary> dictionary_;
  std::shared_ptr<data::Dictionary> own_;
  data::Buffer<std::uint32_t> codes_;
};

// A few rows get texts that the variable holds elsewhere: their codes are written in place. Nothing when a text is new.
std::optional<Patch> known_texts(const Args& a, const Context& c, const data::Variable& v, const kit::Selection& s,
                                 Change& change) {
  Patch patch;
  patch.variable = v.name;
  const kit::SelectedPlan plan(*a.value, c, a.sample, s);
  std::string x;
  for (Row i = s.begin; i < s.end; ++i) {
    if (!s.holds(i)) continue;
    plan->strings(i, 1, &x);
    const auto code = v.column->dictionary()->find(x);
    if (!code || (v.column->type().storage == Storage::str && x.size() > v.column->type().width)) return std::nullopt;
    if (v.column->codes()[i] == *code) continue;
    patch.rows.push_back(i);
    patch.values.push_back(*code);
    ++change.changed;
    if (x.empty()) ++change.to_missing;
  }
  return patch;
}

Change put_strings(const Args& a, const Context& c, const data::Variable& v, const kit::Selection& s) {
  Change change;
  std::vector<std::string> work;
  eval::Overlay overlay;
  const bool itself = eval::compile(*a.value, c.scope)->looks_elsewhere(v.name);
  // What is evaluated here may be evaluated again below: it must not draw random numbers.
  const bool narrow = a.sample.range && (s.end - s.begin) * std::size_t{8} <= c.frame.rows;
  if (narrow && !itself && kit::rows_stand_alone(*a.value)) {
    Change few;
    if (auto patch = known_texts(a, c, v, s, few)) {
      few.out.patch = std::move(*patch);
      return few;
    }
  }
  if (itself) {
    for (std::size_t i = 0; i < c.frame.rows; ++i) work.emplace_back(v.column->text(i));
    overlay.name = v.name;
    overlay.texts = work.data();
  }
  const kit::SelectedPlan plan(*a.value, c, a.sample, s, itself ? &overlay : nullptr);
  const data::Type type = v.column->type();
  const bool cut = a.nopromote && type.storage == Storage::str;
  NewTexts w(*v.column);
  std::string x[256];
  const std::size_t step = itself ? 1 : 256;
  for (Row i = s.begin; i < s.end; i += static_cast<Row>(step)) {
    const std::size_t n = std::min<std::size_t>(step, s.end - i);
    plan->strings(i, n, x);
    for (std::size_t k = 0; k < n; ++k) {
      const std::size_t row = i + k;
      if (!s.holds(row)) continue;
      if (cut && x[k].size() > type.width) x[k].resize(type.width);
      if (v.column->text(row) != x[k]) {
        ++change.changed;
        if (x[k].empty()) ++change.to_missing;
        w.set(row, x[k]);
      }
      if (itself) work[row] = x[k];
    }
  }
  data::Frame f = c.frame;
  if (change.changed > 0) {
    data::Variable& target = f.variables[*f.index(v.name)];
    const bool usual_format = target.format == data::default_format(type);
    const data::ColumnPtr column = w.finish();
    note_promotion(change, v, column->type());
    if (usual_format) target.format = data::default_format(column->type());
    f.replace(*f.index(v.name), column);
  }
  change.out.frame = std::move(f);
  return change;
}

Change change_of(const Args& a, const Context& c, const data::Variable& v) {
  const auto plan = eval::compile(*a.value, c.scope);
  if (plan->is_string() != v.is_string())
    throw Error(109,
                fmt::format("type mismatch: {} is a {} variable, the value is not", v.name,
                            v.is_string() ? "string" : "numeric"),
                a.value->span, {v.is_string() ? "put quotes around text" : "real() makes a number of text"});
  const auto reads_itself = [&](const ast::ExpressionPtr& e) {
    return e && eval::compile(*e, c.scope)->looks_elsewhere(v.name);
  };
  if (v.is_string()) return put_strings(a, c, v, kit::select(c, a.sample));
  if (plan->looks_elsewhere(v.name) || reads_itself(a.sample.condition)) {
    const kit::Selection range = kit::select(c, Sample{nullptr, a.sample.range});
    return row_by_row(a, c, v, range);
  }
  const kit::Selection s = kit::select(c, a.sample);
  return put_numbers(a, c, v, s, evaluate(a, c, s).span());
}

Output run(const Args& a, const Context& c) {
  if (a.target.empty()) throw Error(100, "a variable name is needed before the =");
  if (!data::valid_name(a.target))
    throw Error(198, a.target + " is not one variable", std::nullopt,
                {"write replace var = exp; the type of a variable is changed by recast"});
  const data::Variable& v = c.variable(a.target);
  Change change = change_of(a, c, v);
  report(change);
  return std::move(change.out);
}

}  // namespace

extern const Command replace_command =
    define<Args>("replace", "Change the values of a variable")
        .anything(&Args::target)
        .assigned(&Args::value)
        .if_in(&Args::sample)
        .flag("nopromote", &Args::nopromote, "keep the storage type; values that do not fit become missing")
        .by_native()
        .changes(Effect::data)
        .remark(
            "byte, int and long grow when a new value does not fit; float never becomes double. A value that "
            "refers to other rows of the same variable (x[_n-1]) is computed from the first row to the last.")
        .example("Cap a variable", "sysuse auto\nreplace price = 10000 if price > 10000", "price[13] <= 10000")
        .example("Carry the last value forward",
                 "clear\nset obs 4\ngenerate x = 7 in 1\nreplace x = x[_n-1] if missing(x)", "x[4] == 7")
        .runs(run);

}  // namespace nqp::commands::replace_
