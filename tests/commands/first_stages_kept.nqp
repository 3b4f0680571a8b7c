* savefirst and saverf: the equations that ivreg2 stores are the least-squares regressions they stand for.
sysuse mroz, clear
keep if inlf

*** First stages with robust errors are those of regress
ivreg2 lwage exper expersq (educ = motheduc fatheduc), robust savefirst saverf
assert "`e(firsteqs)'" == "_ivreg2_educ" & "`e(rfeq)'" == "_ivreg2_lwage"
matrix first = e(first)
estimates restore _ivreg2_educ
assert "`e(depvar)'" == "educ" & "`e(model)'" == "first" & e(N) == 428 & e(df_r) == 423
test motheduc fatheduc
scalar F = r(F)
assert reldif(F, first[rownumb(first, "F"), 1]) < 1e-9
scalar se = _se[motheduc]
quietly count if e(sample)
assert r(N) == 428
regress educ exper expersq motheduc fatheduc, robust
test motheduc fatheduc
assert reldif(r(F), F) < 1e-9 & reldif(_se[motheduc], se) < 1e-9
estimates restore _ivreg2_lwage
scalar se = _se[motheduc]
assert "`e(depvar)'" == "lwage" & "`e(model)'" == "rf"
regress lwage exper expersq motheduc fatheduc, robust
assert reldif(_se[motheduc], se) < 1e-9

*** Prefixes; the last estimates stay those of the second stage
quietly ivreg2 lwage exper (educ = motheduc fatheduc), savefprefix(one_) saverfprefix(two_)
assert "`e(firsteqs)'" == "one_educ" & "`e(rfeq)'" == "two_lwage" & "`e(cmd)'" == "ivreg2" & "`e(depvar)'" == "lwage"
estimates dir
esttab one_educ two_lwage, se
assert r(nrows) > 0

*** Two endogenous regressors, the F of each added to a table of first stages as papers do
quietly ivreg2 lwage (educ exper = motheduc fatheduc huseduc age), savefirst
assert "`e(firsteqs)'" == "_ivreg2_educ _ivreg2_exper"
local equations `e(firsteqs)'
foreach equation of local equations {
  quietly estimates restore `equation'
  quietly test motheduc fatheduc huseduc age
  quietly estadd scalar F_first = r(F)
  quietly estimates store `equation'
}
esttab `equations', stats(F_first N)

*** Fixed effects: the names of the command
sysuse grunfeld, clear
xtset firm year
quietly xtivreg2 invest (mvalue = L.mvalue) kstock, fe savefirst
assert "`e(firsteqs)'" == "_xtivreg2_mvalue"
quietly ivreghdfe invest (mvalue = L.mvalue) kstock, absorb(firm) savefirst
assert "`e(firsteqs)'" == "_ivreghdfe_mvalue"
estimates restore _ivreghdfe_mvalue
scalar b = _b[L.mvalue]
areg mvalue L.mvalue kstock, absorb(firm)
assert reldif(_b[L.mvalue], b) < 1e-8

*** No names for what cannot be stored
capture ivreg2 lwage exper (educ = motheduc), savefprefix(a_prefix_that_is_much_too_long_)
assert _rc == 198
