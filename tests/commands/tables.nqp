* Tables of estimates. The numbers of regress price weight (and mpg foreign) with docs/data/auto.csv were computed apart
* by normal equations in exact rational arithmetic: weight 3.464706 (t 5.493003), mpg 21.853604 (0.294439), foreign
* 3673.060378 (5.370142), _cons -5853.695656 (-1.733408).
sysuse auto, clear
eststo clear
eststo: quietly regress price weight
eststo: quietly regress price weight mpg foreign
tempfile t
esttab using `t'.txt, replace tab nogaps
assert r(ncols) == 2
import delimited `t'.txt, clear varnames(nonames) stringcols(_all) delimiters(tab)
assert v2[1] == "(1)" & v3[2] == "price"
assert v1[3] == "weight" & v3[3] == "3.465***" & v3[4] == "(5.49)"
assert v3[5] == "21.85" & v2[5] == "" & v3[7] == "3673.1***" & v3[8] == "(5.37)"
assert v1[9] == "_cons" & v3[9] == "-5853.7" & v3[10] == "(-1.73)"
assert v1[11] == "N" & v2[11] == "74"
assert v1[12] == "t statistics in parentheses"
assert v1[13] == "* p<0.05, ** p<0.01, *** p<0.001"

* Stars follow p, not the printed number; every level can be chosen.
sysuse auto, clear
esttab est2 using `t'.txt, replace tab nogaps se star(* 0.10 ** 0.05 *** 0.01) keep(weight _cons) nonumbers
import delimited `t'.txt, clear varnames(nonames) stringcols(_all) delimiters(tab)
assert v2[4] == "-5853.7*" & v2[5] == "(3377.0)"

* A file that exists is kept unless replace or append says otherwise; names must be stored; formats must be known.
capture esttab using `t'.txt
assert _rc == 602
capture esttab nosuch
assert _rc == 301
sysuse auto, clear
capture esttab est1, b(wrong)
assert _rc == 198
capture esttab est1, nosuchoption
assert _rc == 198

* estadd: words and numbers under the table, also for the stored copy; fe() and indicate().
eststo clear
eststo m1: quietly regress price weight i.rep78
estadd local controls "Yes"
estadd scalar ymean = 6165.3
capture estadd scalar ymean = 1
assert _rc == 110
eststo m2: quietly areg price weight, absorb(rep78)
esttab m1 m2 using `t'.csv, replace plain indicate("Repair = *.rep78", labels(YES NO)) fe(rep78 "Repair FE") scalars("controls Controls" ymean)
import delimited `t'.csv, clear varnames(nonames) stringcols(_all)
list
assert v2[7] == "YES" & v3[7] == "NO"
assert v1[8] == "Repair FE" & v2[8] == "YES" & v3[8] == "YES"
assert v1[10] == "Controls" & v2[10] == "Yes" & v3[10] == ""
assert v1[11] == "ymean" & v2[11] == "6165.3"

* outreg2: standard errors, 10/5/1 stars, robust note, columns added call by call.
sysuse auto, clear
quietly regress price weight mpg foreign, robust
outreg2 using `t'.txt, replace ctitle(A) dec(3)
quietly regress price weight
outreg2 using `t'.txt, append ctitle(B) addtext(Year FE, YES)
assert r(ncols) == 2
import delimited `t'.txt, clear varnames(nonames) stringcols(_all) delimiter(tab)
assert v1[2] == "VARIABLES" & v2[2] == "A" & v3[2] == "B"
assert v1[3] == "weight" & v2[3] == "3.465***"

* estpost, sumtab, logout: statistics as tables. Means and the pooled t test of mpg were computed apart from the
* formulas: 19.826923, 24.772727, t -3.630848.
sysuse auto, clear
estpost ttest price mpg, by(foreign)
matrix t = e(t)
matrix m = e(mu_1)
assert abs(t[1,2] - (-3.6308)) < 5e-5 & abs(m[1,2] - 19.82692) < 5e-6
esttab . using `t'.csv, replace plain cells("mu_1(fmt(2)) mu_2(fmt(2)) b(star fmt(3)) t(fmt(2))") nonumbers noobs
import delimited `t'.csv, clear varnames(nonames) stringcols(_all)
assert v1[3] == "mpg" & v2[3] == "19.83" & v3[3] == "24.77" & v4[3] == "-4.946***" & v5[3] == "-3.63"
sysuse auto, clear
sumtab price rep78 using `t'.csv, plain stats(N mean p50) replace
import delimited `t'.csv, clear varnames(nonames) stringcols(_all)
assert v1[3] == "rep78" & v2[3] == "69" & v3[3] == "3.406" & v4[3] == "3.000"
sysuse auto, clear
capture sumtab price, stats(nosuch)
assert _rc == 198
capture logout, save(`t') replace: display 1
assert _rc == 2000
logout, save(`t') tex replace: tabstat price mpg, s(N mean) c(s)
assert fileexists("`t'.tex")

* Options that would change numbers are refused, those about layout say that they do nothing.
sysuse auto, clear
capture estpost tabstat price, nosuchoption
assert _rc == 198
quietly regress price mpg
esttab, prehead("x")
* A column that cannot be added leaves the table of the file as it was.
outreg2 using `t'.txt, replace
capture outreg2 using `t'.txt, append addtext(odd)
assert _rc == 198
outreg2 using `t'.txt, append
assert r(ncols) == 2
capture outreg2 using `t'.txt, replace addtext(odd)
assert _rc == 198
outreg2 using `t'.txt, append
assert r(ncols) == 3

*** logout writes each kind that is asked for, with decimals as given
sysuse auto, clear
tempfile t
logout, save(`t') word excel text dec(1) replace: tabstat price mpg, s(mean sd) c(s)
assert fileexists("`t'.rtf") & fileexists("`t'.xlsx") & strpos(fileread("`t'.txt"), "6165.3") > 0
assert strpos(fileread("`t'.txt"), "6165.25") == 0
capture logout, save(`t') word dec(x) replace: summarize price
assert _rc == 198

*** asdoc ttest: a row for each of several variables
sysuse auto, clear
tempfile t
asdoc ttest price mpg weight, by(foreign) save(`t'.txt) replace dec(3)
local text = fileread("`t'.txt")
assert strpos(`"`text'"', "weight") > 0 & strpos(`"`text'"', "price") > 0
