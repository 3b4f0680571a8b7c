// nqp: the command line. Runs do-files, single commands, text from a pipe, or the prompt.
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

#include "grammar/ast/error.hpp"
#include "interpreter/front/prompt.hpp"
#include "interpreter/host/host.hpp"
#include "interpreter/report/terminal_sink.hpp"
#include "interpreter/runtime/session.hpp"

namespace {

using nqp::runtime::Session;

Session* running = nullptr;

extern "C" void on_interrupt(int) {
  if (running) running->interrupt();
}

constexpr const char* usage =
    "usage: nqp [options] [file.nqp [arguments]]\n"
    "  nqp file.nqp          run a do-file; stops at the first error with its return code as exit status\n"
    "  nqp -e 'command'      run one command\n"
    "  nqp                   the prompt; reads commands when the input is a pipe\n"
    "options:\n"
    "  -k, --keep-going      go on after an error\n"
    "  -q, --quiet           do not echo the commands of a do-file\n"
    "      --version         print the version\n"
    "      --help            print this text\n";

struct CommandLine {
  std::vector<std::string> commands;
  std::string file;
  std::vector<std::string> arguments;
  bool keep_going = false, quiet = false, help = false, version = false;
  std::string problem;
};

CommandLine read_command_line(int argc, char** argv) {
  CommandLine c;
  for (int i = 1; i < argc; ++i) {
    const std::string a = argv[i];
    if (!c.file.empty()) c.arguments.push_back(a);
    else if (a == "-e" && i + 1 < argc) c.commands.emplace_back(argv[++i]);
    else if (a == "-k" || a == "--keep-going") c.keep_going = true;
    else if (a == "-q" || a == "--quiet") c.quiet = true;
    else if (a == "--help" || a == "-h") c.help = true;
    else if (a == "--version") c.version = true;
    else if (a.size() > 1 && a[0] == '-') c.problem = a == "-e" ? "-e needs a command" : "unknown option " + a;
    else c.file = a;
  }
  return c;
}

// Exit statuses are a byte: codes above 255 end as 1 so that they never look like success.
int exit_status(int code) { return code == 0 ? 0 : code < 256 ? code : 1; }

int run(const CommandLine& c, Session& session, nqp::host::Host& host) {
  if (!c.commands.empty()) {
    int code = 0;
    for (const std::string& command : c.commands)
      if (code = session.run(command + "\n", "", false, c.keep_going); code != 0 && !c.keep_going) break;
    return code;
  }
  if (!c.file.empty()) return session.run_file(c.file, c.arguments, !c.quiet, c.keep_going);
  if (isatty(STDIN_FILENO)) return nqp::front::run_prompt(session, host);
  const std::string text{std::istreambuf_iterator<char>(std::cin), std::istreambuf_iterator<char>()};
  return session.run(text, "", false, c.keep_going);
}

}  // namespace

int main(int argc, char** argv) {
  const CommandLine c = read_command_line(argc, argv);
  if (!c.problem.empty()) {
    std::fprintf(stderr, "nqp: %s\n%s", c.problem.c_str(), usage);
    return 2;
  }
  if (c.help) return std::fputs(usage, stdout), 0;
  if (c.version) return std::puts("nqp " NQP_VERSION), 0;

  const bool terminal = isatty(STDOUT_FILENO);
  const auto host = nqp::host::real_host();
  nqp::report::TerminalSink sink([](std::string_view s) { std::fwrite(s.data(), 1, s.size(), stdout); },
                                 {.width = 79, .colour = terminal && !std::getenv("NO_COLOR")}, terminal);
  int code = 0;
  {
    Session session(*host, sink);
    running = &session;
    struct sigaction action = {};
    action.sa_handler = on_interrupt;
    sigaction(SIGINT, &action, nullptr);
    code = run(c, session, *host);
    running = nullptr;
  }
  std::fflush(stdout);
  std::_Exit(exit_status(code));  // the system takes the declarations back faster than their destructors
}
