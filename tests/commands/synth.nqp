* Synthetic controls for California with seven years of sales as predictors.
* Expected: importance from numpy.linalg.lstsq, weights from scipy.optimize.minimize (SLSQP) at that importance.
sysuse prop99, clear
encode state, generate(id)
xtset id year
local x packspercapita(1970) packspercapita(1973) packspercapita(1976) packspercapita(1979) packspercapita(1982)
local x `x' packspercapita(1985) packspercapita(1988)
*** Importance from regressions, weights on the simplex
synth packspercapita `x', trunit(3) trperiod(1989)
matrix W = e(W_weights)
matrix V = e(V_matrix)
assert abs(V[1,1] - .10551699) < 1e-7 & abs(V[3,3] - .25496287) < 1e-7 & abs(trace(V) - 1) < 1e-12
assert abs(W[rownumb(W, "Colorado"), 2] - .03164) < 2e-5 & abs(W[rownumb(W, "Utah"), 2] - .522809) < 2e-5
assert abs(W[rownumb(W, "Nevada"), 2] - .165483) < 2e-5 & abs(el(e(RMSPE), 1, 1) - 1.860049) < 1e-5
assert rowsof(W) == 38 & rowsof(e(Y_treated)) == 31
*** Nested search improves the fit; given importance is used as it is
quietly synth packspercapita `x', trunit(3) trperiod(1989)
scalar plain = el(e(RMSPE), 1, 1)
quietly synth packspercapita `x', trunit(3) trperiod(1989) nested allopt
assert el(e(RMSPE), 1, 1) < plain
quietly synth packspercapita packspercapita(1975) packspercapita(1980&1985), trunit(3) trperiod(1989) customV(3 1)
matrix V = e(V_matrix)
assert V[1,1] == .75 & rowsof(V) == 2
*** Figures, files and placebos
tempfile kept
quietly synth packspercapita `x', trunit(3) trperiod(1989) counit(1 2 4/20) figure(name(paths)) placebo(name(gaps)) keep("`kept'")
graph describe paths
graph describe gaps
quietly synth packspercapita packspercapita(1980) packspercapita(1988), trunit(3) trperiod(1989) counit(1 2 4/12) placebo
graph describe synth_placebo
assert rowsof(e(placebo)) == 12 & e(p) >= 1/12
use "`kept'", clear
assert _N == 31 & _Co_Number[3] == 4
quietly summarize _W_Weight
assert abs(r(sum) - 1) < 1e-9
*** What cannot be done
capture synth packspercapita, trunit(3) trperiod(1989)
assert _rc == 198
capture synth packspercapita `x', trperiod(1989)
assert _rc == 198
capture synth packspercapita `x', trunit(99) trperiod(1989)
assert _rc == 198
capture synth packspercapita `x', trunit(3) trperiod(1970)
assert _rc == 198
capture synth packspercapita nosuch, trunit(3) trperiod(1989)
assert _rc == 111
capture synth packspercapita packspercapita(1900), trunit(3) trperiod(1989)
assert _rc == 198
capture synth packspercapita `x', trunit(3) trperiod(1989) counit(3 4)
assert _rc == 198
capture synth packspercapita `x' if year < 1999, trunit(3) trperiod(1989)
assert _rc == 101
xtset, clear
capture synth packspercapita `x', trunit(3) trperiod(1989)
assert _rc == 459
