* Names, labels, coding and types of variables. Expected values: hand calculation and the rules of the language.

* rename: single, groups, swaps, patterns, letters.
clear
set obs 2
foreach v in x1 x2 gdp_2019 gdp_2020 Big {
  generate `v' = 1
}
rename x1 first
rename (first x2) (x2 first)
rename gdp_* y*
rename y# z#_old
rename *, lower
capture confirm variable first x2 z2019_old z2020_old big, exact
assert _rc == 0
rename * =_v
capture confirm variable big_v, exact
assert _rc == 0
rename *_v *
capture rename big first
assert _rc == 110
capture rename nosuch a
assert _rc == 111
capture rename big 2big
assert _rc == 198
capture rename (big first) (a)
assert _rc == 198

* Labels.
label variable big "a big one"
local l : variable label big
assert "`l'" == "a big one"
label define sizes 1 "small" 2 "large"
capture label define sizes 3 "huge"
assert _rc == 110
label define sizes 3 "huge", add
capture label define sizes 3 "giant", add
assert _rc == 180
label define sizes 3 "giant", modify
label values big first sizes
local l : label sizes 3
assert "`l'" == "giant"
label values big
local l : value label big
assert "`l'" == ""
label list sizes
assert r(k) == 3 & r(min) == 1
label copy sizes copied
label drop sizes
capture label list sizes
assert _rc == 111
label dir
generate str1 s = "a"
capture label values s copied
assert _rc == 181
label data "some data"

* encode and decode: codes in alphabetical order; the empty string is missing.
clear
input str6 city
"beta"
"alpha"
""
"beta"
end
encode city, generate(id)
assert id == 2 in 1
assert id == 1 in 2
assert missing(id) in 3
decode id, generate(back)
assert back == city
capture encode id, generate(q)
assert _rc == 107
generate plain = 1
capture decode plain, generate(q)
assert _rc == 182
capture encode city, generate(id)
assert _rc == 110

* destring and tostring.
clear
input str8 a str8 b str8 c
"1" "1,000" "12%"
"2.5" "x" "3%"
"" "3" "."
end
destring a b, replace
local t : type a
assert "`t'" == "double"
local t : type b
assert "`t'" == "str8"
destring b, generate(n) ignore(",") force
assert n == 1000 in 1
assert missing(n) in 2
destring c, replace percent
assert abs(c - .12) < 1e-12 in 1
tostring a, generate(s)
assert s == "2.5" in 2
assert s == "." in 3
generate long code = 600000 + _n
tostring code, replace
assert code == "600001" in 1
generate byte small = _n
tostring small, generate(z) format(%03.0f)
assert z == "001" in 1

* recode: the first rule that fits wins; missing and else; ranges include their ends.
clear
input x
1
2
3
5
.
.a
end
recode x (1/2 = 1 "low") (3/max = 2 "high") (missing = 9), generate(y)
assert y == 1 in 1/2
assert y == 2 in 3/4
assert y == 9 in 5/6
local l : label y 2
assert "`l'" == "high"
recode x 1=10 2=20 else=0
assert x == 10 in 1
assert x == 0 in 3/6
recode x (nonmissing = 1), prefix(r_)
assert r_x == 1

* recast, compress, clonevar, format, order.
clear
set obs 3
generate double d = _n
compress
local t : type d
assert "`t'" == "byte"
recast int d
replace d = 1000 in 1
recast byte d
local t : type d
assert "`t'" == "int"
recast byte d, force
assert missing(d) in 1
capture recast str3 d
assert _rc == 109
format d %9.2f
local f : format d
assert "`f'" == "%9.2f"
capture format d %9.2q
assert _rc == 120
capture format d %9s
assert _rc == 120
clonevar e = d
local f : format e
assert "`f'" == "%9.2f"
generate x10 = 1
generate x2 = 1
order _all, sequential
order x10, before(d)
drop d-e
capture confirm variable x10
assert _rc == 0

* Missing codes.
clear
input y
1
99
.
end
mvdecode y, mv(99)
assert missing(y) in 2
mvencode y, mv(0)
assert y == 0 in 2/3
capture mvencode y, mv(1)
assert _rc == 9 | _rc == 0

* Patterns of names: digits, subscripts, numbers. Expected: what the patterns say.
clear
set obs 1
foreach v in q1 q2 q10 {
generate `v' = real(subinstr("`v'", "q", "", 1))
}
rename q# item(##)
assert item01 == 1 & item02 == 2 & item10 == 10
rename item(##) q#, renumber(5)
assert q5 == 1 & q6 == 2 & q7 == 10
rename (q5 q6 q7) (v#), addnumber
assert v1 == 1 & v3 == 10
rename v# x#_y#[1]
assert x1_y1 == 1 & x3_y3 == 10
capture rename x#_y# #[2]_*
assert _rc == 198
rename x#_y# a.#
assert a1 == 1
capture rename a? b(
assert _rc == 132 | _rc == 198
assert a1 == 1
rename a1 a2, upper
assert A1 == 1 & A2 == 2
renvars A1 A2, map(lower("@") + "z")
assert a1z == 1
renvars a1z a2z, postdrop(1) prefix(p_)
renvars p_a1 p_a2, trimend(2)
assert a1 == 1 & a2 == 2
