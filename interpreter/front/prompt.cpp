#include "interpreter/front/prompt.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <optional>
#include <string>

#include "grammar/ast/error.hpp"

#ifdef NQP_WITH_EDITLINE
#include <clocale>
#include <langinfo.h>
#include <string_view>

#include <histedit.h>

#include "interpreter/runtime/completion.hpp"
#endif

namespace nqp::front {
namespace {

const char* prompt_text = ". ";

#ifdef NQP_WITH_EDITLINE

char* show_prompt(EditLine*) {
  static char text[8];
  std::snprintf(text, sizeof text, "%s", prompt_text);
  return text;
}

// The history lives where the XDG rules put state.
std::string history_path(host::Host& host) {
  std::string folder = host.environment("XDG_STATE_HOME");
  if (folder.empty()) {
    const std::string home = host.environment("HOME");
    if (home.empty()) return {};
    folder = home + "/.local/state";
  }
  folder += "/nqp";
  try {
    host.make_folder(folder);
  } catch (const Error&) {
    // It exists already, or cannot be made: then the history is simply not kept.
  }
  return folder + "/history";
}

class Editor {
 public:
  Editor(runtime::Session& session, host::Host& host) : session_(session), host_(host), path_(history_path(host)) {
    // The editor drops what the locale has no characters for; only these: numbers keep their points.
    if (!std::setlocale(LC_CTYPE, "") || std::string_view(nl_langinfo(CODESET)) != "UTF-8")
      std::setlocale(LC_CTYPE, "C.UTF-8");
    edit_.reset(el_init("nqp", stdin, stdout, stderr));
    history_.reset(history_init());
    HistEvent event;
    history(history_.get(), &event, H_SETSIZE, 10000);
    if (!path_.empty()) history(history_.get(), &event, H_LOAD, path_.c_str());
    el_set(edit_.get(), EL_PROMPT, show_prompt);
    el_set(edit_.get(), EL_EDITOR, "emacs");
    el_set(edit_.get(), EL_HIST, history, history_.get());
    el_set(edit_.get(), EL_SIGNAL, 0);
    el_set(edit_.get(), EL_BIND, "^R", "em-inc-search-prev", nullptr);
    el_set(edit_.get(), EL_CLIENTDATA, this);
    el_set(edit_.get(), EL_ADDFN, "nqp-complete", "complete the word", complete_word);
    el_set(edit_.get(), EL_BIND, "^I", "nqp-complete", nullptr);
    el_source(edit_.get(), nullptr);
  }
  ~Editor() {
    HistEvent event;
    if (!path_.empty()) history(history_.get(), &event, H_SAVE, path_.c_str());
  }
  Editor(const Editor&) = delete;
  Editor& operator=(const Editor&) = delete;

  // nullopt at the end of input; `interrupted` when Ctrl-C cleared the line.
  std::optional<std::string> read(bool& interrupted) {
    int count = 0;
    const char* line = el_gets(edit_.get(), &count);
    interrupted = count < 0;
    if (!line || count <= 0) return std::nullopt;
    return std::string(line, static_cast<std::size_t>(count));
  }

  void remember(const std::string& text) {
    HistEvent event;
    if (text.find_first_not_of(" \t\r\n") != std::string::npos) history(history_.get(), &event, H_ENTER, text.c_str());
  }

 private:
  // The tab key: what is certain is typed for the user; a choice is listed.
  static unsigned char complete_word(EditLine* edit, int) {
    Editor* self = nullptr;
    el_get(edit, EL_CLIENTDATA, &self);
    const LineInfo* line = el_line(edit);
    const std::string_view typed(line->buffer, static_cast<std::size_t>(line->cursor - line->buffer));
    const runtime::Completion c = runtime::complete(typed, self->session_, self->host_);
    if (c.choices.empty()) return CC_REFRESH_BEEP;
    if (!c.addition.empty()) return el_insertstr(edit, c.addition.c_str()) == 0 ? CC_REFRESH : CC_REFRESH_BEEP;
    std::fputc('\n', stdout);
    constexpr std::size_t most = 60;
    for (std::size_t i = 0; i < std::min(most, c.choices.size()); ++i) std::printf("%s  ", c.choices[i].c_str());
    std::puts(c.choices.size() > most ? "..." : "");
    return CC_REDISPLAY;
  }

  runtime::Session& session_;
  host::Host& host_;
  std::string path_;
  std::unique_ptr<EditLine, decltype(&el_end)> edit_{nullptr, el_end};
  std::unique_ptr<History, decltype(&history_end)> history_{nullptr, history_end};
};

#else

class Editor {
 public:
  Editor(runtime::Session&, host::Host&) {}
  std::optional<std::string> read(bool& interrupted) {
    interrupted = false;
    std::fputs(prompt_text, stdout);
    std::fflush(stdout);
    std::string line;
    if (!std::getline(std::cin, line)) return std::nullopt;
    return line + "\n";
  }
  void remember(const std::string&) {}
};

#endif

}  // namespace

int run_prompt(runtime::Session& session, host::Host& host) {
  std::puts("nqp: econometrics scripts without Stata. Type help for the commands, exit to leave.");
  Editor editor(session, host);
  std::string block;
  while (!session.wants_exit()) {
    prompt_text = block.empty() ? ". " : "> ";
    bool interrupted = false;
    const std::optional<std::string> line = editor.read(interrupted);
    if (interrupted) {
      std::fputc('\n', stdout);
      block.clear();
      continue;
    }
    if (!line) break;
    block += *line;
    if (!runtime::Session::is_complete(block)) continue;
    editor.remember(block);
    session.run(block);
    std::fflush(stdout);
    block.clear();
  }
  return session.exit_code();
}

}  // namespace nqp::front
