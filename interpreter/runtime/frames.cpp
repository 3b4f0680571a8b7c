// Several data sets at once: one frame is current, the others wait under their names.
#include <utility>

#include "interpreter/runtime/session.hpp"

namespace nqp::runtime {

void Session::change_frame(const std::string& name) {
  if (name == frame_name_) return;
  const auto it = frames_.find(name);
  if (it == frames_.end())
    throw Error(111, "frame " + name + " not found", std::nullopt,
                {"frame create " + name + " makes it; frame dir lists all"});
  data::FramePtr next = it->second;
  frames_.erase(it);
  frames_[frame_name_] = std::move(frame_);
  frame_ = std::move(next);
  frame_name_ = name;
}

void Session::add_frame(const std::string& name, data::FramePtr f) {
  if (!data::valid_name(name)) throw Error(198, name + " is an invalid frame name");
  if (name == frame_name_ || frames_.count(name))
    throw Error(110, "frame " + name + " already exists", std::nullopt, {"frame drop " + name + " removes it"});
  frames_[name] = std::move(f);
}

void Session::in_frame(const std::string& name, const std::function<void()>& f) {
  const std::string before = frame_name_;
  const auto back = [&] {
    if (frame_name_ != before && frames_.count(before)) change_frame(before);
  };
  change_frame(name);
  const auto window = std::exchange(window_, {0, 0});
  try {
    f();
  } catch (...) {
    back();
    window_ = window;
    throw;
  }
  back();
  window_ = window;
}

// Preserved data go back into the frame that they are of, wherever the program went meanwhile.
void Session::restore_preserved(const Level& l) {
  if (l.preserved_frame == frame_name_ || !frames_.count(l.preserved_frame)) frame_ = *l.preserved;
  else frames_[l.preserved_frame] = *l.preserved;
}

data::FramePtr Session::frame_named(std::string_view name) const {
  if (name == frame_name_) return frame_;
  const auto it = frames_.find(std::string(name));
  return it == frames_.end() ? nullptr : it->second;
}

double Session::by_state(std::string_view function) const {
  const Level& l = *levels_.back();
  if (function == "_by") return l.by ? 1 : 0;
  if (function == "replay") {  // a program called with nothing but options
    const auto it = l.locals.find("0");
    const std::size_t at = it == l.locals.end() ? std::string::npos : it->second.find_first_not_of(" \t");
    return at == std::string::npos || it->second[at] == ',' ? 1 : 0;
  }
  if (!l.by) return 1;  // outside by there is one group, and it is the last
  const std::size_t groups = l.by->starts.size() - 1;
  if (function == "_byindex") return static_cast<double>(l.by_index + 1);
  return l.by_index + 1 >= groups ? 1 : 0;
}

}  // namespace nqp::runtime
