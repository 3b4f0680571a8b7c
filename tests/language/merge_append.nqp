* merge, append, reshape, collapse and their kind (semantics 32-35).
clear
tempfile people cities dup other
input id city income
1 10 100
2 20 200
3 10 300
4 40 400
end
save "`people'"
clear
input city str8 name income
10 "ten" -1
20 "twenty" -2
30 "thirty" -3
end
save "`cities'"

* 32. m:1: 1 master only, 2 using only, 3 both; same-named variables keep the master's values
use "`people'", clear
merge m:1 city using "`cities'"
assert _N == 5
count if _merge == 3
assert r(N) == 3
count if _merge == 1
assert r(N) == 1
count if _merge == 2
assert r(N) == 1
assert income == 100*id if _merge != 2
assert income == -3 if _merge == 2
assert name == "ten" if city == 10
assert name == "" if _merge == 1
assert id == . if _merge == 2
assert "`: value label _merge'" != ""
capture merge m:1 city using "`cities'"
assert _rc == 110

* 32. Options
use "`people'", clear
merge m:1 city using "`cities'", keep(match)
assert _N == 3 & _merge == 3
use "`people'", clear
merge m:1 city using "`cities'", keep(match master) nogenerate
assert _N == 4
capture confirm variable _merge
assert _rc == 111
use "`people'", clear
merge m:1 city using "`cities'", keep(1 3) nogen
assert _N == 4
use "`people'", clear
merge m:1 city using "`cities'", keep(3) keepusing(name) gen(m)
assert m == 3 & _N == 3
use "`people'", clear
capture merge m:1 city using "`cities'", assert(match)
assert _rc == 9
use "`people'", clear
capture merge 1:1 city using "`cities'"
assert _rc == 459
use "`cities'", clear
merge 1:m city using "`people'"
assert _N == 5
count if _merge == 3
assert r(N) == 3
use "`people'", clear
capture merge m:1 nothing using "`cities'"
assert _rc == 111
use "`people'", clear
tostring city, replace
capture merge m:1 city using "`cities'"
assert _rc == 106
use "`people'", clear
replace income = . in 1
merge m:1 city using "`cities'", update
assert income == -1 if id == 1
assert _merge == 4 if id == 1
assert _merge == 5 if id == 2 | id == 3

* 32. Old syntax
use "`cities'", clear
sort city
save "`cities'", replace
use "`people'", clear
sort city
merge city using "`cities'"
assert _N == 5
count if _merge == 3
assert r(N) == 3

* 33. append
use "`people'", clear
append using "`people'"
assert _N == 8
use "`people'", clear
append using "`cities'", generate(source)
assert _N == 7 & source[4] == 0 & source[5] == 1
assert id[5] == . & name[1] == ""
clear
input str3 id
"a"
end
save "`other'"
use "`people'", clear
capture append using "`other'"
assert _rc == 106
append using "`other'", force
assert _N == 5

* 33. reshape
clear
input id x2010 x2011 z
1 5 6 1
2 7 8 2
end
reshape long x, i(id) j(year)
assert _N == 4
assert x == 5 if id == 1 & year == 2010
assert x == 8 if id == 2 & year == 2011
assert z == id
reshape wide
assert _N == 2 & x2011[2] == 8
reshape long x, i(id) j(year)
replace year = 2010
capture reshape wide x, i(id) j(year)
assert _rc == 9
clear
input id ya yb
1 3 4
end
reshape long y, i(id) j(kind) string
assert _N == 2 & kind[1] == "a" & y[2] == 4
clear
input id a1x a2x
1 3 4
end
reshape long a@x, i(id) j(n)
assert _N == 2 & ax[1] == 3 & ax[2] == 4
clear
input id t
1 1
1 1
end
capture reshape wide t, i(id) j(nothing)
assert _rc == 111

* 33. collapse
clear
input g x w
1 1 1
1 3 3
2 . 1
2 . 1
end
label variable x "the x"
preserve
collapse x, by(g)
assert _N == 2 & x[1] == 2 & x[2] == .
assert "`: variable label x'" == "(mean) x"
restore, preserve
collapse (sum) s=x (count) n=x (max) mx=x (mean) m=x, by(g)
assert s[1] == 4 & s[2] == 0 & n[1] == 2 & n[2] == 0 & mx[1] == 3 & m[1] == 2
restore, preserve
collapse (mean) x [aw=w], by(g)
assert x[1] == 2.5
restore, preserve
collapse (sum) x
assert _N == 1 & x[1] == 4
restore, preserve
collapse (first) f=x (last) l=x (sd) sd=x (p50) md=x (min) mn=x, by(g)
assert f[1] == 1 & l[1] == 3 & abs(sd[1] - sqrt(2)) < 1e-6 & md[1] == 2 & mn[1] == 1
restore

* 33. expand, fillin, contract, xpose
clear
input id n
1 2
2 1
end
expand n
assert _N == 3
expand 2, generate(copy)
assert _N == 6
count if copy
assert r(N) == 3
contract id
assert _N == 2 & _freq[1] == 4 & _freq[2] == 2
clear
input a b
1 1
2 2
end
fillin a b
assert _N == 4
count if _fillin
assert r(N) == 2

* 34. duplicates, isid, levelsof
clear
input id t str2 s
1 1 "b"
1 1 "a"
2 1 "b"
end
capture isid id t
assert _rc == 459
duplicates report id t
assert r(unique_value) == 2
duplicates tag id t, generate(d)
assert d == 1 if id == 1
assert d == 0 if id == 2
capture duplicates drop id t
assert _rc == 198
levelsof s, local(l)
assert `"`l'"' == `"`"a"' `"b"'"'
levelsof id
assert "`r(levels)'" == "1 2"
duplicates drop id t, force
assert _N == 2 & s[1] == "b"
isid id t
isid id

* 34. encode, decode, destring, tostring, recode
clear
input str6 s str4 num str4 bad
"pear" "10" "1x"
"apple" "2.5" "2"
"pear" "" "3"
end
encode s, generate(code)
assert code[1] == 2 & code[2] == 1 & code[3] == 2
assert "`: label (code) 1'" == "apple"
assert "`: value label code'" == "code"
decode code, generate(back)
assert back == s
destring num, replace
assert num[1] == 10 & num[2] == 2.5 & num[3] == .
destring bad, replace
assert substr("`: type bad'", 1, 3) == "str"
destring bad, generate(forced) force
assert forced[1] == . & forced[2] == 2
destring bad, generate(ignored) ignore("x")
assert ignored[1] == 1
tostring num, generate(text)
assert text[1] == "10" & text[2] == "2.5" & text[3] == "."
capture encode num, generate(no)
assert _rc == 107
capture encode s, generate(code)
assert _rc == 110
capture decode num, generate(no)
assert _rc == 182
clear
set obs 6
generate x = _n
replace x = . in 6
recode x (1/3 = 1 "low") (4 5 = 2 "high") (else = 0), generate(r)
assert r == 1 if inrange(x, 1, 3)
assert r == 2 if x == 4 | x == 5
assert r[6] == 0
assert "`: label (r) 1'" == "low"
recode x (min/2 = 0) (missing = 9)
assert x[1] == 0 & x[2] == 0 & x[3] == 3 & x[6] == 9
recode x 3 = 30 4 = 40
assert x[3] == 30 & x[4] == 40

* 35. Labels
label variable x "first"
label variable x "second"
assert "`: variable label x'" == "second"
label variable x
assert "`: variable label x'" == ""
label define v 1 "one"
capture label define v 1 "other"
assert _rc == 110
capture label define v 1 "other", add
assert _rc == 180
label define v 2 "two", add
label define v 1 "uno", modify
assert "`: label v 1' `: label v 2'" == "uno two"
label define v 7 "only seven", replace
assert "`: label v 1'" == "1" & "`: label v 7'" == "only seven"
label values x v
assert "`: value label x'" == "v"
generate str1 s = "a"
capture label values s v
assert _rc == 181
label values x .
assert "`: value label x'" == ""
label drop v
capture label list v
assert _rc == 111
label data "about the data"
assert "`: data label'" == "about the data"
