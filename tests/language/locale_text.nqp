* Text as languages order and change it. Expected: the examples of UTS #10 (Unicode Collation Algorithm, table of
* section 1.1) and of the Unicode Standard, chapter 5.18 (case mapping), UAX #15 (normal forms); Chinese by pinyin.

*** The order of letters depends on the language
assert ustrcompare("z", "ö", "sv") == -1
assert ustrcompare("ö", "z", "de") == -1
assert ustrcompare("of", "öf", "de") == -1 & ustrcompare("of", "öf", "de@collation=phonebook") == 1
assert ustrcompare("a", "B") == -1 & ustrcompare("B", "a") == 1
assert ustrcompare("ab", "ab") == 0
* Beijing, Guangzhou, Shanghai; by code points Shanghai would be first
assert ustrcompare("北京", "上海", "zh") == -1 & ustrcompare("广州", "上海", "zh") == -1
assert "上海" < "北京"

*** Attributes: strength, numbers, punctuation
assert ustrcompareex("café", "CAFE", "en", 1, -1, -1, -1, -1, -1, -1) == 0
assert ustrcompareex("cafe", "CAFE", "en", 2, -1, -1, -1, -1, -1, -1) == 0
assert ustrcompareex("café", "cafe", "en", 2, -1, -1, -1, -1, -1, -1) == 1
assert ustrcompareex("a10", "a9", "en", -1, -1, -1, -1, 1, -1, -1) == 1
assert ustrcompareex("a10", "a9", "en", -1, -1, -1, -1, 0, -1, -1) == -1
assert ustrcompareex("black-bird", "blackbird", "en", -1, -1, -1, -1, -1, 1, -1) == 0
assert ustrcompareex("A", "a", "en", -1, 1, -1, -1, -1, -1, -1) == -1
assert ustrcompareex("A", "a", "en", -1, 2, -1, -1, -1, -1, -1) == 1

*** Keys sort as the comparison says
input str20 city
"上海"
"北京"
"广州"
end
generate key = ustrsortkey(city, "zh")
sort key
assert city[1] == "北京" & city[2] == "广州" & city[3] == "上海"
assert ustrsortkeyex("a10", "en", -1, -1, -1, -1, 1, -1, -1) > ustrsortkeyex("a9", "en", -1, -1, -1, -1, 1, -1, -1)

*** Case and normal forms
assert ustrupper("i", "tr") == "İ" & ustrupper("i", "en") == "I"
assert ustrlower("I", "tr") == "ı"
assert ustrtitle("ijsland", "nl") == "IJsland" & ustrtitle("ijsland", "en") == "Ijsland"
assert ustrlen(ustrnormalize("é", "nfd")) == 2 & ustrlen(ustrnormalize(ustrnormalize("é", "nfd"), "nfc")) == 1
assert ustrnormalize("ﬁ", "nfkc") == "fi" & ustrnormalize("ﬁ", "nfc") == "ﬁ"
assert ustrnormalize("ＡＢＣ", "nfkcf") == "abc"
capture display ustrnormalize("a", "nfx")
assert _rc == 198
assert collatorlocale("zh_CN", 1) == "zh"
