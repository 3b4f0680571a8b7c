#include "interpreter/dataset/io/xlsx.hpp"
#include "interpreter/module/office.hpp"

namespace nqp::data {

std::string write_xlsx(const Workbook& w) { return module::office().write_workbook(w); }

}  // namespace nqp::data
