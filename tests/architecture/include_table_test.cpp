// The rooms and who may include whom (docs/ARCHITECTURE.md, "The rooms"): a wrong include fails.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace nqp {
namespace {

namespace fs = std::filesystem;

// Room → rooms it may include besides itself.
const std::map<std::string, std::set<std::string>>& allowed() {
  static const std::set<std::string> language = {"grammar", "grammar/ast"};
  static const std::map<std::string, std::set<std::string>> table = {
      {"grammar/ast", {}},
      {"grammar/rules", {"grammar/ast", "grammar"}},
      {"grammar", {"grammar/ast", "grammar/rules"}},
      {"interpreter/module", {"grammar/ast"}},
      {"interpreter/text", {"grammar/ast", "interpreter/dataset", "interpreter/module"}},
      {"interpreter/host", {"grammar/ast", "interpreter/module"}},
      {"interpreter/report", {"grammar/ast", "interpreter/text", "interpreter/host", "interpreter/module"}},
      {"interpreter/dataset", {"grammar/ast", "interpreter/text", "interpreter/module", "stdlib/numeric"}},
      {"interpreter/eval", {"grammar", "grammar/ast", "interpreter/dataset", "interpreter/text", "stdlib/numeric"}},
      {"interpreter/command",
       {"grammar", "grammar/ast", "interpreter/dataset", "interpreter/text", "interpreter/eval", "interpreter/host",
        "interpreter/report", "stdlib/numeric"}},
      {"interpreter/runtime",
       {"grammar", "grammar/ast", "interpreter/dataset", "interpreter/text", "interpreter/eval", "interpreter/host",
        "interpreter/report", "interpreter/command", "stdlib/numeric"}},
      {"interpreter/front", {"grammar", "grammar/ast", "interpreter/dataset", "interpreter/text", "interpreter/eval",
        "interpreter/host", "interpreter/report", "interpreter/command", "interpreter/runtime"}},
      {"stdlib/numeric", {}},
  };
  return table;
}

std::string room_of(const std::string& path) {
  if (path.rfind("stdlib/numeric", 0) == 0) return "stdlib/numeric";
  if (path.rfind("stdlib/kit", 0) == 0) return "stdlib/kit";
  if (path.rfind("stdlib/", 0) == 0) return "stdlib";
  if (path.rfind("grammar/ast", 0) == 0) return "grammar/ast";
  if (path.rfind("grammar/rules", 0) == 0) return "grammar/rules";
  if (path.rfind("grammar/", 0) == 0) return "grammar";
  const std::size_t second = path.find('/', path.find('/') + 1);
  return path.substr(0, second);
}

std::vector<std::string> includes(const fs::path& file) {
  static const std::string directive = "#include \"";
  std::vector<std::string> out;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);)
    if (line.rfind(directive, 0) == 0)
      out.push_back(line.substr(directive.size(), line.find('"', directive.size()) - directive.size()));
  return out;
}

bool may_include(const std::string& from, const std::string& to, const std::string& header) {
  if (from == to) return from != "stdlib" || room_of(header) != "stdlib";  // never another command's file
  if (from == "stdlib") return true;
  if (from == "stdlib/kit") return to != "stdlib";
  const auto it = allowed().find(from);
  return it != allowed().end() && it->second.count(to) > 0;
}

TEST(Architecture, rooms_include_only_what_the_table_allows) {
  for (const char* top : {"grammar", "interpreter", "stdlib"})
    for (const fs::directory_entry& e : fs::recursive_directory_iterator(fs::path(NQP_SOURCE_DIR) / top)) {
      const std::string ext = e.path().extension().string();
      if (ext != ".cpp" && ext != ".hpp" && ext != ".ipp") continue;
      const std::string file = fs::relative(e.path(), NQP_SOURCE_DIR).string();
      for (const std::string& header : includes(e.path()))
        EXPECT_TRUE(may_include(room_of(file), room_of(header), header)) << file << " includes " << header;
    }
}

TEST(Architecture, pegtl_stays_in_the_grammar_and_eigen_in_the_numeric_core) {
  for (const char* top : {"grammar", "interpreter", "stdlib"})
    for (const fs::directory_entry& e : fs::recursive_directory_iterator(fs::path(NQP_SOURCE_DIR) / top)) {
      if (!e.is_regular_file()) continue;
      const std::string file = fs::relative(e.path(), NQP_SOURCE_DIR).string();
      std::ifstream in(e.path());
      const std::string text{std::istreambuf_iterator<char>(in), {}};
      const bool pegtl_allowed = file.rfind("grammar/", 0) == 0;
      const bool eigen_allowed = file.rfind("stdlib/numeric/", 0) == 0;
      EXPECT_TRUE(pegtl_allowed || text.find("tao/pegtl") == std::string::npos) << file;
      EXPECT_TRUE(eigen_allowed || text.find("#include <Eigen") == std::string::npos) << file;
    }
}

}  // namespace
}  // namespace nqp
