// The files of a room are compiled several at a time, so that what they include is read once. Names in the anonymous
// namespaces of one unit are one scope: two alike would collide, or, worse, overload one another without a word. One
// like a name of the room's headers would hide that from the other files.
#include <gtest/gtest.h>

#include <cctype>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <string_view>

namespace nqp {
namespace {

namespace fs = std::filesystem;

bool in_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }

std::string first_word(std::string_view text) {
  std::size_t begin = 0, end = 0;
  while (begin < text.size() && !in_word(text[begin])) ++begin;
  for (end = begin; end < text.size() && in_word(text[end]);) ++end;
  return std::string(text.substr(begin, end - begin));
}

// The name that a line at the margin defines: a type, or what stands before the first of ( = { [ ;. Aliases of
// namespaces and using-declarations may be repeated, aliases of types when they mean the same.
std::string defined_name(std::string_view line) {
  if (line.empty() || !(std::isalpha(static_cast<unsigned char>(line[0])) || line.substr(0, 2) == "[[")) return "";
  for (const std::string_view other : {"using ", "namespace ", "template ", "TEST", "INSTANTIATE"})
    if (line.substr(0, other.size()) == other) return "";
  for (const std::string_view type : {"struct ", "class ", "enum class ", "enum ", "union "})
    if (line.substr(0, type.size()) == type) return first_word(line.substr(type.size()));
  std::size_t end = line.find_first_of("(={;", line.substr(0, 2) == "[[" ? line.find("]]") : 0);
  if (end == std::string_view::npos) return "";
  if (const std::size_t bracket = line.rfind('[', end); bracket != std::string_view::npos && line[0] != '[')
    end = bracket;
  while (end > 0 && !in_word(line[end - 1])) --end;
  std::size_t begin = end;
  while (begin > 0 && in_word(line[begin - 1])) --begin;
  return std::string(line.substr(begin, end - begin));
}

void expect_unlike(const std::string& room, bool with_folders, std::size_t least) {
  std::map<std::string, std::string> defined, declared, aliases;
  const auto read = [&](const fs::path& path) {
    const bool header = path.extension() == ".hpp";
    if (path.extension() != ".cpp" && !header) return;
    std::ifstream in(path);
    std::string scope;
    bool hidden = false;
    for (std::string line; std::getline(in, line);) {
      if (line.rfind("namespace nqp", 0) == 0) scope = line;
      if (line == "namespace {") hidden = true;
      if (line.rfind("}  // namespace", 0) == 0 && line.size() == 15) hidden = false;
      if (line.rfind("using ", 0) == 0 && line.find(" = ") != std::string::npos) {
        const auto [first, fresh] = aliases.emplace(scope + first_word(line.substr(6)), line);
        EXPECT_EQ(first->second, line) << "an alias of another meaning in " << path.string();
      }
      if (hidden == header || line == "namespace {") continue;
      const std::string name = defined_name(line);
      if (name.empty() || name.rfind("operator", 0) == 0) continue;
      if (header) {
        declared.emplace(scope + name, path.string());
        continue;
      }
      const auto [first, fresh] = defined.emplace(scope + name, path.string());
      EXPECT_TRUE(fresh || first->second == path.string())
          << name << " is private to " << first->second << " and to " << path.string();
    }
  };
  const fs::path root = fs::path(NQP_SOURCE_DIR) / room;
  if (with_folders)
    for (const fs::directory_entry& file : fs::recursive_directory_iterator(root)) read(file.path());
  else
    for (const fs::directory_entry& file : fs::directory_iterator(root)) read(file.path());
  EXPECT_GT(defined.size(), least);
  for (const auto& [name, path] : defined)
    EXPECT_EQ(declared.count(name), 0u) << name << ", private to " << path << ", hides that of " << declared[name];
  for (const auto& [name, line] : aliases)
    for (const auto* names : {&declared, &defined})
      if (const auto same = names->find(name); same != names->end())
        ADD_FAILURE() << line << " has the name of what " << same->second << " defines";
}

TEST(Architecture, private_names_of_the_interpreter_are_unlike) { expect_unlike("interpreter", true, 400); }
TEST(Architecture, private_names_of_the_numeric_core_are_unlike) { expect_unlike("stdlib/numeric", true, 200); }
TEST(Architecture, private_names_of_the_kit_are_unlike) { expect_unlike("stdlib/kit", false, 400); }
TEST(Architecture, private_names_of_the_tests_are_unlike) { expect_unlike("tests", true, 150); }

}  // namespace
}  // namespace nqp
