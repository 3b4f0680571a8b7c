* Results in workbooks. Expected values: what was written, read back.
tempfile t
local f "`t'.xlsx"
capture putexcel A1 = (1)
assert _rc == 198
sysuse auto
summarize price
putexcel set "`f'", replace sheet("结果")
putexcel A1 = "变量" B1 = ("Mean, all") C1=("N"), bold border(bottom, medium) hcenter
putexcel A2 = ("price") B2 = (r(mean)) C2 = (r(N)), nformat("0.000")
putexcel A4:C4, merge fpattern(solid, "220 220 220")
putexcel D2 = formula(B2*C2)
import excel "`f'", clear firstrow sheet("结果")
assert _N == 1
assert 变量 == "price" in 1
assert reldif(Meanall, 6165.256756756757) < 1e-12 in 1
assert N == 74 in 1
assert D == 0 in 1

* Existing files are modified or replaced only when asked to; other sheets stay.
capture putexcel set "`f'"
assert _rc == 602
putexcel set "`f'", modify sheet("矩阵")
matrix A = (1, 2 \ 3, .)
matrix rownames A = one two
matrix colnames A = a b
putexcel B2 = matrix(A), names nformat(number_d2)
putexcel F1 = matrix(A'), rownames
import excel "`f'", clear sheet("矩阵")
assert C == "a" in 2
assert B == "two" & C == "3" in 4
assert D == "" in 4
assert F == "b" in 2
import excel "`f'", describe
assert r(N_worksheet) == 2 & r(worksheet_1) == "结果"
capture putexcel A1 = (nosuchthing)
assert _rc == 111
capture putexcel A1 = matrix(nosuchmatrix)
assert _rc == 111
capture putexcel A1 = (1), colour(red)
assert _rc == 198
capture putexcel AAAA1 = (1)
assert _rc == 198
import excel "`f'", clear sheet("矩阵")
assert C == "a" in 2

* A table of coefficients; with open nothing is written before save.
sysuse auto, clear
regress price mpg
putexcel set "`t'2", replace open
putexcel A1 = etable
capture confirm file "`t'2.xlsx"
assert _rc == 601
putexcel save
capture putexcel A1 = (1)
assert _rc == 198
import excel "`t'2.xlsx", clear firstrow
assert A == "mpg" in 1
assert abs(Coefficient + 238.8943) < 1e-4 in 1
assert abs(Stderr - 53.07669) < 1e-4 in 1

* The older form.
putexcel A1 = ("x") A2 = (2+3) using "`t'3.xlsx", replace
import excel "`t'3.xlsx", clear
assert A == "5" in 2
putexcel clear
