// Two types of one name in one namespace break the one-definition rule without a word from the linker: their inline
// members are merged and one of them is wrong.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>

namespace nqp {
namespace {

namespace fs = std::filesystem;

// "struct Frame {", "class Session final : public …", "enum class Style {": the name; empty for other lines.
std::string defined_type(const std::string& line) {
  std::istringstream words(line);
  std::string word, name;
  words >> word >> name;
  if (word == "enum") words >> name;
  const bool type = (word == "struct" || word == "class" || word == "enum") && line.find('{') != std::string::npos;
  return type && !name.empty() && name[0] >= 'A' && name[0] <= 'Z' && line[0] != ' ' ? name : "";
}

TEST(Architecture, no_two_headers_define_a_type_of_the_same_name_in_the_same_namespace) {
  std::map<std::string, std::string> defined;
  for (const char* root : {"grammar", "interpreter", "stdlib"})
    for (const fs::directory_entry& file : fs::recursive_directory_iterator(fs::path(NQP_SOURCE_DIR) / root)) {
      if (file.path().extension() != ".hpp") continue;
      std::ifstream in(file.path());
      std::string within;
      for (std::string line; std::getline(in, line);) {
        if (line.rfind("namespace nqp", 0) == 0) within = line.substr(10, line.find(' ', 10) - 10);
        const std::string name = defined_type(line);
        if (name.empty()) continue;
        const auto [first, fresh] = defined.emplace(within + "::" + name, file.path().string());
        EXPECT_TRUE(fresh) << first->first << " is defined in " << first->second << " and in " << file.path().string();
      }
    }
  EXPECT_GT(defined.size(), 200u);
}

}  // namespace
}  // namespace nqp
