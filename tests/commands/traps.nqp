* Conventions that programs get wrong, one block for each. Numbers: R 4.2 matrix algebra cross-checked with plm, fixest,
* did, didimputation on tiny data; otherwise what the definitions imply.
set type double
import delimited "$TESTS/reference/data/panel_a.csv", clear
xtset id year

*** 1 One slope, three clustered standard errors: which effects count
xtreg y x c if id < 6, fe vce(cluster id)
assert abs(_b[x] - 1.3191902) < 1e-7 & abs(_se[x] - .17577859) < 1e-7 & e(df_r) == 4
areg y x c if id < 6, absorb(id) vce(cluster id)
assert abs(_b[x] - 1.3191902) < 1e-7 & abs(_se[x] - .20101051) < 1e-7 & e(df_r) == 4
reghdfe y x c, absorb(id) vce(cluster id)
assert abs(_b[x] - 1.3191902) < 1e-7 & abs(_se[x] - .17577859) < 1e-7
reghdfe y x c, absorb(id year) vce(cluster id)
assert abs(_se[x] - .16130961) < 1e-7
ivreghdfe y c (x = z1), absorb(id year) cluster(id)
assert abs(_b[x] - .89211476) < 1e-7 & abs(_se[x] - .2714753) < 1e-7
scalar S = _se[x]
ivreghdfe y c (x = z1) if id < 6, absorb(id year)
assert abs(_se[x] - .39547013) < 1e-7

*** 2 Singletons leave reghdfe, one after another, but not xtreg or areg
quietly reghdfe y x c, absorb(id year)
assert e(N) == 20 & e(num_singletons) == 1
quietly xtreg y x c, fe
assert e(N) == 21
quietly areg y x c, absorb(id)
assert e(N) == 21
* dropping a row makes another one single
clear
input g h y x
1 1 1 2
1 1 3 1
1 2 2 5
1 2 4 2
2 2 3 3
2 3 4 1
3 3 7 2
end
quietly reghdfe y x, absorb(g h)
assert e(N) == 4 & e(num_singletons) == 3
quietly count if e(sample) & h == 3
assert r(N) == 0

*** 3 sigma_u is over panels; R-squared within after xtreg, overall after reghdfe and areg
sysuse grunfeld, clear
xtset firm year
quietly xtreg invest mvalue kstock, fe
assert abs(e(sigma_u) - 85.7325) < 1e-4 & abs(e(sigma_e) - 52.76797) < 1e-5 & abs(e(r2) - .7667576) < 1e-7
assert e(r2) == e(r2_w)
scalar W = e(r2)
predict double u, u
egen tag = tag(firm)
quietly summarize u if tag
assert reldif(r(sd), 85.7325016741308) < 1e-9
quietly reghdfe invest mvalue kstock, absorb(firm)
assert abs(e(r2_within) - W) < 1e-9 & e(r2) > W
scalar R = e(r2)
quietly areg invest mvalue kstock, absorb(firm)
assert abs(e(r2) - R) < 1e-9

*** 4 What robust means: clusters by panel, HC1, N/(N-1), 1
quietly xtreg y x c if id < 6, fe vce(robust)
scalar S = _se[x]
quietly xtreg y x c if id < 6, fe vce(cluster id)
assert S == _se[x] & e(N_clust) == 5
quietly regress y x c if id < 6, vce(robust)
scalar S = _se[x]
matrix V = e(V)
assert abs(S - .17235197) < 1e-7
quietly ivreg2 y x c if id < 6, robust
assert reldif(_se[x]^2, S^2*17/20) < 1e-10
generate d = y > 7
quietly logit d x c if id < 6, vce(robust)
assert abs(_se[x] - .67746436) < 1e-6
scalar S = _se[x]
* the same sandwich from scores, by hand
predict double p
generate double e = d - p
matrix accum M = x c [iw=e^2] if e(sample)
matrix B = e(V_modelbased)
matrix H = B*M*B
assert reldif(sqrt(H[1,1]*20/19), S) < 1e-8

*** 5 t or z, G - 1, and no joint F with few clusters
quietly regress y x c if id < 6, vce(cluster id)
assert e(df_r) == 4 & abs(e(F) - 34.501429) < 1e-5
matrix T = r(table)
assert abs(T[4,1] - 2*ttail(4, abs(_b[x]/_se[x]))) < 1e-12
quietly regress y x c z1 z2 year if id < 6, vce(cluster id)
assert e(F) == . & _se[x] < . & e(df_r) == 4
generate d = y > 7
quietly logit d x if id < 6
matrix T = r(table)
assert abs(T[4,1] - 2*normal(-abs(_b[x]/_se[x]))) < 1e-12

*** 6 Percentiles: the mean of two only where the cumulative weight hits exactly; pooled or year by year
clear
set obs 20
generate v = _n
quietly summarize v, detail
assert r(p5) == 1.5 & r(p1) == 1 & r(p25) == 5.5 & r(p50) == 10.5
drop in 20
quietly summarize v, detail
assert r(p5) == 1 & r(p25) == 5 & r(p50) == 10
generate yr = 1 + (v > 10)
winsor2 v, cuts(10 90)
assert v_w[1] == 2
winsor2 v, cuts(10 90) by(yr) suffix(_y)
assert v_y[11] == 11 & v_w[11] == 11 & v_y[1] == 1.5

*** 7 Missing is larger than any number; L. is the period before, not the row before
clear
input t x
1 5
2 .
4 7
5 8
end
tsset t
count if x > 6
assert r(N) == 3
generate lag = L.x
assert lag[1] == . & lag[2] == 5 & lag[3] == . & lag[4] == 7

*** 8 Kleibergen-Paap: LM with the null imposed, F from the first stage
ivreg2 y c (x = z1 z2) if id < 6, robust
assert abs(e(idstat) - 10.815679) < 1e-5 & abs(e(widstat) - 95.611709) < 1e-4
quietly regress x z1 z2 c if id < 6, vce(robust)
quietly test z1 z2
assert reldif(r(F), 95.611709) < 1e-7
ivreg2 y c (x = z1 z2) if id < 6, cluster(id)
assert abs(e(idstat) - 3.8014599) < 1e-6 & abs(e(widstat) - 173.05682) < 1e-4
quietly regress x z1 z2 c if id < 6, vce(cluster id)
quietly test z1 z2
assert reldif(r(F), 173.05682) < 1e-7

*** 9 Hansen's J is evaluated at the efficient estimate
ivreg2 y c (x = z1 z2) if id < 6, robust
scalar J = e(j)
assert abs(J - 2.3069991) < 1e-6 & abs(_b[x] - 1.0028291) < 1e-7
ivreg2 y c (x = z1 z2) if id < 6, robust gmm2s
assert abs(e(j) - J) < 1e-9 & abs(_b[x] - 1.0304007) < 1e-7

*** 10 small changes variances, never Sargan, J or the LM statistic
quietly ivreg2 y c (x = z1 z2) if id < 6
scalar SA = e(sargan)
scalar LM = e(idstat)
scalar SE = _se[x]
assert abs(SA - 2.3168714) < 1e-6 & abs(LM - 17.903788) < 1e-5
quietly ivreg2 y c (x = z1 z2) if id < 6, small
assert e(sargan) == SA & e(idstat) == LM & reldif(_se[x]^2, SE^2*20/17) < 1e-10
quietly ivreg2 y c (x = z1 z2) if id < 6, robust
scalar J = e(j)
scalar LM = e(idstat)
quietly ivreg2 y c (x = z1 z2) if id < 6, robust small
assert e(j) == J & e(idstat) == LM

*** 11 psmatch2: strict calipers for neighbours, probit, Epanechnikov with bandwidth .06
clear
input d p y
0 .25 3
0 .32 5
0 .43 4
0 .46 6
0 .55 7
0 .70 9
1 .30 6
1 .45 8
1 .60 9
1 .80 13
end
psmatch2 d, pscore(p) outcome(y)
assert abs(r(att) - 2.25) < 1e-12 & abs(r(seatt) - 1.701715) < 1e-6
psmatch2 d, pscore(p) outcome(y) kernel
assert abs(r(att) - 2.155617) < 1e-6 & abs(r(seatt) - 1.169076) < 1e-6
psmatch2 d, pscore(p) outcome(y) kernel kerneltype(epan) bwidth(.06)
assert abs(r(att) - 2.155617) < 1e-6
* a control exactly at the caliper: no neighbour, but within the radius
replace p = .75 in 10
replace p = .5 in 6
capture psmatch2 d if inlist(_n, 6, 10), pscore(p) outcome(y) caliper(.25)
assert _rc == 459
psmatch2 d if inlist(_n, 6, 10), pscore(p) outcome(y) radius caliper(.25)
assert r(att) == 4
* without a score a probit makes it
clear
set obs 40
generate x = mod(_n*7, 23)
generate d = mod(_n*5, 11) + x > 16
generate y = x + d
quietly probit d x
predict double score
psmatch2 d x, outcome(y)
assert abs(_pscore - score) < 1e-8

*** 13 to 16 Staggered adoption: base periods, shares, suppression, bins
clear
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
generate gg = g if g > 0
generate treat = g > 0 & t >= g
* each pre-period compared with the one before, or all with the last one
csdid y, ivar(id) time(t) gvar(g)
assert reldif([g3]_b[t_1_2], .2/3) < 1e-7 & abs([g3]_se[t_1_2] - .15396007) < 1e-7
csdid y, ivar(id) time(t) gvar(g) long2
assert reldif([g3]_b[t_1_2], -.2/3) < 1e-7 & abs([g4]_b[t_1_3] + .4/3) < 1e-7
assert abs([g4]_se[t_1_3] - .12981468) < 1e-7
* never treated by default, also those not yet treated on request; the weights' variance in aggregates
csdid y, ivar(id) time(t) gvar(g) notyet
assert abs([g3]_b[t_2_3] - 1.3866667) < 1e-6 & abs([g3]_se[t_2_3] - .25593981) < 1e-7
csdid y, ivar(id) time(t) gvar(g) agg(event)
assert abs(_b[Tp0] - 1.2866667) < 1e-6 & abs(_se[Tp0] - .1454291) < 1e-6
* Sun and Abraham in Stata: the variance of the shares is added (R's fixest: .1311994 and .175975)
generate never = g == 0
generate lead2 = t - g == -2 & g > 0
generate lead3 = t - g == -3 & g > 0
generate lag0 = t == g & g > 0
generate lag1 = t - g == 1 & g > 0
eventstudyinteract y lead2 lead3 lag0 lag1, cohort(gg) control_cohort(never) absorb(i.id i.t) vce(cluster id)
assert abs(_b[lag0] - 1.2866667) < 1e-6 & abs(_se[lag0] - .1813483) < 1e-6 & abs(_se[lead2] - .133666) < 1e-6
* imputation: small cells are held back, two stages have the same point and another error
did_imputation y id t gg, minn(0)
assert abs(_b[tau] - 1.6777778) < 1e-6 & abs(_se[tau] - .03172651) < 1e-7
did_imputation y id t gg, allhorizons
assert _b[tau0] == 0 & _b[tau1] == 0
did_imputation y id t gg, allhorizons minn(0)
assert abs(_b[tau0] - 1.3077778) < 1e-6 & abs(_se[tau1] - .1263088) < 1e-6
did2s y, first_stage(i.id i.t) second_stage(i.treat) treatment(treat) cluster(id)
assert abs(_b[1.treat] - 1.6777778) < 1e-6 & abs(_se[1.treat] - .1173797) < 1e-6
* event-study bins: the end takes the tail, never-treated rows stay, the base is left out of the regressors only
eventstudy y, gvar(g) nograph
assert abs(_b[Tm3] + .051058201) < 1e-8 & abs(_se[Tm3] - .16409953) < 1e-7 & e(N) == 32
eventstudy y, gvar(g) window(-2 1) nograph
assert abs(_b[Tm2] - .015179252) < 1e-8 & abs(_se[Tm2] - .16226895) < 1e-7 & e(N) == 32

*** 18 Entropy: 1/ln(rows), 0 ln 0 = 0, the shift enters the shares and not the score
clear
input x1 x2 x3 year
10 5 100 2020
20 4 300 2020
30 3 200 2020
40 1 400 2020
15 4 150 2021
25 4 350 2021
30 2 250 2021
50 1 500 2021
end
entropy x1 x2 x3, negative(x2) shift(0) generate(s)
matrix W = r(weights)
assert abs(s[2] - .3325699) < 1e-7 & s[1] == 0 & abs(s[8] - 1) < 1e-12 & abs(s[4] - .8342938) < 1e-7
assert abs(W[1,3] - .332545) < 1e-6 & abs(W[2,3] - .3371752) < 1e-7
entropy x1 x2 x3, negative(x2) shift(.0001) generate(s2)
assert abs(s2[2] - .3325673) < 1e-7 & s2[1] == 0

*** 19 Mediation: one sample for all equations; Aroian adds, Goodman subtracts
sgmediation y if id < 6, iv(z1) mv(x) cv(c)
assert abs(r(ind_eff) - 1.725309) < 1e-6 & abs(r(sobel_z) - 4.448733) < 1e-5
assert abs(r(g1_z) - 4.420939) < 1e-5 & abs(r(g2_z) - 4.477058) < 1e-5 & abs(r(g1_se) - .3902586) < 1e-6

*** 20 and 21 Stars, defaults of the estimators
* probit's errors come from the observed information (expected: .40158883)
generate d = y > 7
probit d x c if id < 6
assert abs(_se[x] - .41562829) < 1e-7 & abs(_b[x] - .95409652) < 1e-7
* esttab: t in parentheses, one star at 5 percent; outreg2: standard errors, one star at 10 percent
sysuse auto, clear
quietly regress price mpg if foreign
tempfile f
esttab using `f'.csv, replace
file open in using `f'.csv, read
file read in line
local all
while r(eof) == 0 {
  local all `"`macval(all)' `macval(line)'"'
  file read in line
}
file close in
local t = string(_b[mpg]/_se[mpg], "%9.2f")
assert strpos(`"`all'"', "(`=trim("`t'")')") > 0 & strpos(`"`all'"', "p<0.05") > 0 & strpos(`"`all'"', "p<0.001") > 0
outreg2 using `f'.txt, replace
file open in using `f'.txt, read
file read in line
local all
while r(eof) == 0 {
  local all `"`macval(all)' `macval(line)'"'
  file read in line
}
file close in
assert strpos(`"`all'"', "Standard errors in parentheses") > 0 & strpos(`"`all'"', "p<0.01") > 0
assert strpos(`"`all'"', "p<0.1") > 0 & strpos(`"`all'"', "p<0.001") == 0
kdensity mpg, nograph
assert "`r(kernel)'" == "epanechnikov"
frontier price weight
assert "`e(dist)'" == "hnormal"
