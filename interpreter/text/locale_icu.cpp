// The module behind locale_text(): ICU.
#include <unicode/coll.h>
#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include <map>
#include <memory>

#include "interpreter/text/locale_text.hpp"

namespace nqp::text {
namespace {

icu::UnicodeString wide(const std::string& s) { return icu::UnicodeString::fromUTF8(s); }

std::string narrow(const icu::UnicodeString& s) {
  std::string out;
  return s.toUTF8String(out);
}

void set(icu::Collator& c, UColAttribute attribute, int asked, std::initializer_list<UColAttributeValue> values) {
  UErrorCode status = U_ZERO_ERROR;
  if (asked >= 0 && static_cast<std::size_t>(asked) < values.size())
    c.setAttribute(attribute, values.begin()[asked], status);
}

std::string key_of(const std::string& locale, const CollationOptions& o) {
  std::string key = locale;
  for (const int x : {o.strength, o.case_first, o.case_level, o.normalisation, o.numeric, o.alternate, o.french})
    key += '/' + std::to_string(x);
  return key;
}

// Rows share their locale: a collator is made once in each thread.
icu::Collator& collator(const std::string& locale, const CollationOptions& o) {
  thread_local std::map<std::string, std::unique_ptr<icu::Collator>> made;
  std::unique_ptr<icu::Collator>& c = made[key_of(locale, o)];
  if (c) return *c;
  UErrorCode status = U_ZERO_ERROR;
  c.reset(icu::Collator::createInstance(icu::Locale(locale.c_str()), status));
  set(*c, UCOL_STRENGTH, o.strength,
      {UCOL_DEFAULT, UCOL_PRIMARY, UCOL_SECONDARY, UCOL_TERTIARY, UCOL_QUATERNARY, UCOL_IDENTICAL});
  set(*c, UCOL_CASE_FIRST, o.case_first, {UCOL_OFF, UCOL_UPPER_FIRST, UCOL_LOWER_FIRST});
  set(*c, UCOL_CASE_LEVEL, o.case_level, {UCOL_OFF, UCOL_ON});
  set(*c, UCOL_NORMALIZATION_MODE, o.normalisation, {UCOL_OFF, UCOL_ON});
  set(*c, UCOL_NUMERIC_COLLATION, o.numeric, {UCOL_OFF, UCOL_ON});
  set(*c, UCOL_ALTERNATE_HANDLING, o.alternate, {UCOL_NON_IGNORABLE, UCOL_SHIFTED});
  set(*c, UCOL_FRENCH_COLLATION, o.french, {UCOL_OFF, UCOL_ON});
  return *c;
}

int compare(const std::string& a, const std::string& b, const std::string& locale, const CollationOptions& o) {
  UErrorCode status = U_ZERO_ERROR;
  return static_cast<int>(collator(locale, o).compareUTF8(a, b, status));
}

// Without the zero byte at its end.
std::string sort_key(const std::string& s, const std::string& locale, const CollationOptions& o) {
  const icu::UnicodeString text = wide(s);
  icu::Collator& c = collator(locale, o);
  std::string key(static_cast<std::size_t>(c.getSortKey(text, nullptr, 0)), '\0');
  c.getSortKey(text, reinterpret_cast<std::uint8_t*>(key.data()), static_cast<std::int32_t>(key.size()));
  if (!key.empty()) key.pop_back();
  return key;
}

bool normalised(const std::string& s, const std::string& form, std::string& out) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* n = form == "nfc"     ? icu::Normalizer2::getNFCInstance(status)
                              : form == "nfd"   ? icu::Normalizer2::getNFDInstance(status)
                              : form == "nfkc"  ? icu::Normalizer2::getNFKCInstance(status)
                              : form == "nfkd"  ? icu::Normalizer2::getNFKDInstance(status)
                              : form == "nfkcf" ? icu::Normalizer2::getNFKCCasefoldInstance(status)
                                                : nullptr;
  if (!n) return false;
  out = narrow(n->normalize(wide(s), status));
  return U_SUCCESS(status);
}

std::string cased(const std::string& s, char how, const std::string& locale) {
  const icu::Locale l(locale.c_str());
  icu::UnicodeString text = wide(s);
  if (how == 'u') text.toUpper(l);
  else if (how == 'l') text.toLower(l);
  else text.toTitle(nullptr, l);
  return narrow(text);
}

std::string collator_locale(const std::string& locale, int type) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Locale l = collator(locale, {}).getLocale(type == 1 ? ULOC_ACTUAL_LOCALE : ULOC_VALID_LOCALE, status);
  return U_SUCCESS(status) ? l.getName() : std::string();
}

std::string collator_version(const std::string& locale) {
  UVersionInfo v;
  collator(locale, {}).getVersion(v);
  char text[U_MAX_VERSION_STRING_LENGTH];
  u_versionToString(v, text);
  return text;
}

const LocaleText services = {compare, sort_key, normalised, cased, collator_locale, collator_version};

}  // namespace
}  // namespace nqp::text

extern "C" const nqp::text::LocaleText* nqp_locale_text() { return &nqp::text::services; }
