* The front command over the estimators.
clear
set obs 60
generate id = ceil(_n/6)
generate t = mod(_n - 1, 6) + 1
xtset id t
generate byte d = (id <= 3 & t >= 4) | (inrange(id, 4, 6) & t >= 5)
generate y = id + t + 2*d + mod(7*_n, 5)/10
*** A treatment that ends: refused, or with force the regression on it as it is
replace d = 0 if id == 2 & t == 6
capture did y, estimator(twfe) treat(d)
assert _rc == 459
quietly did y, estimator(twfe) treat(d) force
scalar b = _b[ATT]
quietly reghdfe y d, absorb(id t) vce(cluster id)
assert reldif(b, _b[d]) < 1e-10
capture did y, estimator(cs) treat(d) force
assert _rc == 198
replace d = 1 if id == 2 & t == 6
*** The placebo of the last two-way fixed effects is that of the regression
quietly did y, estimator(twfe) treat(d)
placebo, reps(20) seed(3) nograph
matrix A = r(draws)
placebo, reps(20) seed(3) nograph treat(d): reghdfe y d, absorb(id t) vce(cluster id)
matrix B = r(draws)
assert mreldif(A, B) < 1e-9

*** Options that change nothing for an estimator are refused, and say where they belong
clear
set type double
set obs 240
generate id = ceil(_n/8)
generate t = mod(_n - 1, 8) + 1
xtset id t
generate g = cond(id <= 8, 4, cond(id <= 14, 6, cond(id <= 18, 7, 0)))
generate byte d = g > 0 & t >= g
generate x = mod(13*_n, 17)/5
generate size = mod(id, 3) + 1
generate y = id/3 + t/2 + (1 + .2*(t - g))*d + .3*x + mod(37*_n, 23)/10
foreach o in method(reg) control(notyet) base(universal) anticipation(1) asinr balance(1) wboot pointwise fe(id) ///
    minn(0) pretrends(2) leaveoneout horizons(0) hbalance generate(tau) nosharevar never cells treatgroup(d) ddetail ///
    reps(20) seed(1) optimized window(-1/1) agg(event) {
  capture did y, estimator(twfe) treat(d) `o'
  assert _rc == 198
}
foreach e in cs bacon dcdh sdid {
  capture did y, estimator(`e') treat(d) absorb(size)
  assert _rc == 198
}
capture did y, estimator(cs) gvar(g) vce(robust)
assert _rc == 198
capture did y, estimator(cs) gvar(g) agg(group) window(-1 1)
assert _rc == 198
capture did y, estimator(cs) gvar(g) balance(1)
assert _rc == 198
capture did y, estimator(bjs) gvar(g) agg(group) horizons(0 1)
assert _rc == 198
capture did y, estimator(twfe) gvar(g) force wboot
assert _rc == 198

* balance(): cohorts seen so many periods after treatment, and relative times that all of them have
did y, estimator(cs) gvar(g) agg(event) balance(2)
matrix b = e(b)
matrix B = e(b_attgt)
* cohorts 4 and 6 are seen at +2 and weigh 8 and 6; relative times from 2 - 8 + 1 = -5 to 2
assert colnumb(b, "Tp2") < . & missing(colnumb(b, "Tp3")) & missing(colnumb(b, "Tm6"))
assert reldif(_b[Tp0], (8*B[1,"g4:t_3_4"] + 6*B[1,"g6:t_5_6"])/14) < 1e-10
assert reldif(_b[Tp2], (8*B[1,"g4:t_3_6"] + 6*B[1,"g6:t_5_8"])/14) < 1e-10
assert reldif(_b[Post_avg], (_b[Tp0] + _b[Tp1] + _b[Tp2])/3) < 1e-10
matrix E = e(event)
assert reldif(E[rowsof(E),2], _b[Tp2]) < 1e-12 & E[rowsof(E),1] == 2

* window(): sa collects tails before cohorts are averaged, bjs reports fewer periods
did y, estimator(sa) gvar(g) window(-3 2)
assert missing(colnumb(e(b), "Tp3")) & missing(colnumb(e(b), "Tm4")) & _b[Tm3] < .
did y, estimator(bjs) gvar(g) window(-2 1) minn(0)
assert _b[Tm2] < . & _b[Tp1] < . & missing(colnumb(e(b), "Tp2")) & e(pre_df) == 2
did y, estimator(bjs) gvar(g) horizons(0 2) hbalance minn(0) generate(tau)
quietly summarize tau if t == g & g < 7
assert reldif(_b[Tp0], r(mean)) < 1e-10
assert missing(tau) if !d
drop tau
did y, estimator(wooldridge) gvar(g) cells
assert _b[g4:t_5] < .
* more effects in the model of untreated outcomes
generate region = mod(id, 2)
egen rt = group(region t)
did y, estimator(bjs) gvar(g) absorb(rt) minn(0)
scalar b = _b[ATT]
did y, estimator(bjs) gvar(g) fe(id t rt) minn(0)
assert reldif(b, _b[ATT]) < 1e-10

* saving(): the numbers of the table or figure
did y, estimator(cs) gvar(g) agg(event) saving(did_events, replace)
matrix E = e(event)
preserve
use did_events, clear
assert rel[1] == E[1,1] & reldif(b[2], E[2,2]) < 1e-12 & n_treated[3] == E[3,6] & _N == rowsof(E)
restore
did y, estimator(twfe) treat(d) saving(did_twfe.csv, replace)
scalar se = _se[ATT]
preserve
import delimited did_twfe.csv, clear
assert name[1] == "ATT" & reldif(se[1], scalar(se)) < 1e-6
restore
capture did y, estimator(twfe) treat(d) saving(did_twfe.csv)
assert _rc == 602
capture did y, estimator(twfe) treat(d) saving(did_twfe.csv, wrong)
assert _rc == 198
erase did_events.dta
erase did_twfe.csv

* did_imputation: weights of effects, groups, projections; their errors where another option says the same
generate e = g if g > 0
did_imputation y id t e, minn(0) saveestimates(tau)
generate double w = 1 + mod(id, 4)
generate late = (t - g >= 2) if d
did_imputation y id t e, minn(0) wtr(w)
quietly summarize tau [aw=w]
assert reldif(_b[tau_w], r(mean)) < 1e-9
did_imputation y id t e, minn(0) wtr(w) sum
quietly generate double part = tau*w
quietly summarize part
assert reldif(_b[tau_w], r(sum)) < 1e-9
did_imputation y id t e, minn(0) hetby(size)
quietly summarize tau if size == 2
assert reldif(_b[tau_2], r(mean)) < 1e-9 & colsof(e(b)) == 3
scalar s2 = _se[tau_2]
scalar m2 = r(mean)
generate byte second = size == 2
did_imputation y id t e, minn(0) wtr(second)
assert reldif(_b[tau_second], m2) < 1e-9 & reldif(_se[tau_second], s2) < 1e-9
did_imputation y id t e, minn(0) project(x late)
scalar sx = _se[tau_x]
scalar bx = _b[tau_x]
quietly regress tau x late
assert reldif(_b[x], bx) < 1e-8 & sx > 0
did_imputation y id t e, minn(0) project(second)
scalar b = _b[tau_cons]
quietly summarize tau if !second
assert reldif(b, r(mean)) < 1e-9
did_imputation y id t e, minn(0) horizons(0 1) hetby(size)
quietly summarize tau if t == g + 1 & size == 3
assert reldif(_b[tau1_3], r(mean)) < 1e-9
did_imputation y id t e, minn(0)
scalar s = _se[tau]
did_imputation y id t e, minn(0) avgeffectsby(g t)
assert reldif(s, _se[tau]) < 1e-10
did_imputation y id t e, minn(0) avgeffectsby(late)
assert reldif(s, _se[tau]) > 1e-6
capture did_imputation y id t e, minn(0) sum
assert _rc == 198
capture did_imputation y id t e, minn(0) project(x) hetby(size)
assert _rc == 198
capture did_imputation y id t e, minn(0) project(x x)
assert _rc == 459
generate hole = x if _n != 40
capture did_imputation y id t e, minn(0) wtr(hole)
assert _rc == 459
