* What the policy commands promise to print, store and refuse. The panel is made up: eight units, four periods, cohorts
* 3 and 4. Numbers by R 4.2 (lm with dummies) where nothing else is said.
clear
set type double
input id g y1 y2 y3 y4
1 3 2.0 2.3 4.1 5.2
2 3 1.5 2.1 3.4 5.1
3 3 3.1 3.2 5.4 6.0
4 4 1.0 1.6 1.7 3.0
5 4 2.2 2.5 3.1 4.6
6 0 1.2 1.4 2.0 2.1
7 0 0.8 1.3 1.2 1.9
8 0 2.5 2.6 3.3 3.2
end
reshape long y, i(id) j(t)
xtset id t
generate byte d = g > 0 & t >= g

*** Two-way fixed effects store what reghdfe stores; sigma_fe is |b| over the standard deviation of the weights
reghdfe y d, absorb(id t) vce(cluster id)
foreach s in F ll tss_within r2_a_within df_m N_full {
  scalar `s'0 = e(`s')
}
did y, estimator(twfe) treat(d)
foreach s in F ll tss_within r2_a_within df_m N_full {
  assert reldif(e(`s'), `s'0) < 1e-10
}
assert abs(e(sigma_fe) - 3.421135) < 1e-6 & e(share_neg) == 0

*** Gardner's effects of cohorts and periods are second stages of did2s
generate d3 = d*(g == 3)
generate d4 = d*(g == 4)
did2s y, first_stage(i.id i.t) second_stage(d3 d4) treatment(d) cluster(id)
scalar b = _b[d4]
scalar se = _se[d4]
did y, estimator(gardner) gvar(g) agg(group)
assert reldif(_b[G4], b) < 1e-9 & reldif(_se[G4], se) < 1e-9
assert reldif(_b[GAverage], .6*_b[G3] + .4*_b[G4]) < 1e-12
did y, estimator(gardner) gvar(g) agg(calendar)
assert reldif(_b[CAverage], (_b[T3] + _b[T4])/2) < 1e-12
did y, estimator(gardner) gvar(g) agg(event)
assert rowsof(e(event)) == 5 & el(e(event), 3, 1) == -1 & el(e(event), 3, 3) == 0
capture did y, estimator(gardner) gvar(g) agg(attgt)
assert _rc == 198

*** A date of treatment does for switching treatments too
did y, estimator(dcdh) treat(d)
scalar b = _b[ATT]
did y, estimator(dcdh) gvar(g)
assert _b[ATT] == b
replace g = . if g == 0
did y, estimator(dcdh) gvar(g)
assert _b[ATT] == b
capture did y, estimator(dcdh)
assert _rc == 198

*** A cohort that is not seen in the base period refers to its last period before
drop if t == 2
did y, estimator(sa) gvar(g)
assert abs(_b[Tp0] - 1.326667) < 1e-6 & abs(_b[Tp1] - 2.333333) < 1e-6 & abs(_b[Tm3] + .1333333) < 1e-6

*** eventstudy: the base in e(event), its relative time in e(base), by any estimator; labels and tests in the file
eventstudy y, treat(d) window(-2 1) saving(contract.csv, replace) nograph
assert e(base) == -1 & "`e(window)'" == "-2 1" & colsof(e(b)) == 4
scalar p = 2*ttail(7, abs(_b[Tp0]/_se[Tp0]))
preserve
import delimited contract.csv, clear
assert _N == 4 & label[1] == "pre_2" & label[3] == "current" & reldif(p[3], scalar(p)) < 1e-6 & t[2] == .
restore
erase contract.csv
eventstudy y, treat(d) estimator(sa) nograph
assert e(base) == -1
eventstudy y, treat(d) estimator(cs) window(-2 1) nograph
assert e(base) == -1 & "`e(window)'" == "-2 1" & e(crit) > 1.95 & e(crit) < 1.97
capture eventstudy y, treat(d) estimator(sa) base(first)
assert _rc == 198

*** placebo in time: shifts one by one
placebo, type(time) lags(1/2) treat(d) nograph: reghdfe y d, absorb(id t)
matrix D = r(draws)
assert rowsof(D) == 2 & abs(D[1,1] - .01558753) < 1e-8 & abs(D[2,1] - .1359649123) < 1e-9
placebo, type(time) lags(2) treat(d) nograph: reghdfe y d, absorb(id t)
assert mreldif(D, r(draws)) == 0
placebo, type(time) lags(2 3) treat(d) nograph: reghdfe y d, absorb(id t)
assert abs(el(r(draws), 1, 1) - .1359649123) < 1e-9 & r(reps_fail) == 1
capture placebo, type(time) lags(0) treat(d): reghdfe y d, absorb(id t)
assert _rc == 198

*** placebo draws units of the sample alone: every draw has their three treated, of one and two cohorts
placebo, reps(30) seed(1) treat(d) nograph saving(contract.csv): reghdfe y d if id >= 3, absorb(id t) vce(cluster id)
matrix D = r(draws)
preserve
import delimited contract.csv, clear
assert reldif(b[7], D[7,1]) < 1e-12 & reldif(p_t[7], D[7,4]) < 1e-9 & reldif(t_b[7], D[7,3]) < 1e-9
restore
erase contract.csv
keep if id >= 3
placebo, reps(30) seed(1) treat(d) nograph: reghdfe y d, absorb(id t) vce(cluster id)
assert mreldif(D, r(draws)) < 1e-12

*** placebo refuses what it would answer wrongly
capture placebo, reps(5) treat(d) nograph: summarize y
assert _rc == 111 | _rc == 301
quietly regress y d
capture placebo, reps(5) treat(d) nograph: summarize y
assert _rc == 301 & e(cmd) == "regress"
placebo, reps(5) seed(1) treat(d) statistic(r(mean)) nograph: summarize y if d
assert abs(r(b) - 4.6) < 1e-9
replace d = 0 if id == 1 & t == 4
capture placebo, reps(5) treat(d) nograph: reghdfe y d, absorb(id t)
assert _rc == 459
placebo, reps(5) treat(d) type(row) nograph: reghdfe y d, absorb(id t)
assert r(reps_ok) == 5

*** psm, vce(bootstrap) is the bootstrap of psm
sysuse lalonde, clear
psm treat age educ re74, outcome(re78) logit kernel vce(bootstrap, reps(15) seed(3)) quietly
scalar se = r(seatt)
scalar reps = r(N_reps)
assert reps == 15
bootstrap att=r(att), reps(15) seed(3) nodots: psm treat age educ re74, outcome(re78) logit kernel
assert reldif(_se[att], se) < 1e-10
capture psm treat age educ, outcome(re78) vce(bootstrap, wrong(3))
assert _rc == 198
capture psm treat age educ, outcome(re78) vce(robust)
assert _rc == 198
capture psm treat age educ, outcome(re78) vce(bootstrap) ai(1)
assert _rc == 198

*** psmdid stores the matched difference and the balance that psmatch2 and pstest find
generate x = mod(7*id, 5) + t/10
generate byte ever = g > 0
psmdid y, treat(d) match(x) neighbor(1)
scalar att = e(att_match)
scalar bias = e(bias_after)
assert e(N_match) == e(N_matched) & "`e(method)'" == "neighbor(1)"
psmatch2 ever x, outcome(y) neighbor(1) quietly
assert reldif(r(att), att) < 1e-10
pstest x
assert reldif(r(meanbiasaft), bias) < 1e-9
generate did = 7
psmdid y, gvar(g) match(x) neighbor(1)
assert _b[_did] < . & did == 7

*** mediate: the effects over the direct effect
sysuse auto, clear
mediate price, x(length) mediators(weight) controls(mpg)
assert reldif(e(ind2dir), e(ind)/e(cp)) < 1e-12 & reldif(e(tot2dir), e(c)/e(cp)) < 1e-12

*** entropy: x/max takes zeros, min/x does not; a column of zeros weighs nothing
clear
input x1 x2 z
0 5 0
2 4 0
3 3 0
4 1 0
end
entropy x1 x2 z, generate(s) negative(x2) norm(max)
matrix W = r(weights)
assert W[3,3] == 0 & rowsof(r(e)) == 3 & reldif(el(r(e), 2, 1), W[2,1]) < 1e-15 & el(r(d), 1, 1) == W[1,2]
assert reldif(s[2], W[1,3]*.5 + W[2,3]*.25) < 1e-12
capture entropy x1 x2, generate(u) negative(x1) norm(max)
assert _rc == 459

*** suest: an equation goes by the name of its estimates
sysuse auto, clear
regress price mpg if foreign
estimates store A
regress price mpg if !foreign
estimates store B
suest A B
test [A_mean]mpg = [B_mean]mpg
scalar chi2 = r(chi2)
test [A]mpg = [B]mpg
assert r(chi2) == chi2

*** did_imputation: estimates are sums of the outcome times the weights; did_multiplegt_dyn writes its results
replace g = . if g == 0
did_imputation y id t g, horizons(0 1) minn(0) saveweights
generate double v = y*__w_tau1
summarize v, meanonly
assert reldif(r(sum), _b[tau1]) < 1e-10
did_multiplegt_dyn y id t d, effects(2) placebo(1) graph_off save_results(contract, replace)
scalar b = e(Effect_2)
use contract, clear
assert _N == 3 & point_estimate[2] == b & time_to_treat[3] == -1 & N_switchers[2] == 3
erase contract.dta

*** Figures: the density of reassigned results; where the dashed line stands
graph off
ritest d _b[d], reps(20) seed(1) nodots kdensityplot kdensityoptions(name(r)): regress y d
graph describe r
eventstudy y, treat(d) vline(0) graph(name(e))
graph describe e
graph on

*** Relative times are stored whatever average is shown: sa and wooldridge; averages of sa under eventstudyinteract's names
did y, estimator(sa) gvar(g) agg(event)
matrix E = e(event)
scalar b = _b[Tp1]
scalar se = _se[Tp1]
did y, estimator(sa) gvar(g) agg(simple)
assert mreldif(E, e(event)) < 1e-14 & e(pre_df) == 2
matrix B = e(b_iw)
matrix V = e(V_iw)
assert colnumb(B, "Tp1") == 4 & B[1,4] == b & reldif(sqrt(V[4,4]), se) < 1e-14
did y, estimator(wooldridge) gvar(g) agg(group)
assert rowsof(e(event)) == 2 & "`e(control)'" == "notyet"
did y, estimator(wooldridge) gvar(g) never
assert rowsof(e(event)) == 5 & e(pre_df) == 2 & "`e(control)'" == "never" & e(base) == -1
did y, estimator(bjs) gvar(g) minn(0)
assert e(Niter) == 1 & e(Nc) == 24 & e(Nt) == 8

*** jwdid, hettype(): cells that share an effect, as regressions with fewer dummies
foreach k in 3 4 {
  generate t`k' = d*(t == `k')
  generate g`k' = d*(g == `k')
}
reghdfe y t3 t4, absorb(id t) vce(cluster id)
scalar b = _b[t4]
scalar se = _se[t4]
jwdid y, ivar(id) tvar(t) gvar(g) hettype(time)
assert reldif(_b[g3:t_4], b) < 1e-10 & _b[g4:t_4] == _b[g3:t_4] & reldif(_se[g3:t_4], se) < 1e-10
reghdfe y g3 g4, absorb(id t) vce(cluster id)
scalar b = _b[g3]
jwdid y, ivar(id) tvar(t) gvar(g) hettype(cohort)
assert reldif(_b[g3:t_3], b) < 1e-10 & _b[g3:t_3] == _b[g3:t_4]
capture jwdid y, ivar(id) tvar(t) gvar(g) hettype(other)
assert _rc == 198

*** The file of influence functions may be replaced behind a comma, too
csdid y, ivar(id) time(t) gvar(g) saverif(contract)
capture csdid y, ivar(id) time(t) gvar(g) saverif(contract)
assert _rc == 602
csdid y, ivar(id) time(t) gvar(g) saverif(contract, replace)
capture confirm file "contract, replace.dta"
assert _rc == 601
erase contract.dta
