// What `syntax varlist(fv) [if] [in], Absorb(varlist) [Level(real 95)]` declares, as a Signature and its defaults.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "interpreter/command/signature.hpp"

namespace nqp::kit {

struct SyntaxOption {
  std::string name;            // full, lower case: the local that is filled
  std::string type;  // "" for a flag; varlist varname newvarlist numlist integer real cilevel string name namelist …
  std::string fallback;        // default of integer and real
  bool negative = false;       // noLOG: the local is named log and holds "nolog"
  std::string details;         // fv, ts, numeric, min=, max=, >=0 …
};

struct SyntaxSpec {
  command::Signature signature;
  std::string body_local;      // anything(name=x), namelist(name=x): the local that holds it, when it is another
  std::string body;            // varlist varname newvarlist newvarname namelist name anything exp, or empty
  bool numeric_only = false, string_only = false;
  bool default_none = false;
  bool equals_expression = false;
  bool using_slash = false;    // using/: the local holds the bare file name
  bool if_slash = false, in_slash = false;  // if/ in/: the local holds no if or in
  bool everything = false;     // anything(everything): if, in and using are part of it
  bool weight_slash = false;   // [fweight/]: the local exp holds no equals sign
  std::vector<SyntaxOption> options;
  bool other_options = false;  // *
};

// Error 197 for a declaration that makes no sense.
SyntaxSpec parse_syntax_spec(const std::string& text);

}  // namespace nqp::kit
