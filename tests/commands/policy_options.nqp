* Options of the policy commands as published do-files write them.
set type double
*** Errors that know that the score is estimated. Expected: the formulas of Abadie and Imbens (2006, 2016) written out
* in numpy 1.24 with every distance computed, the logit fitted by statsmodels; there are no ties.
clear
set obs 200
generate x1 = mod(37*_n, 101)/20 + _n/1000
generate x2 = mod(53*_n, 89)/30 + _n/777
generate byte d = mod(29*_n, 97)/97 + .15*x1 - .1*x2 > .7
generate y = 1 + x1 + .5*x2^2 + d*(1 + .3*x1) + mod(71*_n, 83)/20
teffects psmatch (y) (d x1 x2)
assert abs(el(e(b), 1, 1) - 1.4762400033856249) < 1e-8 & abs(sqrt(el(e(V), 1, 1)) - .18942116513551358) < 1e-6
teffects psmatch (y) (d x1 x2), atet
assert abs(el(e(b), 1, 1) - 1.9150717867828393) < 1e-8 & abs(sqrt(el(e(V), 1, 1)) - .2695257120568971) < 1e-6
teffects psmatch (y) (d x1 x2), nneighbor(2)
assert abs(sqrt(el(e(V), 1, 1)) - .13566520937262938) < 1e-6
teffects psmatch (y) (d x1 x2), nneighbor(2) atet
assert abs(el(e(b), 1, 1) - 1.8813668185188555) < 1e-8 & abs(sqrt(el(e(V), 1, 1)) - .2025437590422726) < 1e-6
psm d x1 x2, outcome(y) logit ate vce(ai2016) quietly
assert abs(r(att) - 1.9150717867828393) < 1e-8 & abs(r(seatt) - .2695257120568971) < 1e-6
assert abs(r(ate) - 1.4762400033856249) < 1e-8 & abs(r(seate) - .18942116513551358) < 1e-6
psm d x1 x2, outcome(y) logit ai(1) population quietly
assert abs(r(seatt) - .4566293365094689) < 1e-6
* teffects nnmatch: every distance, the regressions of biasadj() and the variances in numpy
generate byte sex = mod(_n, 3)
generate z1 = x1 + sqrt(_n)/7
generate z2 = x2 + ln(_n)/3
teffects nnmatch (y z1 z2) (d)
assert abs(el(e(b), 1, 1) - 1.8451217204937975) < 1e-9 & abs(sqrt(el(e(V), 1, 1)) - 0.28300675801817504) < 1e-9
teffects nnmatch (y z1 z2) (d), biasadj(z1 z2)
assert abs(el(e(b), 1, 1) - 1.7161042814126026) < 1e-9 & abs(sqrt(el(e(V), 1, 1)) - 0.2770767590496449) < 1e-9
teffects nnmatch (y z1 z2) (d), biasadj(z1 z2) ematch(sex) atet nneighbor(2)
assert abs(el(e(b), 1, 1) - 1.4815186802727964) < 1e-9 & abs(sqrt(el(e(V), 1, 1)) - 0.45339909466630973) < 1e-9
teffects nnmatch (y z1 z2) (d), metric(ivariance)
assert abs(el(e(b), 1, 1) - 1.8523324134172778) < 1e-9 & abs(sqrt(el(e(V), 1, 1)) - 0.28316634506193494) < 1e-9
teffects nnmatch (y z1 z2) (d), metric(euclidean) atet
assert abs(el(e(b), 1, 1) - 1.2999341181256314) < 1e-9 & abs(sqrt(el(e(V), 1, 1)) - 0.3627187553661528) < 1e-9
capture teffects nnmatch (y z1 z2) (d), ematch(z1)
assert _rc == 459
capture teffects psmatch (y) (d x1 x2), metric(euclidean)
assert _rc == 198
foreach o in kernel "radius caliper(.1)" llr noreplacement mahalanobis(x1) {
  capture psm d x1 x2, outcome(y) vce(ai2016) `o'
  assert _rc == 198
}
capture psm d, pscore(x1) outcome(y) vce(ai2016)
assert _rc == 198
* all rows are tied at several scores
sysuse lalonde, clear
teffects psmatch (re78) (treat age educ re74)
assert abs(el(e(b), 1, 1) + 767.0854260803472) < 1e-6 & abs(sqrt(el(e(V), 1, 1)) - 964.7903692957663) < 1e-3
teffects psmatch (re78) (treat age educ re74), atet nneighbor(2)
assert abs(el(e(b), 1, 1) - 123.48290555212357) < 1e-6 & abs(sqrt(el(e(V), 1, 1)) - 853.834415876175) < 1e-3

*** Anticipation: the untreated model ends earlier, averages still begin with the treatment
clear
set obs 240
generate id = ceil(_n/8)
generate t = mod(_n - 1, 8) + 1
xtset id t
generate g = cond(id <= 8, 4, cond(id <= 14, 6, cond(id <= 18, 7, 0)))
generate byte d = g > 0 & t >= g
generate x = mod(13*_n, 17)/5
generate y = id/3 + t/2 + (1 + .2*(t - g))*d + .3*x + mod(37*_n, 23)/10
did y, estimator(bjs) gvar(g) agg(event) minn(0) anticipation(1)
matrix A = e(b)
assert colnumb(A, "Tm1") < . & colnumb(A, "Tm2") == .
scalar first = _b[Tp0]
scalar se = _se[Tp0]
scalar lead = _b[Tm1]
generate gm = g if g > 0
did_imputation y id t gm, allhorizons shift(1) minn(0)
assert reldif(first, _b[tau1]) < 1e-9 & reldif(se, _se[tau1]) < 1e-9 & reldif(lead, _b[tau0]) < 1e-9
* by hand: two-way effects on rows two periods and more before the treatment
quietly regress y i.id i.t if g == 0 | t < g - 1
predict yhat, xb
generate effect = y - yhat
did y, estimator(bjs) gvar(g) minn(0) anticipation(1)
quietly summarize effect if d
assert reldif(_b[ATT], r(mean)) < 1e-9
* cells of the regression are those of the imputation
did y, estimator(wooldridge) gvar(g) agg(event) anticipation(1)
assert reldif(first, _b[Tp0]) < 1e-8 & reldif(lead, _b[Tm1]) < 1e-8
* one cohort: the dummies by hand, the reference two periods before
preserve
keep if g == 0 | g == 6
forvalues k = 1/8 {
  generate byte z`k' = g == 6 & t == `k'
}
did y, estimator(sa) gvar(g) anticipation(1) nosharevar
scalar b0 = _b[Tp0]
scalar s0 = _se[Tp0]
assert e(pre_df) == 3
quietly reghdfe y z1-z3 z5-z8, absorb(id t) vce(cluster id)
assert reldif(b0, _b[z6]) < 1e-9 & reldif(s0, _se[z6]) < 1e-9
restore
foreach e in twfe bacon gardner sdid dcdh 2x2 {
  capture did y, estimator(`e') treat(d) anticipation(1)
  assert _rc == 198
}

* did_imputation: covariates with coefficients for each unit or period; by hand on untreated rows
drop yhat effect
quietly regress y i.id i.t i.t#c.x if !d
predict yhat, xb
generate effect = y - yhat
did_imputation y id t gm, timecontrols(x) minn(0)
quietly summarize effect if d
assert reldif(_b[tau], r(mean)) < 1e-8
drop yhat effect
quietly regress y i.id i.t i.id#c.x if !d
predict yhat, xb
generate effect = y - yhat
did_imputation y id t gm, unitcontrols(x) minn(0) nose verbose
quietly summarize effect if d
assert reldif(_b[tau], r(mean)) < 1e-7

* estat bdecomp is bacondecomp
xtdidregress (y) (d), group(id) time(t)
estat bdecomp
scalar dd = r(dd)
assert reldif(dd, _b[ATET:r1vs0.d]) < 1e-9
quietly bacondecomp y d, nograph
assert reldif(dd, e(dd)) < 1e-12

* Figures: names that coefplot gives, subgraphs, places of legends
quietly regress y i.t x
eststo first
quietly regress y i.t
eststo second
coefplot first, keep(*.t) rename(*.t = "") vertical
matrix P = r(plot)
assert rownumb(P, "2") == 1 & rownumb(P, "8") == 7
coefplot first, keep(*.t x) headings(x = "Controls") mlabel(cond(@pval < .05, "*", "")) mlabposition(12) mlabsize(small)
assert rowsof(r(plot)) == 8 & el(r(plot), 8, 1) == 9
coefplot first, bylabel("One") || second, bylabel("Two") ||, keep(*.t) xline(0) byopts(cols(1)) title("Both")
assert rowsof(r(plot)) == 14
matrix B = (1, 2 \ .1, .2)
matrix colnames B = a b
coefplot matrix(B), se(2)
assert abs(el(r(plot), 1, 4) - (1 + invnormal(.975)*.1)) < 1e-12
tempfile f
twoway (line y t if id == 1) (scatter y t if id == 2), legend(order(2 "Second" 1 "First")) xlabel(0(.5)8)
graph export `f'.svg, replace
generate strL svg = fileread("`f'.svg") in 1
assert strpos(svg[1], "Second") < strpos(svg[1], "First") & strpos(svg[1], "First") > 0
assert strpos(svg[1], ">0.5<") > 0 & strpos(svg[1], ">8.0<") > 0
drop svg
matrix b = (.1, .5, .9)
matrix colnames b = pre2 tau0 tau1
matrix V = (.01, .04, .09)
event_plot b#V b#, stub_lag(tau#) stub_lead(pre#) together noautolegend ///
  graph_opt(legend(order(1 "With" 3 "Without")) ///
  title("A title that is much longer than the page is wide, so that it needs several lines to be read"))
graph export `f'.svg, replace
generate strL svg = fileread("`f'.svg") in 1
assert strpos(svg[1], "Without") > strpos(svg[1], "With") & strpos(svg[1], "With") > 0
drop svg
quietly regress y i.t
quietly margins, dydx(t)
marginsplot, xdimension(t)
assert el(r(plot), 7, 1) == 7
quietly margins, dydx(t)
capture marginsplot, xdimension(nosuch)
assert _rc == 198

*** eventdd: inrange and balanced are about the figure; the ends of accum; units that are seen throughout
clear
set obs 240
generate id = ceil(_n/8)
generate t = mod(_n - 1, 8) + 1
xtset id t
generate g = cond(id <= 8, 4, cond(id <= 14, 6, cond(id <= 18, 7, .)))
generate rel = t - g
generate y = id/3 + t/2 + cond(t >= g, 1 + .2*rel, 0) + mod(37*_n, 23)/10
eventdd y i.t, timevar(rel) method(fe, cluster(id)) ci(rarea, color(gs14)) graph_op(ytitle("y"))
scalar all = _b[lag0]
scalar F = e(df_m)
eventdd y i.t, timevar(rel) method(fe, cluster(id)) inrange leads(2) lags(1)
assert _b[lag0] == all & e(df_m) == F
eventdd y i.t, timevar(rel) method(fe, cluster(id)) balanced coef_op(msymbol(Oh))
assert _b[lag0] == all
eventdd y i.t, timevar(rel) method(fe, cluster(id)) accum leads(3) lags(1) endpoints_op(msymbol(X)) noend
assert rowsof(e(leads)) == 3 & rowsof(e(lags)) == 2
eventdd y i.t, timevar(rel) method(fe, cluster(id)) accum leads(3) lags(1) keepbal(id) nograph
assert e(N) == 240
eventdd y i.t, timevar(rel) method(fe, cluster(id)) accum leads(5) lags(1) keepbal(id) nograph
assert e(N) == 176
capture eventdd y, timevar(rel) inrange
assert _rc == 198
capture eventdd y, timevar(rel) accum balanced leads(2) lags(1)
assert _rc == 198
capture eventdd y, timevar(rel) noend
assert _rc == 198

*** sem: least squares with the divisor N; by hand and by regress
sysuse auto, clear
quietly regress weight length mpg
scalar a = _b[length]
scalar sa = _se[length]*sqrt(e(df_r)/e(N))
scalar va = e(rss)/e(N)
scalar la = e(ll)
quietly regress price weight length mpg
scalar b = _b[weight]
scalar sb = _se[weight]*sqrt(e(df_r)/e(N))
scalar direct = _b[length]
scalar lb = e(ll)
sem (weight <- length mpg) (price <- weight length mpg), nocapslatent
assert reldif([weight]_b[length], a) < 1e-9 & reldif([weight]_se[length], sa) < 1e-9
assert reldif([price]_b[weight], b) < 1e-9 & reldif([price]_se[weight], sb) < 1e-9
assert reldif(el(e(b), 1, colnumb(e(b), "/var(e.weight)")), va) < 1e-9
assert reldif(e(ll), la + lb) < 1e-9 & e(df_ms) == 0 & e(N) == 74
estat teffects
matrix I = r(indirect)
matrix S = r(se_indirect)
assert reldif(I[1, colnumb(I, "price:length")], a*b) < 1e-9
assert reldif(S[1, colnumb(S, "price:length")], sqrt(a^2*sb^2 + b^2*sa^2)) < 1e-9
matrix T = r(total)
assert reldif(T[1, colnumb(T, "price:length")], a*b + direct) < 1e-9
quietly sgmediation price, iv(length) mv(weight) cv(mpg)
assert reldif(r(ind_eff), a*b) < 1e-9
quietly sem (weight <- length mpg) (price <- weight length mpg)
medsem, indep(length) med(weight) dep(price)
assert reldif(r(ind), a*b) < 1e-9 & reldif(r(se), sqrt(a^2*sb^2 + b^2*sa^2)) < 1e-9
* a path left out: the likelihood ratio by hand
quietly regress price length
quietly regress price weight
scalar l1 = e(ll)
quietly regress weight length
scalar l0 = e(ll)
quietly regress price weight length
scalar l2 = e(ll)
sem (length -> weight) (weight -> price)
assert reldif(e(chi2_ms), 2*(l2 - l1)) < 1e-6 & e(df_ms) == 1
* robust: by hand from the residuals
sem (weight <- length), vce(robust)
scalar s = [weight]_se[length]
quietly regress weight length, vce(robust)
assert reldif(s, _se[length]*sqrt((e(N) - 2)/(e(N) - 1))) < 1e-9
* two mediators whose errors correlate
sem (weight turn <- length) (price <- weight turn length), cov(e.weight*e.turn)
assert e(df_ms) == 0
estat teffects, nodirect nototal
matrix I = r(indirect)
scalar both = [weight]_b[length]*[price]_b[weight] + [turn]_b[length]*[price]_b[turn]
assert reldif(I[1, colnumb(I, "price:length")], both) < 1e-9
capture sem (weight <- price) (price <- weight)
assert _rc == 198
capture sem (weight <- Latent)
assert _rc == 198
capture sem (weight <- length) (price <- mpg), cov(e.weight*e.price)
assert _rc == 198
capture medsem, indep(mpg) med(weight) dep(price)
assert _rc == 111

*** Options of figures in their least abbreviations
sysuse auto, clear
scatter price mpg, ti("a") xti("b") yti("c") xla(10(10)40) yla(0(5000)15000) xli(20) yli(5000) leg(off) sch(s1mono)
scatter price mpg, mc(red) ms(Oh) msiz(small) ml(make) mlabp(12) mlabs(tiny) mlabc(blue) lc(red) lp(dash) lw(thick)
twoway scatter price mpg, by(foreign, compact rows(2) noiy noix)
