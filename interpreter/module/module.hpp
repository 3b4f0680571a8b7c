// Parts of the program that are loaded when they are needed.
#pragma once

#include <string>

namespace nqp::module {

// The function of a shared object that lies beside the program (or in ../lib/nqp). Error 693 with what is missing.
void (*load_function(const std::string& module, const char* function))();

}  // namespace nqp::module
