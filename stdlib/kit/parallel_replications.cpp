#include "stdlib/kit/parallel_replications.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <limits>
#include <map>
#include <thread>

#include "interpreter/host/guarded_host.hpp"
#include "interpreter/runtime/system_values.hpp"

namespace nqp::kit {
namespace {

// How many copies of the data there may be at a time, one a thread: about 4 GB of them.
std::size_t copies_in_memory(const data::Frame& f) {
  constexpr double most_bytes = 4e9;
  const double bytes = 8.0 * static_cast<double>(f.rows) * static_cast<double>(f.variables.size());
  return bytes < 1 ? std::numeric_limits<std::size_t>::max()
                   : static_cast<std::size_t>(std::max(1.0, most_bytes / bytes));
}

// What a replication shows would come out of order.
class RefusingSink final : public report::Sink {
 public:
  void document(const report::Document&) override { throw runtime::NeedsWholeSession{}; }
  void echo(const std::string&) override { throw runtime::NeedsWholeSession{}; }
};

struct RunningReplica {
  RefusingSink sink;
  std::unique_ptr<host::Host> host;
  std::unique_ptr<runtime::Session> session;
};

// What the threads and the one that waits for them share.
struct SharedRows {
  std::atomic<std::size_t> next{0};
  std::atomic<bool> stop{false};
  std::mutex mutex;
  std::condition_variable changed;
  std::map<std::size_t, std::vector<double>> rows;  // finished, not yet taken
  bool whole_session = false;
};

std::vector<double> replicate_row(const Plan& plan, const std::vector<CollectedResult>& list,
                                  const runtime::Session& from, std::size_t r, runtime::Session& s) {
  s.begin_replication(from, *plan.start);
  std::vector<double> row;
  const int code = s.captured(
      [&] {
        run_replication(plan, r, s);
        row = statistic_values(list, s);
      },
      false);
  if (code == 1) throw runtime::NeedsWholeSession{};
  s.end_replication(from, *plan.start);
  if (code != 0) row.assign(list.size(), data::missing);
  else if (plan.check) plan.check(r, row, s);
  return row;
}

void run_replicas(const Plan& plan, const std::vector<CollectedResult>& list, const runtime::Session& from,
                  SharedRows& shared, runtime::Session& s) {
  while (!shared.stop) {
    const std::size_t r = shared.next++;
    if (r >= plan.count) return;
    std::vector<double> row;
    bool whole_session = false;
    try {
      row = replicate_row(plan, list, from, r, s);
    } catch (...) {  // also exit, continue and lack of memory: the session itself shall meet them
      whole_session = true;
    }
    const std::lock_guard lock(shared.mutex);
    if (shared.stop) return;  // the break may have spoilt the row
    if (whole_session) {
      shared.whole_session = true;
      shared.stop = true;
    } else {
      shared.rows[r] = std::move(row);
    }
    shared.changed.notify_one();
  }
}

// Joins the threads on every way out.
class ReplicaThreads {
 public:
  ReplicaThreads(SharedRows& shared, std::vector<RunningReplica>& replicas) : shared_(shared), replicas_(replicas) {}
  ~ReplicaThreads() { finish(); }
  ReplicaThreads(const ReplicaThreads&) = delete;
  ReplicaThreads& operator=(const ReplicaThreads&) = delete;

  void start(const std::function<void(runtime::Session&)>& f) {
    for (RunningReplica& r : replicas_) threads_.emplace_back([f, session = r.session.get()] { f(*session); });
  }
  void finish() {
    shared_.stop = true;
    for (RunningReplica& r : replicas_) r.session->interrupt();
    for (std::thread& t : threads_) t.join();
    threads_.clear();
  }

 private:
  SharedRows& shared_;
  std::vector<RunningReplica>& replicas_;
  std::vector<std::thread> threads_;
};

}  // namespace

bool run_in_replicas(const Plan& plan, const std::vector<CollectedResult>& list, runtime::Session& s, std::size_t first,
                     std::mutex& door, const std::function<void(std::size_t, std::vector<double>)>& row_done) {
  if (!plan.start || first >= plan.count) return first >= plan.count;
  // Inside a replication the threads are busy already.
  const std::size_t threads =
      s.is_replica() ? 1 : std::min({runtime::processors(s), plan.count - first, copies_in_memory(s.frame())});
  std::vector<RunningReplica> replicas(threads);
  for (RunningReplica& r : replicas) {
    r.host = host::guarded_host(s.host(), door, [] { throw runtime::NeedsWholeSession{}; });
    r.session = s.replica(*r.host, r.sink);
  }
  SharedRows shared;
  shared.next = first;
  ReplicaThreads running(shared, replicas);
  running.start([&](runtime::Session& replica) { run_replicas(plan, list, s, shared, replica); });
  for (std::size_t r = first; r < plan.count;) {
    std::vector<double> row;
    {
      std::unique_lock lock(shared.mutex);
      shared.changed.wait_for(lock, std::chrono::milliseconds(20),
                              [&] { return shared.whole_session || shared.rows.count(r) != 0; });
      if (shared.whole_session) return false;
      if (auto node = shared.rows.extract(r)) row = std::move(node.mapped());
    }
    if (!row.empty()) row_done(r++, std::move(row));
    s.poll();
  }
  return true;
}

}  // namespace nqp::kit
