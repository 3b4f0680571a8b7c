#include "stdlib/kit/stored_estimates.hpp"

#include <algorithm>

#include "grammar/parse.hpp"
#include "interpreter/text/suggest.hpp"
#include "interpreter/text/wildcard.hpp"

namespace nqp::kit {

namespace {

std::vector<std::string> all_names(runtime::Session& session) {
  std::vector<std::string> out;
  for (const auto& stored : session.stored_estimates()) out.push_back(stored.first);
  return out;
}

[[noreturn]] void not_found(const std::string& name, runtime::Session& session, int code) {
  std::vector<std::string> notes;
  if (std::string hint = text::did_you_mean(name, all_names(session)); !hint.empty()) notes.push_back(hint);
  notes.push_back("estimates dir lists what is stored");
  throw Error(code, "estimation result " + name + " not found", std::nullopt, std::move(notes));
}

}  // namespace

const command::Estimates& find_estimates(const std::string& name, runtime::Session& session, int unknown) {
  if (name == ".") {
    if (!session.estimates())
      throw Error(301, "last estimates not found", std::nullopt, {"run an estimation command first"});
    return *session.estimates();
  }
  const auto it = session.stored_estimates().find(name);
  if (it == session.stored_estimates().end()) not_found(name, session, unknown);
  return it->second;
}

void forget_estimates(const std::string& name, runtime::Session& session) {
  session.stored_estimates().erase(name);
  const std::string variable = "_est_" + name;
  if (!session.frame().find(variable)) return;
  data::Frame f = session.frame();
  f.remove(variable);
  session.set_frame(std::move(f));
}

std::vector<std::string> estimate_names(const std::string& text, runtime::Session& session) {
  const std::vector<std::string> words = grammar::split_words(text), known = all_names(session);
  if (words.empty() || (words.size() == 1 && words[0] == "_all")) return known;
  std::vector<std::string> out;
  for (const std::string& word : words) {
    if (word.find_first_of("*?") == std::string::npos) {
      find_estimates(word, session);
      out.push_back(word);
      continue;
    }
    const std::size_t before = out.size();
    for (const std::string& name : known)
      if (text::matches_wildcard(word, name)) out.push_back(name);
    if (out.size() == before) not_found(word, session, 111);
  }
  return out;
}

}  // namespace nqp::kit
