* Panel and time-series operators (semantics 36 and 37).

* 36. xtset: numeric panel variable, no repeated times, data are sorted
clear
input id year x str1 name
2 2010 5 "b"
1 2011 3 "a"
1 2010 1 "a"
1 2013 9 "a"
2 2011 6 "b"
end
capture xtset name year
assert _rc == 109
xtset id year
assert id[1] == 1 & year[1] == 2010 & id[5] == 2 & year[5] == 2011
assert "`r(panelvar)'" == "id" & "`r(timevar)'" == "year"
xtset
assert "`r(panelvar)'" == "id"

* 37. Operators refer to time values: with 2010, 2011, 2013 the lag of 2013 is missing
generate lag = L.x
assert lag == . if year == 2010 | year == 2013
assert lag == 1 if id == 1 & year == 2011
assert lag == 5 if id == 2 & year == 2011
generate lead = F.x
assert lead == 3 if id == 1 & year == 2010
assert lead == . if id == 1 & year == 2011
assert lead == . if id == 2 & year == 2011
generate l2 = L2.x
assert l2 == 3 if id == 1 & year == 2013
assert l2 == . if year < 2013
generate d = D.x
assert d == 2 if id == 1 & year == 2011
assert d == 1 if id == 2 & year == 2011
assert d == . if year == 2013
generate lower = l.x
assert lower == lag
generate dl = d.x
assert dl == d
generate s2 = S2.x
assert s2 == 6 if id == 1 & year == 2013
assert missing(s2) if year < 2013
generate l0 = L0.x
assert l0 == x
count if L.x < .
assert r(N) == 2
generate sum2 = x + L.x
assert sum2 == 4 if id == 1 & year == 2011
replace x = x + L.x if L.x < .
assert x == 4 if id == 1 & year == 2011
assert x == 11 if id == 2 & year == 2011

* 36. Sorting otherwise invalidates operators until the data are sorted again
gsort -x
capture generate bad = L.x
assert _rc == 5
sort id year
generate good = L.x
assert good == 1 if id == 1 & year == 2011

* 36. Repeated times within a panel are refused
clear
input id year
1 2010
1 2010
end
capture xtset id year
assert _rc == 451
xtset id
assert "`r(panelvar)'" == "id"
capture tsset year
assert _rc == 451
capture generate bad = L.year
assert _rc == 111

* 37. Operators in varlists and longer chains
clear
set obs 8
generate t = 2000 + _n
generate y = _n^2
capture generate bad = L.y
assert _rc == 111
tsset t
assert "`r(timevar)'" == "t"
generate dd = D2.y
* Second difference of a square is two
assert dd == 2 if t > 2002
assert dd == . if t <= 2002
generate ld = LD.y
* L.D.y at t is y[t-1] - y[t-2]
assert ld == (_n-1)^2 - (_n-2)^2 if t > 2002
generate dl = D.L.y
assert dl == ld
generate f2 = F2.y
assert f2 == (_n+2)^2 if t <= 2006
assert f2 == . if t > 2006
generate s4 = S4.y
assert s4 == y - y[_n-4] if t > 2004
regress y L.y
assert e(N) == 7
regress y L(1/2).y
assert e(N) == 6 & e(df_m) == 2
assert _b[L2.y] == _b[L2.y] & _b[L.y] < .
local names : colnames e(b)
assert "`names'" == "L.y L2.y _cons"
regress D.y t
assert e(N) == 7
* D.y = 2n - 1 and t = 2000 + n: slope 2
assert abs(_b[t] - 2) < 1e-6
regress y L(0/1).t
assert e(N) == 7
summarize L.y
assert r(N) == 7 & r(min) == 1 & r(max) == 49
generate z = y if L.y > 10 & L.y < .
count if z < .
assert r(N) == 4
tsset, clear
capture generate bad = L.y
assert _rc == 111
generate m = tm(2019m1) + _n - 1
format m %tm
tsset m, monthly
generate lm = L.y
assert lm == y[_n-1]
xtset, clear
