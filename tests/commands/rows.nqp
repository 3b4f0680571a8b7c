* Rows: sorting, dropping, duplicates, panels. Expected values: hand calculation.

* sort is stable, missing values last; gsort.
clear
input x str1 s
2 "a"
. "b"
1 "c"
2 "d"
end
sort x
assert s == "c" in 1
assert s == "a" in 2
assert s == "d" in 3
assert s == "b" in 4
gsort -x
assert s == "a" in 1
assert s == "b" in 4
gsort -x, mfirst
assert s == "b" in 1
capture by x: generate n = _n
assert _rc == 5
bysort x (s): generate n = _n
assert n == 2 if s == "d"
capture sort nosuch
assert _rc == 111

* keep and drop.
keep if x < . | s == "b"
assert _N == 4
drop in 1
assert _N == 3
drop if s == "b"
keep x s
capture confirm variable n
assert _rc == 111
capture drop nosuch
assert _rc == 111
capture drop x if s == "a"
assert _rc == 198
drop _all
assert _N == 0 & c(k) == 0
clear
set obs 6
generate g = mod(_n, 2)
bysort g: drop if _n == 1
assert _N == 4
by g: keep if _n == _N
assert _N == 2
capture drop in 5
assert _rc == 198

* count and assert.
count if g == 1
assert r(N) == 1
capture assert g == 1
assert _rc == 9

* duplicates, isid, levelsof, expand.
clear
input a b
1 1
1 1
1 2
2 1
end
duplicates report a
assert r(unique_value) == 2
duplicates tag a b, generate(t)
assert t == 1 in 1/2
capture isid a
assert _rc == 459
capture duplicates drop a
assert _rc == 198
drop t
duplicates drop
assert _N == 3
isid a b
duplicates drop a, force
assert _N == 2 & b == 1
levelsof a, local(l)
assert "`l'" == "1 2"
expand a
assert _N == 3 & a == 2 in 3
clear
input str3 s
"b c"
"a"
end
levelsof s, local(l)
local n : word count `l'
assert `n' == 2
local w : word 2 of `l'
assert "`w'" == "b c"

* xtset: order, repeated times, strings, gaps.
clear
input id year x
2 2010 5
1 2010 1
1 2013 4
1 2011 2
2 2011 7
end
capture generate l = L.x
assert _rc == 111
xtset id year
assert id[1] == 1 & year[3] == 2013
assert r(gaps) == 1 & "`r(balanced)'" == "unbalanced"
generate l = L.x
assert missing(l[1]) & l[2] == 1 & missing(l[3]) & l[5] == 5
generate d = D.x
assert d[5] == 2
generate f = F.x
assert f[1] == 2 & missing(f[2])
gsort -x
capture generate l2 = L.x
assert _rc == 5
xtset, clear
capture xtset
assert _rc == 459
expand 2 in 1
capture xtset id year
assert _rc == 451
generate str1 s = "a"
capture xtset s year
assert _rc == 109

* Panels: filling, balance, shape.
duplicates drop
xtset id year
tsfill
assert _N == 6 & missing(x) & year == 2012 in 3
tsfill, full
assert _N == 8
xtbalance, range(2010 2011) miss(x)
assert _N == 4
xtsum x
* Values 1 2 5 7: panel means 1.5 and 6, overall mean 3.75; within values 3.25 4.25 2.75 4.75.
assert r(mean) == 3.75 & r(n) == 2 & r(Tbar) == 2
assert reldif(r(sd_b), sqrt((1.5-3.75)^2 + (6-3.75)^2)) < 1e-12
assert reldif(r(sd_w), sqrt((.25+.25+1+1)/3)) < 1e-12
xtdescribe
assert r(N) == 2 & r(max) == 2

* cross, fillin.
tempfile t
clear
set obs 2
generate a = _n
save "`t'"
clear
set obs 3
generate b = _n
cross using "`t'"
assert _N == 6 & a[2] == 2 & b[2] == 1
drop in 2
fillin a b
assert _N == 6
summarize _fillin
assert r(sum) == 1

* Percentile groups, interpolation, gaps.
clear
set obs 10
generate x = _n
xtile q = x, nq(5)
assert q == ceil(x/2)
_pctile x, p(10 50 90)
assert r(r1) == 1.5 & r(r2) == 5.5 & r(r3) == 9.5
pctile p = x, nq(4)
assert p[1] == 3 & p[2] == 5.5 & p[3] == 8
generate y = x^2 if inlist(_n, 2, 4, 9)
ipolate y x, generate(z)
assert missing(z[1]) & z[3] == 10 & missing(z[10])
ipolate y x, generate(e) epolate
assert e[1] == -2 & e[10] == 94
fillmean y, generate(m) time(x)
assert m[3] == 10 & missing(m[1]) & m[6] == 48.5
winsor2 x, cuts(10 90)
* P10 of ten values: W(1) = 1 exactly, so (1+2)/2; P90 (9+10)/2.
assert x_w[1] == 1.5 & x_w[10] == 9.5 & x_w[2] == 2
capture winsor2 x, cuts(0 100)
assert _rc == 198
capture winsor2 x
assert _rc == 110
winsor2 x, trim cuts(10 90)
assert missing(x_tr[1]) & missing(x_tr[10])
