// fileexists(), fileread() and filewrite(): files in expressions.
#include "interpreter/runtime/session.hpp"

namespace nqp::runtime {
namespace {

using eval::Value;

// What fileread() gives, followed by the return code, for a file that cannot be read.
constexpr std::string_view read_error = "fileread() error ";

Value read(const std::string& path, host::Host& host) {
  try {
    return Value(host.read(path));
  } catch (const Error& e) {
    return Value(std::string(read_error) + std::to_string(e.code));
  }
}

// filewrite(path, text [, how]): how is 1 to replace and 2 to append. Bytes written, or a negative code.
Value write(const std::vector<Value>& a, host::Host& host) {
  const std::string& path = a[0].text;
  const double how = a.size() > 2 ? a[2].number : 0;
  try {
    const host::FileInfo info = host.info(path);
    if (info.exists && how != 1 && how != 2) return Value(-602.0);
    if (how == 2 && info.exists) host.append(path, false)->write(a[1].text);
    else host.write(path, a[1].text);
    return Value(static_cast<double>(a[1].text.size()));
  } catch (const Error& e) {
    return Value(static_cast<double>(-e.code));
  }
}

}  // namespace

Value Session::file(std::string_view function, const std::vector<Value>& a) const {
  if (function == "fileread") return read(a[0].text, host_);
  if (function == "filewrite") return write(a, host_);
  const host::FileInfo info = host_.info(a[0].text);
  return Value(info.exists && !info.folder ? 1.0 : 0.0);
}

}  // namespace nqp::runtime
