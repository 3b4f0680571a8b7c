* Strings in bytes and characters, Chinese names and text (semantics 10, 26 and 27).

* 10. substr and length count bytes, usubstr and ustrlen characters
assert length("北京市") == 9
assert strlen("北京市") == 9
assert ustrlen("北京市") == 3
assert udstrlen("北京市") == 6
assert udstrlen("a北") == 3
assert substr("北京市朝阳区", 1, 6) == "北京"
assert usubstr("北京市朝阳区", 1, 3) == "北京市"
assert usubstr("北京市", -1, 1) == "市"
assert strpos("北京市", "京") == 4
assert ustrpos("北京市", "京") == 2
assert subinstr("上海市", "市", "", .) == "上海"
assert usubinstr("上海市", "市", "区", 1) == "上海区"
assert ustrreverse("北京") == "京北"
assert "北京" + "市" == "北京市"
assert strpos("abc", "广") == 0
assert regexm("广东省", "广东")
assert upper("abc北") == "ABC北"

* 10. Names, labels, values and macros may be Chinese
clear
set obs 3
generate 年份 = 2009 + _n
assert 年份[1] == 2010
generate 城市 = "北京"
replace 城市 = "上海" in 2
assert "`: type 城市'" == "str6"
label variable 年份 "统计年份"
assert "`: variable label 年份'" == "统计年份"
rename 城市 地区
capture confirm variable 城市
assert _rc == 111
local 变量 年份
summarize `变量'
assert r(mean) == 2011
assert "`变量'" == "年份"
label define 是否 0 "否" 1 "是"
generate d = 地区 == "上海"
label values d 是否
assert "`: label (d) 1'" == "是"
encode 地区, generate(id)
assert id[2] == 1 & id[1] == 2
assert "`: label (id) 1'" == "上海"
regress 年份 d
assert _b[d] == 0 | abs(_b[d]) < 1e-9
foreach 名 of varlist 年* {
  assert "`名'" == "年份"
}
count if 地区 == "北京"
assert r(N) == 2
tempfile 文件
save "`文件'"
use "`文件'", clear
assert 地区[2] == "上海"
scalar 结果 = 5
assert 结果 == 5

* 26. str# grows on replace; text is compared bytewise
clear
set obs 2
generate s = "a"
assert "`: type s'" == "str1"
replace s = "abcdef" in 2
assert "`: type s'" == "str6"
assert s[1] == "a" & s[2] == "abcdef"
generate str3 t = "toolong"
assert t == "too"
assert "B" < "a"
assert "abc" < "abd"
assert "" < "a"
assert inlist("b", "a", "b", "c")
assert !inlist("z", "a", "b")
generate str10 e = ""
assert missing(e)
assert "`: type e'" == "str10"
generate strL lengthy = "x" * 3000
assert strlen(lengthy) == 3000

* 27. Text functions
assert string(3.14159, "%9.2f") == "3.14"
assert real("12.5") == 12.5
assert real("abc") == .
assert substr("abcdef", 2, 3) == "bcd"
assert substr("abcdef", -2, 2) == "ef"
assert substr("abcdef", 4, .) == "def"
assert substr("abc", 9, 1) == ""
assert strtrim("  a b  ") == "a b"
assert trim("  a ") == "a" & ltrim("  a") == "a" & rtrim("a  ") == "a"
assert itrim("a   b") == "a b" & stritrim("a   b") == "a b"
assert lower("ABC") == "abc" & strlower("ABC") == "abc" & strproper("new york") == "New York"
assert word("one two three", 2) == "two"
assert word("one two three", -1) == "three"
assert wordcount("one two three") == 3
assert strmatch("province_11", "prov*_??")
assert !strmatch("abc", "b*")
assert subinstr("a.b.c", ".", "", 1) == "ab.c"
assert strreverse("abc") == "cba"
assert regexm("id2019x", "([0-9]+)") & regexs(1) == "2019"
assert regexr("abc123", "[0-9]+", "X") == "abcX"
assert ustrregexm("第12章", "([0-9]+)") & ustrregexs(1) == "12"
assert strpos("abcabc", "c") == 3 & strrpos("abcabc", "c") == 6
assert char(65) == "A"
assert "ab" * 2 == "abab"
assert abbrev("displacement", 8) == "displa~t"
assert plural(2, "car") == "cars"
clear
input str10 code
"a12b"
"c345"
"none"
end
generate num = regexs(1) if regexm(code, "([0-9]+)")
assert num[1] == "12" & num[2] == "345" & num[3] == ""
