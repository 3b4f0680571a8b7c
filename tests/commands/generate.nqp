* generate and replace. Expected values: hand calculation and the rules of the language.

* The default type is float: 0.1 is not representable, so the double 0.1 differs.
clear
set obs 5
generate x = 0.1
count if x == 0.1
assert r(N) == 0
count if x == float(0.1)
assert r(N) == 5
local t : type x
assert "`t'" == "float"
generate double d = 0.1
assert d == 0.1

* Types written before the name; integers truncate, what does not fit is missing.
generate byte b = 1.9
assert b == 1
generate byte big = 200
assert missing(big)
generate int i = 32740 + _n
assert i == . if _n >= 1
generate str3 s = "abcdef"
assert s == "abc"
generate str t2 = "abcdef"
local t : type t2
assert "`t'" == "str6"
capture generate byte wrong = "a"
assert _rc == 109
capture generate x = 1
assert _rc == 110
capture generate 1x = 1
assert _rc == 198
capture generate _n = 1
assert _rc == 198
capture generate y = nosuch + 1
assert _rc == 111

* Value label, place, set type.
label define yn 0 "no" 1 "yes"
generate byte l:yn = _n > 2
local vl : value label l
assert "`vl'" == "yn"
generate first = 1, before(x)
generate second = 2, after(first)
preserve
keep first-x
assert c(k) == 3
restore
set type double
generate z = 0.1
assert z == 0.1
set type float

* Running sum and by.
clear
input g v
2 1
1 2
1 3
2 4
1 .
end
generate s = sum(v)
assert s[5] == 10
bysort g: generate gs = sum(v)
by g: generate n = _n
by g: generate N = _N
by g: generate prev = v[_n-1]
assert N == 3 if g == 1
assert missing(prev) if n == 1
by g: assert gs[_N] == 5
generate c = sum(v) if g == 2
assert c[4] == 1 & c[5] == 5 & missing(c[1])

* if with missing: missing is larger than any number.
generate big = v > 3
assert big == 1 if missing(v)

* replace counts real changes, grows integer types, never changes float to double.
clear
set obs 3
generate byte k = _n
replace k = 1000 in 2
local t : type k
assert "`t'" == "int" & k[2] == 1000
replace k = 1.5 in 1
local t : type k
assert "`t'" == "float"
generate byte m = 1
replace m = 1e6
local t : type m
assert "`t'" == "long"
generate f = 1
replace f = 0.1
local t : type f
assert "`t'" == "float" & f != 0.1
generate byte q = 1
replace q = 300, nopromote
assert missing(q)
generate str2 w = "ab"
replace w = "abcd" in 1
local t : type w
assert "`t'" == "str4"
capture replace w = 1
assert _rc == 109
capture replace nosuch = 1
assert _rc == 111

* A value that looks at other rows of its own variable sees the rows before it changed.
clear
set obs 5
generate x = 1 in 1
replace x = x[_n-1] * 2 if missing(x)
assert x == 2^(_n-1)
generate g = cond(_n <= 3, 1, 2)
replace x = . if inlist(_n, 2, 5)
bysort g: replace x = x[_n-1] if missing(x)
assert x[2] == 1 & x[5] == 8
generate str3 s = "a" in 1
replace s = s[_n-1] + "b" if s == ""
assert s[3] == "abb"

* Row by row, as loops in real do-files do.
clear
set obs 100
generate y = .
forvalues i = 1/100 {
  quietly replace y = `i'^2 in `i'
}
assert y == _n^2
replace y = 0 in -1
assert y[100] == 0
