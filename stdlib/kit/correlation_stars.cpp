#include "stdlib/kit/correlation_stars.hpp"

namespace nqp::kit {

report::PaperTable correlation_table(const CorrelationTriangle& lower, const CorrelationTriangle& upper,
                                     const std::vector<std::string>& names, const std::string& format,
                                     const std::vector<Star>& stars) {
  report::PaperTable table;
  table.columns = names.size();
  table.name_width = 14;
  table.star_width = stars.empty() ? 0 : static_cast<int>(stars.back().symbol.size());
  report::PaperRow head;
  head.cells.push_back({""});
  for (const std::string& name : names) head.cells.push_back({name});
  table.head.push_back(std::move(head));
  for (std::size_t i = 0; i < names.size(); ++i) {
    report::PaperRow row;
    row.cells.push_back({names[i]});
    for (std::size_t j = 0; j < names.size(); ++j) {
      const CorrelationTriangle& t = j > i ? upper : lower;
      if (i == j) row.cells.push_back({"1"});
      else if (!t.values) row.cells.push_back({""});
      else row.cells.push_back({table_number((*t.values)(i, j), format), stars_of((*t.significance)(i, j), stars)});
    }
    table.body.push_back(std::move(row));
  }
  report::PaperNote note;
  for (const Star& s : stars) note.stars.emplace_back(s.symbol, s.text);
  if (!stars.empty()) table.notes.push_back(std::move(note));
  return table;
}

command::Results results_on_rows(const std::string& command, const std::vector<std::uint8_t>& use,
                                 runtime::Session& s) {
  const data::FramePtr before = s.frame_pointer();
  s.set_frame(data::keep_rows(*before, use));
  try {
    s.quietly([&] { s.run_command(command); });
  } catch (...) {
    s.set_frame(before);
    throw;
  }
  s.set_frame(before);
  return s.r();
}

}  // namespace nqp::kit
