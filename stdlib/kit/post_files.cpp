#include "stdlib/kit/post_files.hpp"

#include "stdlib/kit/files.hpp"

namespace nqp::kit {

namespace {
struct PostFiles {
  std::map<std::string, PostFile> open;
};
}  // namespace

std::map<std::string, PostFile>& post_files(runtime::Session& s) { return s.state<PostFiles>().open; }

PostFile& find_post_file(const std::string& handle, runtime::Session& s) {
  auto& open = post_files(s);
  const auto it = open.find(handle);
  if (it == open.end())
    throw Error(111, "post " + handle + " not found", std::nullopt,
                {"postfile " + handle + " names using file opens it"});
  return it->second;
}

void write_post_file(const PostFile& p, runtime::Session& s) {
  data::Frame f;
  f.rows = p.rows.size();
  for (std::size_t j = 0; j < p.names.size(); ++j) {
    data::Variable v;
    v.name = p.names[j];
    if (p.types[j].is_string()) {
      data::StringWriter w(f.rows);
      const std::size_t room = p.types[j].storage == data::Storage::str ? p.types[j].width : std::string::npos;
      for (std::size_t i = 0; i < f.rows; ++i) w.set(i, p.rows[i][j].text.substr(0, room));
      v.column = w.finish(p.types[j]);
      v.format = p.types[j].storage == data::Storage::str ? "%" + std::to_string(p.types[j].width) + "s" : "%9s";
    } else {
      data::NumericWriter w(p.types[j].storage, f.rows);
      for (std::size_t i = 0; i < f.rows; ++i) w.set(i, p.rows[i][j].number);
      v.column = w.finish();
      v.format = p.types[j].storage == data::Storage::double_ ? "%10.0g" : "%9.0g";
    }
    f.add(std::move(v));
  }
  store_dta(s.context(), f, p.path);
}

}  // namespace nqp::kit
