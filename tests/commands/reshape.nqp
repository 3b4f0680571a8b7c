* reshape, collapse, contract, xpose. Expected values: hand calculation; the wide data are the example of the Stata
* manual's first reshape page (three people, income and unemployment in 1980-1982).
clear
input id sex inc80 inc81 inc82 ue80 ue81 ue82
1 0 5000 5500 6000 0 1 0
2 1 2000 2200 3300 1 0 0
3 0 3000 2000 1000 0 0 1
end
reshape long inc ue, i(id) j(year)
assert _N == 9
assert inc == 5500 & ue == 1 & year == 81 & sex == 0 in 2
assert inc == 1000 & ue == 1 & id == 3 in 9
local t : type year
assert "`t'" == "byte"
capture reshape long inc ue, i(id) j(year)
assert _rc == 110
reshape wide
assert _N == 3 & inc82[2] == 3300 & ue82[3] == 1
reshape long
assert _N == 9
* A cell that does not exist is missing.
drop if id == 2 & year == 81
reshape wide inc ue, i(id) j(year)
assert missing(inc81[2]) & inc81[1] == 5500
capture reshape long nosuch, i(id) j(year)
assert _rc == 111

* Not unique, not constant.
clear
input id year x z
1 1 5 1
1 1 6 1
2 1 7 1
end
capture reshape wide x, i(id) j(year)
assert _rc == 9
replace year = 2 in 2
replace z = 2 in 2
capture reshape wide x, i(id) j(year)
assert _rc == 9
drop z
reshape wide x, i(id) j(year)
assert x2[1] == 6 & missing(x2[2])
capture reshape wide x1, i(nosuch) j(year)
assert _rc == 111

* Text as j, @ inside names, listed values, variables missing for some values.
clear
input id incm incf xar
1 3 4 9
end
reshape long inc, i(id) j(sex m f) string
assert sex[1] == "m" & inc[1] == 3 & inc[2] == 4 & xar[2] == 9
clear
input id inc80r inc81r y80
1 3 4 9
end
reshape long inc@r y, i(id) j(t)
assert incr[2] == 4 & y[1] == 9 & missing(y[2])
clear
input id str1 q2019 str1 q2020
1 "a" "b"
end
reshape long q, i(id) j(year)
assert q[2] == "b" & year[2] == 2020
reshape wide q, i(id) j(year)
assert q2020 == "b"

* i must identify.
clear
input id x1 x2
1 3 4
1 5 6
end
capture reshape long x, i(id) j(t)
assert _rc == 9
capture reshape long x, j(t)
assert _rc == 198

* collapse: statistics, names, missing values, weights.
clear
input g x w str1 s
1 1 1 "a"
1 2 3 "b"
1 . 2 "c"
2 5 1 ""
2 7 1 "d"
end
preserve
collapse x (sd) sx=x (sum) t=x (count) n=x ns=s (max) hi=x (p50) med=x (first) f=s (lastnm) l=s (semean) se=x (rawsum) rw=w, by(g)
assert _N == 2
assert x == 1.5 & t == 3 & n == 2 & ns == 3 & hi == 2 & med == 1.5 & f == "a" & l == "c" & rw == 6 in 1
assert abs(sx - sqrt(.5)) < 1e-6 & abs(se - .5) < 1e-6 in 1
assert x == 6 & ns == 1 & f == "" & l == "d" in 2
local lab : variable label t
assert "`lab'" == "(sum) x"
restore
preserve
collapse (mean) x (sum) t=x (count) n=x [aw=w], by(g)
* mean (1*1+3*2)/4; weights scaled to sum to 2: sum 2*1.75
assert x == 1.75 & t == 3.5 & n == 2 in 1
restore
preserve
collapse (mean) x (sum) t=x (count) n=x [fw=w], by(g)
assert x == 1.75 & t == 7 & n == 4 in 1
restore
preserve

capture collapse (sd) x [pw=w], by(g)
assert _rc == 135
capture collapse (mean) x (sum) x, by(g)
assert _rc == 110
capture collapse (nosuch) x
assert _rc == 198
capture collapse (mean) s
assert _rc == 109
capture collapse x if g > 5
assert _rc == 2000
collapse (sum) x if missing(x)
assert x == 0
restore

* cw: only observations complete in all variables.
preserve
generate y = cond(_n == 1, ., 1)
collapse (count) x y, cw
assert x == 3 & y == 3
restore

* contract.
contract g if g == 1
assert _freq == 3 & _N == 1
