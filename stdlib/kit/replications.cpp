#include "stdlib/kit/replications.hpp"

#include <algorithm>
#include <mutex>

#include <fmt/format.h>

#include "grammar/parse.hpp"
#include "stdlib/kit/files.hpp"
#include "stdlib/kit/options_of.hpp"
#include "stdlib/kit/parallel_replications.hpp"
#include "stdlib/kit/words.hpp"

namespace nqp::kit {
namespace {

constexpr std::size_t dots_per_line = 50;
constexpr const char* untouched = "_before_the_run";

// One character for each replication, 50 a line, as users watch it.
class Dots {
 public:
  Dots(const Plan& plan, runtime::Session& s) : plan_(plan), session_(s), on_(plan.dots > 0 && !s.quiet()) {
    if (!on_) return;
    session_.say("");
    session_.say(fmt::format("{} ({})", plan.heading, plan.count));
    session_.say("----+--- 1 ---+--- 2 ---+--- 3 ---+--- 4 ---+--- 5");
  }

  // Replications that are begun again have their dots already.
  void mark(std::size_t r, bool failed) {
    if (r < next_) return;
    next_ = r + 1;
    const auto percent = static_cast<int>(100 * (r + 1) / plan_.count);
    if (percent != percent_) session_.sink().progress(percent / 100.0, plan_.word);
    percent_ = percent;
    if (!on_ || (r + 1) % static_cast<std::size_t>(plan_.dots) != 0) return;
    put(failed ? "x" : ".", failed ? report::Style::error : report::Style::text);
    if (++printed_ % dots_per_line == 0) {
      put(fmt::format("{:6}\n", r + 1), report::Style::text);
      printed_ = 0;
    }
  }

  void finish() {
    if (on_ && printed_ > 0) put("\n", report::Style::text);
    printed_ = 0;
  }

 private:
  void put(std::string text, report::Style style) {
    report::Document d;
    report::Paragraph p;
    p.runs = {{std::move(text), style}};
    p.open = true;
    d.add(std::move(p));
    session_.show(d);
  }

  const Plan& plan_;
  runtime::Session& session_;
  bool on_;
  int percent_ = -1;
  std::size_t printed_ = 0, next_ = 0;
};

void write_file(const Plan& plan, const Replicates& done, runtime::Session& s) {
  if (plan.file.path.empty()) return;
  store_table(s.context(), plan.table(done.rows), plan.file.path);
}

data::Storage storage_of(const std::string& name) {
  const auto type = data::parse_type(name);
  return type && !type->is_string() ? type->storage : data::Storage::float_;
}

// The rows that e(sample) of the last estimation marks; empty when the data carry no such mark.
std::vector<std::uint8_t> estimation_rows(const runtime::Session& s) {
  const std::uint64_t id = s.sample_id();
  for (const data::SampleMark& m : s.frame().samples) {
    if (id == 0 || m.id != id) continue;
    std::vector<std::uint8_t> out(s.frame().rows);
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = m.column->number(i) != 0;
    return out;
  }
  return {};
}

bool is_name_byte(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }

bool counts_rows(const std::string& condition) {
  for (const char* word : {"_n", "_N"})
    for (std::size_t at = condition.find(word); at != std::string::npos; at = condition.find(word, at + 1))
      if ((at == 0 || !is_name_byte(condition[at - 1])) &&
          (at + 2 == condition.size() || !is_name_byte(condition[at + 2])))
        return true;
  return false;
}

// Takes in f/l, and an if that counts rows, out of the command and marks the rows that they name.
std::vector<std::uint8_t> take_row_numbers(std::string& command, const runtime::Session& s) {
  ast::Arguments a;
  try {
    a = grammar::parse_arguments(command);
  } catch (const Error&) {
    return {};  // a grammar of its own
  }
  command::Sample rows;
  std::vector<ast::Span> cuts;
  const auto cut = [&](const char* word, const ast::Span& behind) {
    const std::size_t begin = command.rfind(word, behind.begin);
    if (begin != std::string::npos) cuts.push_back({static_cast<std::uint32_t>(begin), behind.end});
  };
  if (a.range) {
    rows.range = a.range;
    cut("in", a.range->span);
  }
  if (a.condition && counts_rows(grammar::unparse(*a.condition))) {
    rows.condition = a.condition;
    cut("if", a.condition->span);
  }
  if (cuts.empty()) return {};
  std::vector<std::uint8_t> out = s.context().select(rows);
  std::sort(cuts.begin(), cuts.end(), [](const ast::Span& x, const ast::Span& y) { return x.begin > y.begin; });
  for (const ast::Span& span : cuts) command.erase(span.begin, span.end - span.begin);
  return out;
}

std::vector<double> row_in_session(const Plan& plan, const std::vector<CollectedResult>& list, std::size_t r,
                                   runtime::Session& s) {
  s.poll();
  std::vector<double> row;
  const int code = s.captured(
      [&] {
        run_replication(plan, r, s);
        row = statistic_values(list, s);
      },
      false);
  if (code == 1) throw Error(1, "--Break--");
  if (code != 0) row.assign(list.size(), data::missing);
  else if (plan.check) plan.check(r, row, s);
  return row;
}

double stored_number(const runtime::Session& s, char kind, const char* name) {
  const eval::Stored x = s.stored(kind, name);
  const double* value = std::get_if<double>(&x);
  return value ? *value : data::missing;
}

}  // namespace

ReplicateFile parse_saving(const std::string& text, runtime::Session& s) {
  ReplicateFile out;
  if (text.empty()) return out;
  BodyAndOptions line = split_options(text);
  const bool replace = line.find("replace") != nullptr;
  out.wide = line.find("DOUble") != nullptr;
  if (const ast::Option* every = line.find("every")) {
    const double n = s.number(every->argument);
    if (!(n >= 1 && n <= 1e9)) throw Error(198, "every() takes a whole number of at least 1");
    out.every = static_cast<int>(n);
  }
  line.check_all_known();
  if (unquoted(line.body).empty()) throw Error(198, "saving() needs the name of a file");
  out.path = with_extension(unquoted(line.body), "dta");
  require_free(s.context(), out.path, replace);
  return out;
}

data::Frame replicate_frame(const std::vector<CollectedResult>& list, const std::vector<std::vector<double>>& rows,
                            const Leading& leading, bool wide, const runtime::Session& s) {
  data::Frame f;
  f.rows = rows.size();
  for (const data::Variable& v : leading) f.add(v);
  const data::Storage storage =
      wide ? data::Storage::double_ : storage_of(const_cast<runtime::Session&>(s).settings().type);
  std::vector<double> values(rows.size());
  for (std::size_t j = 0; j < list.size(); ++j) {
    for (std::size_t i = 0; i < rows.size(); ++i) values[i] = rows[i][j];
    data::Variable v;
    v.name = list[j].variable;
    v.column = data::make_numeric(storage, values);
    v.format = wide || storage == data::Storage::double_ ? "%10.0g" : "%9.0g";
    v.label = list[j].text;
    v.characteristics["expression"] = list[j].text;
    f.add(std::move(v));
  }
  return f;
}

std::uint64_t replication_seed(const std::optional<std::string>& seed, runtime::Session& s) {
  if (!seed) return s.generator().next();
  const double x = s.number(*seed);
  if (!(x >= 0 && x <= 0x1p53)) throw Error(198, "seed() takes a whole number from 0 to 2^53");
  s.generator() = numeric::rng::Generator(static_cast<std::uint64_t>(x));
  return static_cast<std::uint64_t>(x);
}

void run_replication(const Plan& plan, std::size_t r, runtime::Session& s) {
  s.generator() = numeric::rng::Generator(plan.seed, r + 1);
  s.set_frame(plan.data(r, s.generator()));
  s.quietly([&] { s.run_command(plan.command); });
}

void replicate(const Plan& plan, const std::vector<CollectedResult>& list, runtime::Session& s, Replicates& done) {
  const data::FramePtr frame = s.frame_pointer();
  const numeric::Rng generator = s.generator();
  const Replicates before = done;
  std::mutex door;
  Dots dots(plan, s);
  const auto add = [&](std::size_t r, std::vector<double> row) {
    const bool failed = std::any_of(row.begin(), row.end(), data::is_missing);
    done.failures += failed ? 1 : 0;
    done.rows.push_back(std::move(row));
    dots.mark(r, failed);
    const std::lock_guard lock(door);
    if (plan.file.every > 0 && done.rows.size() % static_cast<std::size_t>(plan.file.every) == 0)
      write_file(plan, done, s);
  };
  const auto finish = [&] {
    dots.finish();
    s.set_frame(frame);
    s.generator() = generator;
    write_file(plan, done, s);
  };
  try {
    for (std::size_t r = 0; r < before.rows.size(); ++r) dots.mark(r, false);
    if (!run_in_replicas(plan, list, s, before.rows.size(), door, add)) {
      done = before;
      for (std::size_t r = done.rows.size(); r < plan.count; ++r) add(r, row_in_session(plan, list, r, s));
    }
  } catch (...) {
    finish();
    throw;
  }
  finish();
}

ObservedRun run_observed(const std::string& word, const std::string& command, const std::vector<AskedResult>& asked,
                         const std::string& stub, runtime::Session& s) {
  // A mark in e() tells afterwards whether the command put something else there.
  if (s.estimates_slot()) s.estimates_slot()->results.macro(untouched, "1");
  const data::FramePtr frame = s.frame_pointer();
  try {
    s.quietly([&] { s.run_command(command); });
  } catch (Error& e) {
    if (e.code != 1) e.notes.push_back(word + " runs the command on all the data first, and that run failed");
    e.span.reset();
    throw;
  }
  ObservedRun out;
  out.command = command;
  {
    const data::FramePtr after = s.frame_pointer();
    s.set_frame(frame);
    out.named = take_row_numbers(out.command, s);
    s.set_frame(after);
  }
  if (out.named.empty()) out.named.assign(frame->rows, 1);
  out.estimated = s.estimates() && !s.estimates()->results.find_macro(untouched);
  if (out.estimated && s.frame().rows == frame->rows) out.sample = estimation_rows(s);
  if (out.sample.empty()) out.sample = out.named;
  out.list = list_statistics(asked, s, out.estimated, stub);
  out.values = statistic_values(out.list, s);
  out.count = stored_number(s, out.estimated ? 'e' : 'r', "N");
  return out;
}

std::vector<std::uint8_t> both(std::vector<std::uint8_t> a, const std::vector<std::uint8_t>& b) {
  for (std::size_t i = 0; i < a.size(); ++i) a[i] = a[i] && b[i];
  return a;
}

SessionKeeper::SessionKeeper(runtime::Session& s)
    : session_(s), frame_(s.frame_pointer()), start_(std::make_shared<const runtime::Snapshot>(s.snapshot())),
      estimates_(s.estimates_slot()) {}

SessionKeeper::~SessionKeeper() {
  if (keep_data_) session_.set_frame(frame_);
  if (keep_estimates_) session_.estimates_slot() = std::move(estimates_);
}

void require_command(const std::string& command, const std::string& word) {
  if (trim(command).empty())
    throw Error(198, word + " needs a command behind a colon", std::nullopt,
                {word + " …, options : command; try help " + word});
}

}  // namespace nqp::kit
