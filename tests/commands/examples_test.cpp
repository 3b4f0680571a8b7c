// Every command's examples are tests: the code runs without error and what is said to hold, holds. Every stored
// result that a command declares is produced by one of its examples.
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "interpreter/command/registry.hpp"
#include "tests/commands/run_do_file.hpp"

namespace nqp {
namespace {

using command::Command;
using command::Example;

class CommandExamples : public ::testing::TestWithParam<const Command*> {};

std::string command_test_name(const ::testing::TestParamInfo<const Command*>& info) {
  std::string name = info.param->name;
  for (char& c : name)
    if (!std::isalnum(static_cast<unsigned char>(c))) c = '_';
  return name;
}

std::vector<const Command*> all_commands() {
  std::vector<const Command*> out;
  for (const command::RegistryEntry& e : command::registry()) out.push_back(e.command);
  return out;
}

TEST_P(CommandExamples, run_and_hold) {
  const Command& c = *GetParam();
  EXPECT_FALSE(c.examples.empty()) << c.name << " declares no example";
  EXPECT_FALSE(c.title.empty());
  for (const Example& e : c.examples) {
    test::Fixture f;
    const int code = f.run(e.code);
    EXPECT_TRUE(code == 0 && f.holds(e.holds)) << c.name << ": " << e.title << ": r(" << code << ") " << e.holds << "\n"
                                               << f.output();
  }
}

TEST_P(CommandExamples, produce_every_declared_result) {
  const Command& c = *GetParam();
  std::set<std::string> missing;
  for (const command::StoredResult& r : c.stores) missing.insert(r.name);
  for (const Example& e : c.examples) {
    test::Fixture f;
    f.run(e.code);
    std::erase_if(missing, [&](const std::string& name) {
      if (name.size() < 4 || name[1] != '(') return false;
      if (name == "e(sample)") return f.session().sample_id() != 0;
      return f.session().stored(name[0], name.substr(2, name.size() - 3)).index() != 0;
    });
  }
  for (const std::string& name : missing)
    ADD_FAILURE() << c.name << " declares " << name << " but no example produces it";
}

INSTANTIATE_TEST_SUITE_P(EveryCommand, CommandExamples, ::testing::ValuesIn(all_commands()), command_test_name);

TEST(Registry, no_abbreviation_stands_for_two_commands) {
  std::map<std::string, std::string> taken;
  for (const command::RegistryEntry& e : command::registry()) {
    const Command& c = *e.command;
    for (std::size_t n = c.least; n < c.name.size(); ++n) {
      const auto [first, fresh] = taken.emplace(c.name.substr(0, n), c.name);
      EXPECT_TRUE(fresh) << first->first << " would be " << first->second << " and " << c.name;
    }
  }
}

TEST(Registry, finds_a_command_by_name_abbreviation_and_second_word) {
  bool second = false;
  EXPECT_EQ(command::find_command("su", "", second)->name, "summarize");
  EXPECT_EQ(command::find_command("reg", "y", second)->name, "regress");
  EXPECT_EQ(command::find_command("s", "", second), nullptr);
  EXPECT_EQ(command::find_command("import", "delimited", second)->name, "import delimited");
  EXPECT_TRUE(second);
}

}  // namespace
}  // namespace nqp
