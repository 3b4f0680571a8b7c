// Running a command again and again: the loop, dots, failures, random sub-streams and files of replicates that
// simulate, bootstrap, jackknife, permute, statsby and rolling share.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "stdlib/kit/expression_list.hpp"

namespace nqp::kit {

// saving(file [, replace double every(#)])
struct ReplicateFile {
  std::string path;            // empty: none was asked for
  bool wide = false;           // double
  int every = 0;               // also written after every so many replications
};

// Error 602 when the file exists without replace, 198 for other suboptions.
ReplicateFile parse_saving(const std::string& text, runtime::Session& s);

// Columns that stand before the replicates: by-variables, start and end of a window.
using Leading = std::vector<data::Variable>;

// The data set of replicates: one row each. `wide` stores doubles, else the type of `set type`.
data::Frame replicate_frame(const std::vector<CollectedResult>& list, const std::vector<std::vector<double>>& rows,
                            const Leading& leading, bool wide, const runtime::Session& s);

// The seed of the sub-streams: seed() when given (the session then goes on as after `set seed`), else a draw.
std::uint64_t replication_seed(const std::optional<std::string>& seed, runtime::Session& s);

struct Plan {
  std::string word;                   // "bootstrap"
  std::string heading;                // "Bootstrap replications"
  std::string command;
  std::size_t count = 0;              // of replications
  std::uint64_t seed = 0;             // replication r draws from stream r + 1 of it
  int dots = 1;                       // a dot for so many replications; 0: none
  ReplicateFile file;
  // The data of a replication. This and `check` run in several threads: they change nothing but what they are given.
  std::function<data::FramePtr(std::size_t, numeric::Rng&)> data;
  // May turn results into `.`; sees the session right after the run; may be empty.
  std::function<void(std::size_t, std::vector<double>&, runtime::Session&)> check;
  std::shared_ptr<const runtime::Snapshot> start;                  // SessionKeeper::start(); empty: one at a time
  std::function<data::Frame(const std::vector<std::vector<double>>&)> table;   // what the file holds
};

struct Replicates {
  std::vector<std::vector<double>> rows;   // one per replication; all `.` where the command failed
  std::size_t failures = 0;
};

// Fills up to plan.count rows, after those that `done` holds already: in several threads, or one after another in the
// session itself when the command writes files, shows output or leaves something that the next replication would see.
// The session's data and random stream are as before afterwards. Error 1 when interrupted, after finished replications
// are in the file.
void replicate(const Plan& plan, const std::vector<CollectedResult>& list, runtime::Session& s, Replicates& done);

// Replication r itself, quietly; its errors propagate, the data of the replication stay in the session.
void run_replication(const Plan& plan, std::size_t r, runtime::Session& s);

// A run of the command on the data as they are. `estimated` tells whether it stored e(); `sample` its e(sample), or
// every row. Row numbers mean other rows once rows are drawn or left out, so in f/l, and an if with _n, are read here:
// `named` marks their rows and `command` is without them.
struct ObservedRun {
  bool estimated = false;
  std::string command;                     // to be repeated on rows that are named
  std::vector<std::uint8_t> sample, named;
  std::vector<CollectedResult> list;
  std::vector<double> values;
  double count = data::missing;       // e(N) or r(N)
};
ObservedRun run_observed(const std::string& word, const std::string& command, const std::vector<AskedResult>& asked,
                         const std::string& stub, runtime::Session& s);

// Rows that both mark.
std::vector<std::uint8_t> both(std::vector<std::uint8_t> a, const std::vector<std::uint8_t>& b);

// Notes how the session is and puts data, random stream and estimates back when it goes out of scope.
class SessionKeeper {
 public:
  explicit SessionKeeper(runtime::Session& s);
  ~SessionKeeper();
  SessionKeeper(const SessionKeeper&) = delete;
  SessionKeeper& operator=(const SessionKeeper&) = delete;
  const data::FramePtr& data() const { return frame_; }
  const std::shared_ptr<const runtime::Snapshot>& start() const { return start_; }
  void leave_data() { keep_data_ = false; }             // the data stay as they are then
  void leave_estimates() { keep_estimates_ = false; }

 private:
  runtime::Session& session_;
  data::FramePtr frame_;
  std::shared_ptr<const runtime::Snapshot> start_;
  std::optional<command::Estimates> estimates_;
  bool keep_data_ = true, keep_estimates_ = true;
};

// Error 198 when nothing stands behind the colon.
void require_command(const std::string& command, const std::string& word);

}  // namespace nqp::kit
