// Elements of a large XML part one at a time: a tree of the whole part would take ten times its size.
#pragma once

#include <functional>
#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace nqp::data {

// Finds elements in a part that comes piece by piece; only the element at hand is kept. Each element of these names is
// handed on with its text (writable, so that it can be parsed in place), in order. Prefixes of names (x:row) are
// allowed. Elements must not lie within each other.
class ElementStream {
 public:
  // which: index into the names.
  using Take = std::function<void(std::size_t which, char* begin, std::size_t size)>;

  ElementStream(std::vector<std::string> names, Take take) : names_(std::move(names)), take_(std::move(take)) {}
  void add(std::string_view piece);
  void finish();  // Error 688 for an element without an end

 private:
  bool know_prefix();
  bool take_elements(bool last);
  bool take_element(std::size_t which, bool last);

  std::vector<std::string> names_;
  Take take_;
  std::string text_;        // what is not done with
  std::size_t at_ = 0;      // where to go on in it
  std::size_t looked_ = 0;  // of an element without an end so far: where to go on looking for it
  std::size_t before_ = 0;  // bytes of the part before `text_`
  bool prefix_known_ = false;
};

// Names in the part without their prefix.
std::string_view local_name(std::string_view name);

// The first child of that name, whatever its prefix; an empty node when there is none.
pugi::xml_node child(pugi::xml_node parent, std::string_view name);

}  // namespace nqp::data
