* hausman: errors (numbers are in xtreg.nqp and the reference cases).
set type double
import delimited "$TESTS/reference/data/panel_a.csv", clear
xtset id year
quietly xtreg y x c, fe
estimates store fe
quietly xtreg y x c, fe vce(robust)
estimates store robust
quietly xtreg x y c, re
estimates store other
quietly xtreg y z1, re
estimates store apart
quietly xtreg y x c, re
estimates store re
hausman fe re
assert r(df) == 2
hausman fe, constant
assert r(df) >= 2
capture hausman robust re
assert _rc == 198
capture hausman fe other
assert _rc == 198
capture hausman fe apart
assert _rc == 498
capture hausman fe nosuch
assert _rc == 301
capture hausman
assert _rc == 198
capture hausman fe re, sigmamore sigmaless
assert _rc == 184

*** The robust form: panel means in random effects, clustered. R 4.2.2: plm 2.6 (random), the sandwich written out
webuse grunfeld, clear
xtset company year
quietly xtreg invest mvalue kstock, fe
estimates store fe
hausman, robust
assert reldif(r(chi2), 7.31970515703903) < 1e-7 & r(df) == 2 & e(model) == "fe"
capture confirm variable __m0
assert _rc == 111
quietly xtreg invest mvalue kstock, re vce(robust)
estimates store re
hausman fe re, robust
assert reldif(r(chi2), 7.31970515703903) < 1e-7 & e(model) == "re"
* degrees of freedom as given
quietly xtreg invest mvalue kstock, re
estimates store re
hausman fe re, df(1) tconsistent(fixed) tefficient(random)
assert r(df) == 1 & reldif(r(p), chi2tail(1, r(chi2))) < 1e-12
quietly regress invest mvalue
capture hausman, robust
assert _rc == 301

*** Equations of multinomial models are compared by name. R 4.2.2: Newton's method on the likelihoods written out
sysuse auto, clear
keep if rep78 > 2 & rep78 < .
quietly mlogit rep78 mpg, baseoutcome(3)
estimates store all
quietly mlogit rep78 mpg if rep78 != 4, baseoutcome(3)
estimates store without
hausman without all, alleqs constant
assert reldif(r(chi2), -22.3033652161309) < 1e-6 & r(df) == 2 & missing(r(p))
quietly mlogit rep78 mpg if rep78 != 5, baseoutcome(3)
estimates store first
hausman first all, constant
assert reldif(r(chi2), .688776178490582) < 1e-6 & r(df) == 2

*** force tests robust estimates, too
sysuse auto, clear
quietly regress price mpg weight, robust
estimates store a
quietly regress price mpg
estimates store b
capture hausman a b
assert _rc == 198
hausman a b, force
assert r(df) == 1
