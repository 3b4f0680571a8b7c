#include "stdlib/kit/correlation_stars.hpp"

namespace nqp::kit {

report::PaperTable correlation_table(const command::Results& r, const std::vector<std::string>& names,
                                     const std::string& format, const std::vector<Star>& stars) {
  const eval::Matrix &C = *r.find_matrix("C"), &sig = *r.find_matrix("sig");
  report::PaperTable t;
  t.columns = names.size();
  t.name_width = 14;
  t.star_width = stars.empty() ? 0 : static_cast<int>(stars.back().symbol.size());
  report::PaperRow head;
  head.cells.push_back({""});
  for (const std::string& name : names) head.cells.push_back({name});
  t.head.push_back(std::move(head));
  for (std::size_t i = 0; i < names.size(); ++i) {
    report::PaperRow row;
    row.cells.push_back({names[i]});
    for (std::size_t j = 0; j < names.size(); ++j) {
      if (j > i) row.cells.push_back({""});
      else if (i == j) row.cells.push_back({"1"});
      else row.cells.push_back({table_number(C(i, j), format), stars_of(sig(i, j), stars)});
    }
    t.body.push_back(std::move(row));
  }
  report::PaperNote note;
  for (const Star& s : stars) note.stars.emplace_back(s.symbol, s.text);
  if (!stars.empty()) t.notes.push_back(std::move(note));
  return t;
}

}  // namespace nqp::kit
