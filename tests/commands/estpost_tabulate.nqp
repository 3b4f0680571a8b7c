* estpost tabulate: counts of the automobiles as tabulate gives them (52 domestic, 22 foreign cars).
sysuse auto, clear

*** One variable: labels are the names
estpost tabulate foreign
matrix b = e(b)
matrix p = e(pct)
matrix c = e(cumpct)
local names : colnames b
assert `"`names'"' == "Domestic Foreign Total"
assert b[1,1] == 52 & b[1,2] == 22 & b[1,3] == 74 & abs(p[1,2] - 100*22/74) < 1e-12 & missing(c[1,3])
assert e(N) == 74 & "`e(rowvar)'" == "foreign"
tempfile t
esttab . using `t'.csv, replace plain cells("b(label(freq)) pct(fmt(2)) cumpct(fmt(2))") noobs nonumbers nomtitles
preserve
import delimited `t'.csv, clear varnames(nonames) stringcols(_all)
list
assert v1[2] == "Domestic" & v2[2] == "52" & v3[2] == "70.27" & v4[3] == "100.00"
restore

*** if and weights reach tabulate
estpost tabulate foreign if price > 5000 [fw=rep78]
matrix b = e(b)
tabulate foreign if price > 5000 [fw=rep78]
assert b[1,3] == r(N)

*** Two variables: shares within rows and columns
estpost tabulate rep78 foreign, chi2
matrix b = e(b)
matrix r = e(rowpct)
matrix c = e(colpct)
assert colsof(b) == 18 & b[1,18] == 69 & b[1,6] == 48 & b[1,12] == 21
assert abs(c[1,1] - 100*2/48) < 1e-12 & r[1,1] == 100 & r[1,18] == 100
quietly tabulate rep78 foreign, chi2
assert abs(e(chi2) - r(chi2)) < 1e-12 & abs(e(p) - r(p)) < 1e-15
esttab ., cells(b) unstack noobs nonumbers nomtitles

*** Errors
generate s = string(foreign)
capture estpost tabulate s
assert _rc == 109
capture estpost tabulate foreign rep78 mpg
assert _rc == 198
capture estpost tabulate foreign if price < 0
assert _rc == 2000

*** estpost summarize, listwise: rows that miss any of the variables are left out
sysuse auto, clear
estpost summarize price rep78 if foreign | price > 4000, listwise
matrix C = e(count)
quietly count if (foreign | price > 4000) & rep78 < .
assert C[1,1] == r(N) & C[1,2] == r(N)
estpost summarize price rep78, detail quietly
assert el(e(count),1,1) == 74 & el(e(count),1,2) == 69
capture estpost summarize price, nonsense
assert _rc == 198
