// What languages do differently with text: order, case, normal forms. ICU does it, in a module that is loaded at the
// first call, because loading its data would lengthen every start.
#pragma once

#include <string>

namespace nqp::text {

// Attributes of a collation; -1 leaves what the locale says.
struct CollationOptions {
  int strength = -1;    // 1 to 5: letters, accents, case, punctuation, identity
  int case_first = -1;  // 0 as the strength says, 1 capitals first, 2 small letters first
  int case_level = -1, normalisation = -1, numeric = -1;  // 0 or 1
  int alternate = -1;                                     // 1: blanks and punctuation do not count
  int french = -1;                                        // 1: accents from the end
};

// What the module offers; a locale is as "zh", "sv_SE", "de@collation=phonebook"; empty: the root order.
struct LocaleText {
  int (*compare)(const std::string& a, const std::string& b, const std::string& locale, const CollationOptions& o);
  std::string (*sort_key)(const std::string& s, const std::string& locale, const CollationOptions& o);
  // form: nfc nfd nfkc nfkd nfkcf; false when it is none of them.
  bool (*normalised)(const std::string& s, const std::string& form, std::string& out);
  std::string (*cased)(const std::string& s, char how, const std::string& locale);  // u, l or t
  std::string (*collator_locale)(const std::string& locale, int type);
  std::string (*collator_version)(const std::string& locale);
};

inline constexpr const char* locale_module = "nqp_locale.so";
inline constexpr const char* locale_function = "nqp_locale_text";

// Error 693 when the module is not there.
const LocaleText& locale_text();

}  // namespace nqp::text
