* balancetable and iebaltab: the numbers are those of regress and ttest.
sysuse auto
balancetable foreign price mpg rep78
matrix T = r(table)
regress mpg foreign
assert reldif(T[2,9], _b[foreign]) < 1e-12 & reldif(T[2,10], _se[foreign]) < 1e-12
assert T[1,1] == 52 & T[1,5] == 22 & T[3,1] == 48 & T[3,5] == 21
summarize price if foreign
assert T[1,6] == r(mean) & T[1,7] == r(sd)
balancetable foreign price, vce(robust) cov(mpg) pval varlabels nostars ctitles("C" "T" "D")
matrix T = r(table)
regress price foreign mpg, vce(robust)
matrix b = e(b)
assert reldif(T[1,9], _b[foreign]) < 1e-12 & reldif(T[1,10], _se[foreign]) < 1e-12
* estimates and data stay as they were
balancetable foreign weight, fe(rep78)
assert mreldif(e(b), b) == 0 & c(k) == 12
matrix T = r(table)
reghdfe weight foreign, absorb(rep78)
assert reldif(T[1,9], _b[foreign]) < 1e-10
iebaltab price mpg, grpvar(foreign) rowvarlabels total
matrix T = r(table)
ttest mpg, by(foreign)
assert colsof(T) == 15 & T[2,9] == 74 & reldif(T[2,15], r(p)) < 1e-9
iebaltab price, groupvar(rep78)
matrix T = r(table)
assert colsof(T) == 5*4 + 10*3
iebaltab price, groupvar(rep78) control(5)
matrix T = r(table)
assert colsof(T) == 5*4 + 4*3 & T[1,1] == 11
tempfile t
iebaltab price, groupvar(foreign) savexlsx(`t'.xlsx)
assert fileexists("`t'.xlsx")
capture iebaltab price, groupvar(foreign) savexlsx(`t'.xlsx)
assert _rc == 602
iebaltab price, groupvar(foreign) savexlsx(`t'.xlsx) replace
iebaltab price, groupvar(foreign) savetex(`t'.tex) replace
capture balancetable rep78 price
assert _rc == 198
capture balancetable price
assert _rc == 102 | _rc == 100
capture iebaltab price
assert _rc == 198
capture iebaltab make, groupvar(foreign)
assert _rc == 109
capture iebaltab price, groupvar(make)
assert _rc == 109
capture iebaltab price, groupvar(foreign) ftest
assert _rc == 198
capture iebaltab price, groupvar(rep78) control(9)
assert _rc == 198
assert c(k) == 12
