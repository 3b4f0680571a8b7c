* did estimators under the names of the commands that people use; every number is checked against a regression
* written out, or another estimator it has to equal
set type double
clear
set obs 160
generate id = ceil(_n/8)
generate t = mod(_n - 1, 8) + 1
xtset id t
generate g = cond(id <= 5, 4, cond(id <= 10, 6, 0))
generate byte d = g > 0 & t >= g
generate x = mod(13*_n, 17)/5
generate y = id/3 + t/2 + (1 + .2*(t - g))*d + .3*x + mod(37*_n, 23)/10

* jwdid: without covariates cell effects average to the imputation estimator (same weights)
jwdid y, ivar(id) tvar(t) gvar(g)
assert colsof(e(b)) == 9 & e(N_cohorts) == 2
estat simple
scalar simple = el(r(b), 1, 1)
estat group
matrix G = r(b)
estat calendar
matrix C = r(b)
estat event
matrix E = r(b)
assert colsof(G) == 3 & colsof(C) == 6 & colsof(E) == 6
csdid_plot, style(rarea)
quietly did y, estimator(bjs) gvar(g) minn(0)
assert reldif(simple, _b[ATT]) < 1e-8
quietly did y, estimator(bjs) gvar(g) agg(event) minn(0)
assert reldif(E[1,2], _b[Tp0]) < 1e-8 & reldif(E[1,6], _b[Tp4]) < 1e-8
* one regression with dummies of cells
quietly jwdid y, ivar(id) tvar(t) gvar(g)
scalar b45 = _b[g4:t_5]
scalar s45 = _se[g4:t_5]
foreach c in 4 6 {
	forvalues p = `c'/8 {
		generate byte c`c'_`p' = g == `c' & t == `p'
	}
}
quietly reghdfe y c4_* c6_*, absorb(id t) vce(cluster id)
assert reldif(b45, _b[c4_5]) < 1e-9 & reldif(s45, _se[c4_5]) < 1e-8
drop c4_* c6_*
jwdid y, ivar(id) tvar(t) gvar(g) never
estat pretrend
assert r(df) == 6 & r(p) > 0
estat all
capture jwdid y, ivar(id) tvar(t) gvar(g) method(poisson)
assert _rc == 198
capture jwdid y, ivar(id) tvar(t)
assert _rc == 198

* csdid with multipliers: errors near the analytic ones, a critical value above the normal one
quietly csdid y, ivar(id) time(t) gvar(g) agg(event)
scalar sse = _se[Tp0]
matrix b = e(b)
csdid y, ivar(id) time(t) gvar(g) agg(event) wboot reps(2999) rseed(3)
assert mreldif(b, e(b)) < 1e-12 & abs(_se[Tp0]/sse - 1) < .15 & e(crit) > invnormal(.975)
matrix B = e(cband)
assert reldif(B[1,5] - B[1,4], 2*e(crit)*B[1,2]) < 1e-10
scalar crit = e(crit)
csdid y, ivar(id) time(t) gvar(g) agg(event) wboot(reps(2999) rseed(3))
assert e(crit) == crit
csdid y, ivar(id) time(t) gvar(g) agg(simple) wboot reps(199) rseed(3) pointwise
assert reldif(e(crit), invnormal(.975)) < 1e-12
capture csdid y, ivar(id) time(t) gvar(g) wboot(draws(3))
assert _rc == 198

* didregress is areg, xtdidregress is xtreg, fe
generate byte p = id <= 8 & t >= 5
didregress (y x) (p), group(id) time(t)
scalar sb = _b[ATET:r1vs0.p]
scalar ss = _se[ATET:r1vs0.p]
estat ptrends
scalar F = r(F)
estat granger
scalar G = r(F)
estat trendplots, title("Means")
quietly areg y p x i.t, absorb(id) vce(cluster id)
assert reldif(sb, _b[p]) < 1e-10 & reldif(ss, _se[p]) < 1e-10
generate before = (id <= 8)*t*(t < 5)
generate after = (id <= 8)*t*(t >= 5)
quietly areg y p x before after i.t, absorb(id) vce(cluster id)
test before
assert reldif(F, r(F)) < 1e-8
forvalues k = 2/4 {
	generate byte lead`k' = id <= 8 & t == `k'
}
quietly areg y p x lead2 lead3 lead4 i.t, absorb(id) vce(cluster id)
test lead2 lead3 lead4
assert reldif(G, r(F)) < 1e-8
xtdidregress (y x) (p), group(id) time(t)
scalar sb = _b[ATET:r1vs0.p]
scalar ss = _se[ATET:r1vs0.p]
quietly xtreg y p x i.t, fe vce(cluster id)
assert reldif(sb, _b[p]) < 1e-10 & reldif(ss, _se[p]) < 1e-10
capture didregress y p, group(id) time(t)
assert _rc == 198
capture didregress (y x) (x), group(id) time(t)
assert _rc == 459
capture didregress (y) (d), group(id) time(t)
assert _rc == 0
capture estat ptrends
assert _rc == 459
capture didregress (y) (nothing), group(id) time(t)
assert _rc == 111
drop before after lead2 lead3 lead4

* lpdid: each horizon is a regression of a long difference on entering treatment
lpdid y, unit(id) time(t) treat(d) pre_window(3) post_window(2) nograph
scalar b1 = _b[tau1]
scalar s1 = _se[tau1]
scalar m3 = _b[pre3]
matrix R = e(results)
matrix P = e(pooled_results)
assert rowsof(R) == 6 & R[3,1] == 0
sort id t
generate D1 = F.y - L.y
generate enter = D.d == 1
quietly reghdfe D1 enter if (D.d == 1 | F.d == 0), absorb(t) vce(cluster id)
assert reldif(b1, _b[enter]) < 1e-10 & reldif(s1, _se[enter]) < 1e-9
generate D3 = L3.y - L.y
quietly reghdfe D3 enter if (D.d == 1 | d == 0), absorb(t) vce(cluster id)
assert reldif(m3, _b[enter]) < 1e-10
generate Dp = (y + F.y + F2.y)/3 - L.y
quietly reghdfe Dp enter if (D.d == 1 | F2.d == 0), absorb(t) vce(cluster id)
assert reldif(P[2,1], _b[enter]) < 1e-10
* rw: the plain mean of cohort effects by size: here both have five units
lpdid y, unit(id) time(t) treat(d) post_window(0) rw only_event nograph
quietly csdid y, ivar(id) time(t) gvar(g) notyet agg(event)
scalar e0 = _b[Tp0]
lpdid y, unit(id) time(t) treat(d) post_window(0) rw only_event nograph
assert reldif(_b[tau0], e0) < 1e-9
capture lpdid y, unit(id) time(t) treat(d)
assert _rc == 198
capture lpdid y, unit(id) time(t) treat(x) post_window(1)
assert _rc == 459

* stackedev: the stacks written out
generate byte never = g == 0
generate gm = g if g > 0
generate byte after = g > 0 & t >= g
stackedev y after, cohort(gm) time(t) never_treat(never) unit_fe(id) clust_unit(id)
scalar sb = _b[after]
scalar ss = _se[after]
assert e(stacks) == 2 & _N == 160
preserve
keep if never == 1 | gm == 4
generate st = 1
tempfile one
save "`one'"
restore, preserve
keep if never == 1 | gm == 6
generate st = 2
append using "`one'"
quietly reghdfe y after, absorb(id#st t#st) vce(cluster id#st)
assert reldif(sb, _b[after]) < 1e-10 & reldif(ss, _se[after]) < 1e-9
restore
capture stackedev y after, cohort(gm) time(t) never_treat(after) unit_fe(id)
assert _rc == 198

* eventdd: dummies of relative time in the regression
generate rel = t - gm
eventdd y x, timevar(rel) method(hdfe, absorb(id t) cluster(id)) nograph
scalar b0 = _b[lag0]
matrix L = e(lags)
assert reldif(L[1,3], b0) < 1e-12
quietly eventstudy y x, gvar(g)
assert reldif(b0, _b[Tp0]) < 1e-8
eventdd y i.t, timevar(rel) method(fe, cluster(id)) accum leads(2) lags(1) ci(rarea) graph_op(title("Leads and lags"))
scalar b0 = _b[lag0]
quietly eventstudy y, gvar(g) window(-2 1) graph(name(es))
assert reldif(b0, _b[Tp0]) < 1e-8
capture confirm variable lag0
assert _rc == 111
capture eventdd y, timevar(x) method(hdfe, absorb(id t))
assert _rc == 459

* figures
bacondecomp y d, gropt(name(bacon))
did y, estimator(cs) gvar(g) agg(event) graph(title("效应") xtitle("政策实施年份"))
did y, estimator(sa) gvar(g) agg(event) graph
graph export did_family_test.svg, name(bacon) replace
capture eventstudy y, gvar(g) graph(saving(did_family_test.svg))
assert _rc == 602
eventstudy y, gvar(g) graph(saving(did_family_test.svg, replace))
erase did_family_test.svg
capture eventstudy y, gvar(g) graph(nonsense(2))
assert _rc == 198

* csdid_estat and csdid_stats are estat; estore() leaves the estimates
quietly csdid y, ivar(id) time(t) gvar(g)
csdid_estat simple, estore(avg)
assert "`e(agg)'" == "attgt"
estimates restore avg
assert "`e(agg)'" == "simple" & _b[ATT] > 0
capture csdid_stats
assert _rc == 198
capture csdid_stats event using rif.dta
assert _rc == 198

* hdidregress: repeated cross sections, cell means by hand and one regression with dummies of cells
clear
set obs 480
generate state = mod(_n - 1, 12) + 1
generate t = mod(ceil(_n/12) - 1, 8) + 1
generate byte d = (state <= 3 & t >= 4) | (inrange(state, 4, 6) & t >= 6)
generate x = mod(13*_n, 17)/5
generate y = state/3 + t/2 + (1 + .2*t)*d + .3*x + mod(37*_n, 23)/10
hdidregress ra (y) (d), group(state) time(t)
assert e(N) == 480 & e(N_clust) == 12 & "`e(cohortvar)'" == "_did_cohort" & "`e(datatype)'" == "rcs"
assert _did_cohort == cond(state <= 3, 4, cond(state <= 6, 6, 0))
scalar effect = 0
foreach w in "1 4 5" "-1 4 3" "-1 0 5" "1 0 3" {
  tokenize `w'
  quietly summarize y if _did_cohort == `2' & t == `3'
  scalar effect = effect + `1'*r(mean)
}
assert reldif(_b[g4:t_3_5], effect) < 1e-9
scalar se = _se[g4:t_3_5]
estat aggregation
scalar all = el(r(b), 1, 1)
estat aggregation, cohort
matrix G = r(b)
estat aggregation, cohort(6)
assert colsof(r(b)) == 1 & el(r(b), 1, 1) == G[1,3]
estat aggregation, dynamic(-1 0 1) graph(title("Dynamic"))
assert colsof(r(b)) == 3
estat aggregation, time
assert colsof(r(b)) == 6
estat ptrends
assert r(df) == 6 & r(pchi2) <= 1
estat atetplot
estat atetplot, ylabel(0 1 2)
capture estat aggregation, dynamic(40)
assert _rc == 198
capture estat aggregation, cohort time
assert _rc == 198
estat atetplot, sci rseed(1)
estat sci, rseed(1)
scalar wide = r(crit)
assert wide > invnormal(.975) & wide < invnormal(1 - .025/colsof(e(b)))
assert reldif(el(r(table), 6, 1) - el(r(table), 5, 1), 2*wide*_se[g4:t_1_2]) < 1e-12
estat sci, rseed(1)
assert r(crit) == wide
estat aggregation, dynamic sci rseed(1) reps(500)
assert r(crit) > invnormal(.975)
capture estat sci, reps(0)
assert _rc == 198
* without covariates the order of the estimators does not matter
quietly hdidregress aipw (y) (d), group(state) time(t)
assert reldif(_b[g4:t_3_5], effect) < 1e-8
quietly hdidregress ipw (y) (d), group(state) time(t)
assert reldif(_b[g4:t_3_5], effect) < 1e-8
quietly csdid y, time(t) gvar(_did_cohort) method(reg) vce(cluster state)
assert reldif(se, _se[g4:t_3_5]) < 1e-9
quietly hdidregress twfe (y) (d), group(state) time(t)
scalar b45 = _b[g4:t_5]
scalar s45 = _se[g4:t_5]
estat aggregation, dynamic
estat atetplot
foreach c in 4 6 {
	forvalues p = `c'/8 {
		generate byte c`c'_`p' = _did_cohort == `c' & t == `p'
	}
}
quietly reghdfe y c4_* c6_*, absorb(state t) vce(cluster state)
assert reldif(b45, _b[c4_5]) < 1e-9 & reldif(s45, _se[c4_5]) < 1e-8
hdidregress aipw (y x) (d x), group(state) time(t) controlgroup(notyet) basetime(common)
hdidregress
capture hdidregress ra (y) (d), group(state)
assert _rc == 198
capture hdidregress ra (y) (d), time(t)
assert _rc == 198
capture hdidregress y d, group(state) time(t)
assert _rc == 198
capture hdidregress (y) (d), group(state) time(t)
assert _rc == 198
generate byte mixed = d & mod(_n, 24) < 12
capture hdidregress ra (y) (mixed), group(state) time(t)
assert _rc == 459
generate byte ends = d & t < 7
capture hdidregress ra (y) (ends), group(state) time(t)
assert _rc == 459
capture hdidregress ra (y) (x), group(state) time(t)
assert _rc == 459
* the panel command makes the same variable
drop _did_cohort c4_* c6_*
collapse (mean) y d x, by(state t)
xtset state t
xthdidregress aipw (y) (d), group(state)
assert _did_cohort == cond(state <= 3, 4, cond(state <= 6, 6, 0))
estat atetplot
estat ptrends
