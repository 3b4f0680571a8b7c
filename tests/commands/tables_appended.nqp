* Tables that grow: workbooks take further tables below the first; outreg2 evaluates addstat() for each column.
sysuse grunfeld, clear
xtset firm year
quietly xtreg invest mvalue, fe
estimates store panel
quietly regress invest mvalue
estimates store pooled
tempfile t

*** esttab appends to a workbook below what it holds
esttab panel using `t'.xlsx, replace title(First)
esttab pooled using `t'.xlsx, append title(Second)
import excel using `t'.xlsx, clear allstring
list A B
count if A == "First" | A == "Second"
assert r(N) == 2
assert A[1] == "First"
count if A == "mvalue"
assert r(N) == 2

*** A workbook of the user's own keeps its cells
sysuse auto, clear
keep in 1/3
keep make price
export excel using `t'.xlsx, replace firstrow(variables)
esttab pooled using `t'.xlsx, append
import excel using `t'.xlsx, clear allstring
assert A[1] == "make" & B[4] == "4749" | B[3] == "4749"
count if A == "mvalue"
assert r(N) == 1
tempfile bad
file open h using `bad'.xlsx, write text
file write h "no workbook" _n
file close h
capture esttab pooled using `bad'.xlsx, append
assert _rc == 610 | _rc == 688

*** addstat() is of each column
outreg2 [panel pooled] using `t'.txt, replace addstat(Groups, e(N_g), Rho, e(rho)) adec(3)
import delimited `t'.txt, clear varnames(nonames) stringcols(_all) delimiter(tab)
list
count if v1 == "Groups" & v2 != "." & v2 != "" & (v3 == "." | v3 == "")
assert r(N) == 1

*** Ancillary parameters stand below the constant and all equations
sysuse mroz, clear
quietly heckman lwage educ, select(inlf = educ age)
tempfile h
esttab using `h'.csv, replace plain nogap nonumbers nomtitles noobs nonotes se
import delimited `h'.csv, clear varnames(nonames) stringcols(_all)
list v1
quietly count
local n = r(N)
generate row = _n
quietly summarize row if v1 == "/athrho"
scalar athrho = r(mean)
quietly summarize row if v1 == "age"
assert athrho > r(mean)
quietly summarize row if v1 == "_cons"
assert athrho > r(max)

*** outreg2: two levels of stars, titles above titles, lines with brackets and stars of their own
sysuse auto, clear
tempfile t
quietly regress price mpg weight
outreg2 using `t'.txt, replace 2aster cttop(Group A) ctitle(M1) noparen
local text = fileread("`t'.txt")
assert strpos(`"`text'"', "Group A") > 0 & strpos(`"`text'"', "** p<0.01, * p<0.05") > 0
assert strpos(`"`text'"', "***") == 0 & strpos(`"`text'"', "(0.641)") == 0 & strpos(`"`text'"', "0.641") > 0
outreg2 using `t'.txt, replace stats(coef se pval) paren(se) bracket(pval) asterisk(pval)
local text = fileread("`t'.txt")
assert strpos(`"`text'"', "(0.641)") > 0 & strpos(`"`text'"', "[0.008]***") > 0
assert strpos(`"`text'"', "Standard errors in parentheses, p-values in brackets") > 0
outreg2 using `t'.txt, replace sortvar(weight) nodepvar
local text = fileread("`t'.txt")
assert strpos(`"`text'"', "weight") < strpos(`"`text'"', "mpg") & strpos(`"`text'"', "price") == 0
capture outreg2 using `t'.txt, replace stats(foo)
assert _rc == 198
capture outreg2 using `t'.txt, replace level(5)
assert _rc == 198
webuse grunfeld, clear
quietly xtreg invest mvalue, fe
outreg2 using `t'.txt, replace noni
local text = fileread("`t'.txt")
assert strpos(`"`text'"', "Number of") == 0
