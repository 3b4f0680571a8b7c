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
assert _rc == 111
capture hausman
assert _rc == 198
capture hausman fe re, sigmamore sigmaless
assert _rc == 184
