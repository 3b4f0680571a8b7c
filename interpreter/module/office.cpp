#include "interpreter/module/office.hpp"

#include "interpreter/module/module.hpp"

namespace nqp::module {

const Office& office() {
  using Services = const Office* (*)();
  static const Office* services = reinterpret_cast<Services>(load_function(office_module, office_function))();
  return *services;
}

}  // namespace nqp::module
