// Elements of a large XML part one at a time: a tree of the whole part would take ten times its size.
#pragma once

#include <functional>
#include <pugixml.hpp>
#include <string>
#include <string_view>

namespace nqp::data {

// Calls f with the text (writable, so that it can be parsed in place) of every <name …>…</name> of the part, in
// order. Prefixes of names (x:row) are allowed. Error 688 for an element without an end. Elements of one name must
// not be nested.
void for_elements(std::string& part, std::string_view name,
                  const std::function<void(char* begin, std::size_t size)>& f);

// Names in the part without their prefix.
std::string_view local_name(std::string_view name);

// The first child of that name, whatever its prefix; an empty node when there is none.
pugi::xml_node child(pugi::xml_node parent, std::string_view name);

}  // namespace nqp::data
