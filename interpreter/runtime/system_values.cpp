#include "interpreter/runtime/system_values.hpp"

#include <algorithm>
#include <cfloat>
#include <cstdlib>
#include <functional>
#include <map>
#include <thread>

#include "interpreter/runtime/ado_path.hpp"
#include "interpreter/runtime/session.hpp"
#include "interpreter/text/date.hpp"
#include "stdlib/numeric/rng/generator.hpp"

namespace nqp::runtime {
namespace {

using Reader = std::function<eval::Stored(Session&)>;

eval::Stored text(std::string s) { return s; }

// The login name; where the environment has none, that of the home folder.
std::string user_name(Session& s) {
  for (const char* name : {"USER", "LOGNAME", "USERNAME"})
    if (std::string user = s.host().environment(name); !user.empty()) return user;
  const std::string home = s.host().environment("HOME");
  return home.substr(home.find_last_of("/\\") + 1);
}

const std::map<std::string, Reader, std::less<>>& readers() {
  static const std::map<std::string, Reader, std::less<>> table = {
      {"N", [](Session& s) -> eval::Stored { return static_cast<double>(s.frame().rows); }},
      {"k", [](Session& s) -> eval::Stored { return static_cast<double>(s.frame().variables.size()); }},
      {"changed", [](Session& s) -> eval::Stored { return s.frame().changed ? 1.0 : 0.0; }},
      {"filename", [](Session& s) { return text(s.frame().file); }},
      {"frame", [](Session& s) { return text(s.frame_name()); }},
      {"level", [](Session& s) -> eval::Stored { return s.settings().level; }},
      {"linesize", [](Session& s) -> eval::Stored { return static_cast<double>(s.settings().linesize); }},
      {"type", [](Session& s) { return text(s.settings().type); }},
      {"varabbrev", [](Session& s) { return text(s.settings().varabbrev ? "on" : "off"); }},
      {"processors", [](Session& s) -> eval::Stored { return static_cast<double>(processors(s)); }},
      {"more", [](Session& s) { return text(s.settings().more ? "on" : "off"); }},
      {"trace", [](Session& s) { return text(s.reporting().trace ? "on" : "off"); }},
      {"rmsg", [](Session& s) { return text(s.reporting().timing ? "on" : "off"); }},
      {"rc", [](Session& s) -> eval::Stored { return static_cast<double>(s.rc()); }},
      {"seed", [](Session& s) { return text(std::to_string(s.generator().seed())); }},
      {"rngstate", [](Session& s) { return text(s.generator().state()); }},
      {"rng", [](Session&) { return text("philox4x64-10"); }},
      {"pwd", [](Session& s) { return text(s.host().folder()); }},
      {"tmpdir", [](Session& s) {
         const std::string t = s.host().environment("TMPDIR");
         return text(t.empty() ? "/tmp" : t);
       }},
      {"sysdir_stata", [](Session& s) { return text(system_folder("STATA", s)); }},
      {"sysdir_base", [](Session& s) { return text(system_folder("BASE", s)); }},
      {"sysdir_site", [](Session& s) { return text(system_folder("SITE", s)); }},
      {"sysdir_plus", [](Session& s) { return text(system_folder("PLUS", s)); }},
      {"sysdir_personal", [](Session& s) { return text(system_folder("PERSONAL", s)); }},
      {"sysdir_oldplace", [](Session& s) { return text(system_folder("OLDPLACE", s)); }},
      {"adopath", [](Session& s) {
         std::string all;
         for (const std::string& f : s.state<AdoPath>().folders) all += (all.empty() ? "" : ";") + f;
         return text(all);
       }},
      {"username", [](Session& s) { return text(user_name(s)); }},
      {"hostname", [](Session& s) { return text(s.host().environment("HOSTNAME")); }},
      {"os", [](Session&) { return text("Unix"); }},
      {"osdtl", [](Session&) { return text(""); }},
      {"machine_type", [](Session&) { return text("PC (64-bit x86-64)"); }},
      {"byteorder", [](Session&) { return text("lohi"); }},
      {"dirsep", [](Session&) { return text("/"); }},
      {"mode", [](Session&) { return text("batch"); }},
      {"console", [](Session&) { return text("console"); }},
      {"current_date", [](Session& s) {
         return text(nqp::text::format_date(static_cast<double>(static_cast<long>(s.host().clock() / 86400000)), 'd',
                                            "dd Mon CCYY"));
       }},
      {"current_time", [](Session& s) { return text(nqp::text::format_date(s.host().clock(), 'c', "HH:MM:SS")); }},
      {"bit", [](Session&) -> eval::Stored { return 64.0; }},
      {"edition", [](Session&) { return text("SE"); }},
      {"flavor", [](Session&) { return text("IC"); }},
      {"rng_current", [](Session&) { return text("philox4x64-10"); }},
      {"stata_version", [](Session&) -> eval::Stored { return 18.0; }},
      {"version", [](Session&) -> eval::Stored { return 18.0; }},
      {"userversion", [](Session&) -> eval::Stored { return 18.0; }},
      {"MP", [](Session&) -> eval::Stored { return 0.0; }},
      {"SE", [](Session&) -> eval::Stored { return 1.0; }},
      {"pi", [](Session&) -> eval::Stored { return 3.14159265358979323846; }},
      {"epsdouble", [](Session&) -> eval::Stored { return DBL_EPSILON; }},
      {"epsfloat", [](Session&) -> eval::Stored { return static_cast<double>(FLT_EPSILON); }},
      {"smallestdouble", [](Session&) -> eval::Stored { return DBL_MIN; }},
      {"smallestfloat", [](Session&) -> eval::Stored { return static_cast<double>(FLT_MIN); }},
      {"mindouble", [](Session&) -> eval::Stored { return -DBL_MAX; }},
      {"minfloat", [](Session&) -> eval::Stored { return -0x1.fffffep+126; }},
      {"minlong", [](Session&) -> eval::Stored { return -2147483647.0; }},
      {"minint", [](Session&) -> eval::Stored { return -32767.0; }},
      {"minbyte", [](Session&) -> eval::Stored { return -127.0; }},
      {"maxstrvarlen", [](Session&) -> eval::Stored { return 2045.0; }},
      {"maxstrlvarlen", [](Session&) -> eval::Stored { return 2000000000.0; }},
      {"max_macrolen", [](Session&) -> eval::Stored { return 16777216.0; }},
      {"max_k_theory", [](Session&) -> eval::Stored { return 120000.0; }},
      {"maxdouble", [](Session&) -> eval::Stored { return data::largest_number; }},
      {"maxfloat", [](Session&) -> eval::Stored { return 0x1.fffffep+126; }},
      {"maxlong", [](Session&) -> eval::Stored { return 2147483620.0; }},
      {"maxint", [](Session&) -> eval::Stored { return 32740.0; }},
      {"maxbyte", [](Session&) -> eval::Stored { return 100.0; }},
      {"maxvar", [](Session&) -> eval::Stored { return 120000.0; }},
      {"max_N_theory", [](Session&) -> eval::Stored { return 4294967294.0; }},
      {"max_matdim", [](Session&) -> eval::Stored { return 11000.0; }},
      {"matsize", [](Session&) -> eval::Stored { return 11000.0; }},
      {"namelenchar", [](Session&) -> eval::Stored { return 32.0; }},
      {"alpha", [](Session&) { return text("a b c d e f g h i j k l m n o p q r s t u v w x y z"); }},
      {"ALPHA", [](Session&) { return text("A B C D E F G H I J K L M N O P Q R S T U V W X Y Z"); }},
      {"Mons", [](Session&) { return text("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"); }},
      {"Months", [](Session&) {
         return text("January February March April May June July August September October November December");
       }},
      {"Wdays", [](Session&) { return text("Sun Mon Tue Wed Thu Fri Sat"); }},
      {"Weekdays", [](Session&) { return text("Sunday Monday Tuesday Wednesday Thursday Friday Saturday"); }},
  };
  return table;
}

}  // namespace

std::vector<std::string> system_value_names() {
  std::vector<std::string> out;
  for (const auto& reader : readers()) out.push_back(reader.first);
  return out;
}

std::size_t processors(Session& session) {
  constexpr std::size_t most = 256;
  const auto& settings = session.state<AcceptedSettings>().values;
  const auto it = settings.find("processors");
  const std::size_t asked =
      it == settings.end() ? std::thread::hardware_concurrency() : std::strtoul(it->second.c_str(), nullptr, 10);
  return std::clamp<std::size_t>(asked, 1, most);
}

eval::Stored system_value(std::string_view name, const Session& session) {
  const auto it = readers().find(name);
  if (it == readers().end()) {
    const auto& accepted = const_cast<Session&>(session).state<AcceptedSettings>().values;
    const auto set = accepted.find(name);
    return set == accepted.end() ? eval::Stored() : text(set->second);
  }
  return it->second(const_cast<Session&>(session));
}

}  // namespace nqp::runtime
