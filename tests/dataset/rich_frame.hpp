// A data set that has everything a .dta file can hold.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "interpreter/dataset/frame.hpp"

namespace nqp::data::test {

// One variable of every kind, all 27 missing values, labels, notes, a panel.
inline Frame rich_frame() {
  std::vector<double> all_missing, id;
  for (int k = 0; k < 30; ++k) {
    all_missing.push_back(k < 27 ? missing_code(k) : k);
    id.push_back(k / 10);
  }
  std::vector<double> year;
  for (int k = 0; k < 30; ++k) year.push_back(2000 + k % 10);
  std::vector<std::string> names(30, "省份"), lengthy(30);
  lengthy[2] = std::string(5000, 'q');
  lengthy[3] = "short";
  lengthy[4] = std::string("bin\0ary", 7);
  lengthy[29] = lengthy[2];
  names[7] = "";
  Frame f;
  f.add({"id", make_numeric(Storage::int_, id)});
  f.add({"year", make_numeric(Storage::int_, year), "%ty"});
  for (const Storage s : {Storage::byte_, Storage::int_, Storage::long_, Storage::float_, Storage::double_}) {
    f.add({"m_" + type_name({s, 0}), make_numeric(s, all_missing), {}, "missing values", "yes_no"});
  }
  f.add({"名称", make_strings(names)});
  StringWriter w(30);
  for (std::size_t i = 0; i < 30; ++i) w.set(i, lengthy[i]);
  f.add({"lengthy", w.finish(Type{Storage::strl, 0})});
  const ValueLabel yes_no{{-1, "坏"}, {0, "no"}, {1, "yes"}, {missing_code(1), "refused"}};
  f.value_labels["yes_no"] = std::make_shared<ValueLabel>(yes_no);
  f.value_labels["unused"] = std::make_shared<ValueLabel>();
  f.characteristics = {{"note0", "1"}, {"note1", "a note of the data"}};
  f.variables[0].characteristics = {{"note0", "1"}, {"note1", "a note"}, {"source", "hand"}};
  f.label = "everything 全部";
  f.sorted_by = {"id", "year"};
  f.panel = PanelDeclaration{"id", "year", 1};
  return f;
}

}  // namespace nqp::data::test
