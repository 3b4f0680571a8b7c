#include "interpreter/text/locale_text.hpp"

#include "interpreter/module/module.hpp"

namespace nqp::text {

const LocaleText& locale_text() {
  using Services = const LocaleText* (*)();
  static const LocaleText* services =
      reinterpret_cast<Services>(module::load_function(locale_module, locale_function))();
  return *services;
}

}  // namespace nqp::text
