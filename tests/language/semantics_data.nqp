* Data management: numbered semantics 31 to 41. Expected values follow from the rule in the sentence.
clear
set obs 6
generate id = ceil(_n/2)
generate t = mod(_n - 1, 2) + 1
generate x = 10*_n

*** 31 sort keeps the order of ties
generate order = _n
generate key = mod(_n, 2)
sort key
assert order == cond(_n <= 3, 2*_n, 2*(_n-3) - 1)
gsort -key
assert order[1] == 1 & order[2] == 3 & order[4] == 2
gsort -id t
assert id[1] == 3 & t[1] == 1 & t[2] == 2
gsort key -x
assert x[1] == 60 & x[3] == 20 & x[4] == 50
generate s = cond(_n == 1, "b", "a")
sort s order
assert s[6] == "b" & s[1] == "a"
capture sort nothing
assert _rc == 111
capture sort
assert _rc == 100

*** 31 sort leaves results and labels as they are
label variable x "ten times"
summarize x
sort x
assert r(mean) == 35 & "`: variable label x'" == "ten times"
assert "`: sortedby'" == "x"

*** 32 merge marks rows of the master by 1, of the using data by 2 and matches by 3
keep if t == 1
keep id x
tempfile using
preserve
replace id = id + 1
rename x z
save "`using'"
restore
merge 1:1 id using "`using'"
sort id
assert _N == 4
assert _merge == cond(id == 1, 1, cond(id == 4, 2, 3))
assert z == . if id == 1
assert x == . if id == 4
assert "`: value label _merge'" == "_merge"
assert "`: label _merge 3'" != "3"
capture merge 1:1 id using "`using'"
assert _rc == 110
drop _merge
merge 1:1 id using "`using'", keep(match) nogenerate
assert _N == 3
capture confirm variable _merge
assert _rc == 111

*** 32 Keys must be unique where the merge says so
tempfile one many
preserve
keep if t == 1
keep id
generate z = id
save "`one'"
restore
save "`many'"
capture merge 1:1 id using "`one'"
assert _rc == 459
merge m:1 id using "`one'", assert(match) nogenerate
assert z == id & _N == 6
use "`one'", clear
capture merge m:1 id using "`many'"
assert _rc == 459
merge 1:m id using "`many'", generate(source)
assert source == 3 & _N == 6

*** 32 Variables of both keep the values of the master unless updated
keep if t == 1
keep id x
tempfile using
preserve
replace x = -x
generate z = 1
save "`using'"
restore
merge 1:1 id using "`using'", keepusing(x)
assert x > 0 & _merge == 3
capture confirm variable z
assert _rc == 111
drop _merge
replace x = . in 1
merge 1:1 id using "`using'", update
assert _merge == cond(_n == 1, 4, 5) & x[1] == -10 & x[2] > 0
drop _merge
merge 1:1 id using "`using'", update replace
assert x < 0
drop _merge
tostring x, replace
capture merge 1:1 id using "`using'"
assert _rc == 106
capture merge 1:1 nothing using "`using'"
assert _rc == 111
destring x, replace
capture merge 1:1 id using "`using'", assert(using)
assert _rc == 9
capture merge 1:1 id using "no_such_file"
assert _rc == 601

*** 32 The old syntax needs both files sorted
keep if t == 1
keep id x
sort id
tempfile using
save "`using'"
replace x = 0
gsort -id
capture merge id using "`using'"
assert _rc == 5
sort id
merge id using "`using'"
assert _merge == 3 & x == 0

*** 33 append stacks by name and refuses to mix text and numbers
tempfile below
save "`below'"
generate extra = 1
append using "`below'"
assert _N == 12 & extra[7] == . & x[12] == 60
append using "`below'", generate(source)
assert source == (_n > 12)
tostring x, replace
capture append using "`below'"
assert _rc == 106
append using "`below'", force
assert _N == 24
capture append using "no_such_file"
assert _rc == 601

*** 33 reshape turns rows to columns and back
reshape wide x, i(id) j(t)
assert _N == 3 & x1[2] == 30 & x2[2] == 40 & c(k) == 3
reshape long x, i(id) j(t)
assert _N == 6 & x == 10*_n & t == mod(_n-1, 2) + 1
reshape wide
assert _N == 3
reshape long
replace t = 1
capture reshape wide x, i(id) j(t)
assert _rc == 9
clear
input str1 g a_lo a_hi
x 1 2
y 3 4
end
reshape long a_, i(g) j(end) string
assert _N == 4 & end[1] == "hi" & a_[1] == 2
rename a_ a
reshape wide @a, i(g) j(end) string
assert loa[1] == 1 & hia[2] == 4

*** 33 collapse has the mean as default and sums of nothing are zero
replace x = . in 5/6
collapse x (sum) s=x (count) n=x (max) m=x, by(id)
assert _N == 3 & x[1] == 15 & s[2] == 70 & s[3] == 0 & n[3] == 0 & m[3] == . & x[3] == .
assert "`: variable label x'" == "(mean) x"
assert "`: variable label s'" == "(sum) x"
clear
input v w
1 1
4 2
end
collapse (mean) v (sum) s=v (rawsum) r=v [fw=w]
assert v == 3 & s == 9 & r == 5
capture collapse (nonsense) v
assert _rc == 198

*** 33 expand, fillin, contract and xpose
keep id t
expand 2 in 1
assert _N == 7 & id[7] == 1 & t[7] == 1
drop in 7
drop if id == 2 & t == 2
fillin id t
assert _N == 6
count if _fillin
assert r(N) == 1
contract id
assert _N == 3 & _freq == 2
xpose, clear
assert _N == 2 & c(k) == 3 & v3[1] == 3

*** 34 duplicates and isid
isid id t
capture isid id
assert _rc == 459
duplicates drop id, force
assert _N == 3
capture duplicates drop id
assert _rc == 198
duplicates report id
assert r(unique_value) == 3
expand 2
duplicates drop
assert _N == 3
duplicates tag id, generate(d)
assert d == 0

*** 34 levelsof lists values and strings compound-quoted
levelsof id, local(l)
assert "`l'" == "1 2 3" & r(r) == 3
generate s = cond(id == 1, "two words", "one")
levelsof s, local(ls)
assert `"`ls'"' == `"`"one"' `"two words"'"'
foreach v of local ls {
  local n = `n' + 1
}
assert `n' == 2
levelsof id if x > 20
assert "`r(levels)'" == "2 3"

*** 34 encode, decode, destring and tostring
generate s = word("pear apple fig", id)
encode s, generate(e)
assert e == cond(s == "apple", 1, cond(s == "fig", 2, 3))
assert "`: label (e) 3'" == "pear" & "`: value label e'" == "e"
decode e, generate(back)
assert back == s
generate n = string(x)
generate bad = cond(_n == 1, "1,000", n)
destring n, replace
assert n == x
destring bad, replace
capture confirm string variable bad
assert _rc == 0
destring bad, replace ignore(",")
assert bad[1] == 1000
generate odd = cond(_n == 1, "x", "2")
destring odd, generate(num) force
assert num[1] == . & num[2] == 2
tostring x, generate(text)
assert text == string(x)
capture encode x, generate(ex)
assert _rc == 107
capture decode x, generate(dx)
assert _rc == 182
capture encode s, generate(e)
assert _rc == 110

*** 34 recode follows its rules in order
recode id (1/2 = 1 "low") (else = 0 "high"), generate(r)
assert r == (id <= 2) & "`: label (r) 1'" == "low"
recode x (10 = 1) (20 30 = 2) (nonmissing = 3)
assert x == cond(_n == 1, 1, cond(_n <= 3, 2, 3))
replace x = . in 1
recode x (missing = 9)
assert x[1] == 9

*** 35 Labels of data, variables and values
label data "the data"
assert "`: data label'" == "the data"
label variable x "an x"
assert "`: variable label x'" == "an x"
label define l 1 "one" 2 "two words"
label values id l
assert "`: label (id) 2'" == "two words" & "`: label (id) 3'" == "3"
capture label define l 1 "again"
assert _rc == 110
label define l 3 "three", add
assert "`: label l 3'" == "three"
capture label define l 3 "x", add
assert _rc == 180
label define l 1 "eins", modify
assert "`: label l 1'" == "eins"
label define l 9 "nine", replace
assert "`: label l 1'" == "1"
label drop l
capture label list l
assert _rc == 111
label values id .
assert "`: value label id'" == ""
generate s = "a"
capture label values s l
assert _rc == 181
label variable x
assert "`: variable label x'" == ""

*** 36 xtset needs a numeric panel variable and no repeated time
xtset id t
assert "`r(panelvar)'" == "id" & "`r(timevar)'" == "t"
generate s = string(id)
capture xtset s t
assert _rc == 109
replace t = 1
capture xtset id t
assert _rc == 451
xtset id
capture generate l = L.x
assert _rc == 111
xtset, clear
capture generate l = L.x
assert _rc == 111

*** 36 After another sort the operators wait until the data are sorted again
xtset id t
gsort -x
capture generate l = L.x
assert _rc == 5
sort id t
generate l = L.x
assert l == cond(t == 2, x - 10, .)

*** 37 Lags and leads refer to values of time
clear
input id t x
1 2010 1
1 2011 2
1 2013 4
1 2014 8
2 2010 100
2 2011 110
end
xtset id t
generate l = L.x
assert l[1] == . & l[2] == 1 & l[3] == . & l[4] == 4 & l[5] == . & l[6] == 100
generate f = F.x
assert f[1] == 2 & f[2] == . & f[3] == 8 & f[6] == .
generate d = D.x
assert d[2] == 1 & d[3] == . & d[4] == 4 & d[6] == 10
generate l2 = L2.x
assert l2[3] == 2 & l2[4] == . & l2[1] == .
generate s2 = S2.x
assert s2[3] == 2 & s2[2] == .
generate ld = LD.x
assert ld[4] == . & ld[3] == .
generate lower = l.x
assert lower == l
generate f0 = L0.x
assert f0 == x
quietly regress x L(0/1).x
assert e(N) == 3
capture generate bad = L.nothing
assert _rc == 111

*** 38 Factor variables have a base and treat bare variables of an interaction as categorical
sysuse auto, clear
regress price i.rep78
assert "`: word 1 of `: colnames e(b)''" == "1b.rep78"
regress price ib3.rep78
assert "`: word 3 of `: colnames e(b)''" == "3b.rep78"
regress price ib(last).rep78
assert "`: word 5 of `: colnames e(b)''" == "5b.rep78"
regress price ibn.foreign, noconstant
assert e(df_m) == 2
regress price foreign#c.mpg
assert "`: colnames e(b)'" == "0b.foreign#c.mpg 1.foreign#c.mpg _cons" | e(df_m) == 2
regress price foreign##c.mpg
assert _b[1.foreign#c.mpg] != 0 & _b[1.foreign] != 0 & _b[mpg] != 0
regress price c.mpg##c.mpg
assert "`: word 2 of `: colnames e(b)''" == "c.mpg#c.mpg"
generate neg = -1
capture regress price i.neg
assert _rc == 452
generate half = .5
capture regress price i.half
assert _rc == 452
generate s = "a"
capture regress price i.s
assert _rc == 109
generate double m2 = 2*mpg
regress price mpg m2
local names : colnames e(b)
assert "`names'" == "mpg o.m2 _cons" & _b[m2] == 0

*** 38 xi creates indicator variables with names that are used later
sysuse auto, clear
xi: regress price i.rep78
confirm variable _Irep78_2 _Irep78_5
capture confirm variable _Irep78_1
assert _rc == 111
assert _Irep78_3 == (rep78 == 3) if !missing(rep78)
test _Irep78_2 _Irep78_3
assert r(df) == 2
xi i.foreign
confirm variable _Iforeign_1

*** 39 preserve and restore are copies on demand and one a level
preserve
drop in 1/5
generate new = 1
restore
assert _N == 6
capture confirm variable new
assert _rc == 111
preserve
capture preserve
assert _rc == 621
restore, not
capture restore
assert _rc == 622
preserve
drop x
restore, preserve
confirm variable x
drop x
restore
confirm variable x
program inner
  preserve
  drop _all
end
preserve
keep in 1/3
inner
assert _N == 3
restore
assert _N == 6
program fails
  preserve
  drop _all
  error 459
end
capture fails
assert _rc == 459 & _N == 6

*** 40 Temporary objects have unique names and vanish with their level
program leaves
  tempvar v w
  tempname s m
  tempfile f
  generate `v' = 1
  generate `w' = `v' + 1
  assert `w' == 2
  scalar `s' = 3
  matrix `m' = J(2, 2, 1)
  save "`f'"
  assert "`v'" != "`w'" & "`s'" != "`m'"
  global V `v'
  global S `s'
  global M `m'
  global F `f'
end
leaves
capture confirm variable $V
assert _rc == 111
capture display scalar($S)
assert _rc == 111
capture matrix list $M
assert _rc == 111
capture confirm file "$F"
assert _rc == 601
assert c(k) == 3
tempvar a
tempvar b
assert "`a'" != "`b'"
tempfile f g
assert "`f'" != "`g'"
save "`f'"
use "`f'", clear
assert _N == 6

*** 41 use, save and their refusals
tempfile f
save "`f'"
capture save "`f'"
assert _rc == 602
save "`f'", replace
replace x = 0
capture use "`f'"
assert _rc == 4
use "`f'", clear
assert x == 10*_n
use id x in 1/2 using "`f'", clear
assert _N == 2 & c(k) == 2
use if t == 1 using "`f'", clear
assert _N == 3
capture use "no_such_file", clear
assert _rc == 601
local folder "`c(tmpdir)'"
save "`folder'/nqp_semantics", replace
confirm file "`folder'/nqp_semantics.dta"
use "`folder'/nqp_semantics.dta", clear
erase "`folder'/nqp_semantics.dta"
capture confirm file "`folder'/nqp_semantics.dta"
assert _rc == 601
export delimited using "`f'.csv", replace
import delimited using "`f'.csv", clear
assert _N == 3 & x[2] == 30
erase "`f'.csv"
sysuse auto, clear
assert _N == 74
clear
input a str3 b
1 "x y"
2 z
end
assert _N == 2 & b[1] == "x y" & a[2] == 2
capture save
assert _rc == 198
