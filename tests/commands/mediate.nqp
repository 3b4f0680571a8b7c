* mediate and sgmediation on a small panel. Numbers: R, regressions by matrix algebra and the formulas of Sobel (1982),
* Aroian (1947) and Goodman (1960); clustered errors cross-checked with R's fixest.
clear
input id year y x c z1 z2
1 2001 12.5 6.2 7.6 3.3 0.1
1 2002  9.4 5.8 4.1 6.0 1.2
1 2003  6.1 1.8 7.8 2.3 3.1
1 2004  7.2 3.7 7.0 4.1 2.8
2 2001  4.1 0.6 7.0 1.3 3.2
2 2002  4.8 2.6 1.6 3.5 0.9
2 2003  5.3 0.7 8.5 0.2 2.3
2 2004  8.4 2.1 4.3 0.5 1.4
3 2001  2.0 2.7 5.9 4.3 2.5
3 2002  5.6 3.1 6.3 3.3 3.4
3 2003  9.6 5.9 8.6 4.3 0.4
3 2004  8.3 5.1 7.3 4.0 1.3
4 2001 11.2 7.1 5.8 7.4 1.0
4 2002 11.0 5.7 6.8 5.3 1.1
4 2003 13.2 6.3 5.2 4.8 1.3
4 2004  5.8 1.5 5.0 2.0 3.4
5 2001  7.6 3.5 6.8 3.0 2.6
5 2002  3.4 3.6 3.8 3.8 0.8
5 2003  6.7 1.9 6.3 -0.7 0.9
5 2004  9.9 4.3 9.4 2.1 1.6
end
mediate y, x(z1) m(x) controls(c)
assert reldif(e(c), .698862) < 1e-5 & reldif(e(se_c), .3293059) < 1e-5
assert reldif(e(a), .8487329) < 1e-5 & reldif(e(se_a), .137467) < 1e-5
assert reldif(e(b_m), 2.032806) < 1e-5 & reldif(e(se_b), .316844) < 1e-5
assert reldif(e(cp), -1.026447) < 1e-5 & reldif(e(se_cp), .3233672) < 1e-5
assert reldif(e(ind), 1.725309) < 1e-5 & reldif(e(se_sobel), .3878204) < 1e-5 & reldif(e(z), 4.448733) < 1e-5
assert reldif(e(se_aroian), .3902586) < 1e-5 & reldif(e(se_goodman), .3853668) < 1e-5
assert reldif(e(prop), 2.468741) < 1e-5
assert abs(e(c) - e(cp) - e(ind)) < 1e-8
assert "`e(decision)'" == "partial mediation"
* the conclusion of 2014 sees that a b and c' differ in sign
mediate y, x(z1) m(x) controls(c) procedure(wen2014)
assert strpos("`e(decision)'", "suppression") == 1
* fixed effects and clusters
mediate y, x(z1) m(x) controls(c) absorb(id year) vce(cluster id)
assert reldif(e(c), .8493927) < 1e-5 & reldif(e(se_c), .484856) < 1e-5
assert reldif(e(a), .9521115) < 1e-5 & reldif(e(se_a), .2554339) < 1e-5
assert reldif(e(b_m), 2.051002) < 1e-5 & reldif(e(se_b), .1992936) < 1e-5
assert reldif(e(cp), -1.10339) < 1e-5 & reldif(e(ind), 1.952783) < 1e-5
assert reldif(e(se_sobel), .5571996) < 1e-5 & reldif(e(se_aroian), .5595202) < 1e-5
assert reldif(e(se_goodman), .5548693) < 1e-5
assert strpos("`e(decision)'", "no mediation") == 1
* areg gives the same coefficients
generate g = id
mediate y, x(z1) m(x) controls(c i.year) absorb(id) cmd(areg)
assert reldif(e(ind), 1.952783) < 1e-5
* e(b) is that of the last equation, e(sample) of all
assert reldif(_b[x], 2.051002) < 1e-5
count if e(sample)
assert r(N) == 20
* rows that miss the mediator leave all equations, unless ownsample
replace x = . in 20
mediate y, x(z1) m(x) controls(c)
assert e(N) == 19 & abs(e(c) - e(cp) - e(ind)) < 1e-8
scalar c19 = e(c)
mediate y, x(z1) m(x) controls(c) ownsample
assert reldif(e(c), .698862) < 1e-5 & e(c) != c19
replace x = 4.3 in 20
* the sum over two mediators is c - c'
mediate y, x(z1) m(x z2) controls(c) method(bootstrap) reps(40) seed(7) cluster(id)
assert abs(e(c) - e(cp) - e(ind)) < 1e-8 & e(N_reps) + e(N_misreps) == 40 & e(N_draw) == 5
matrix P = e(ci_percentile)
matrix E = e(effects)
assert abs(E[1,5] + E[2,5] - e(ind)) < 1e-12
assert P[1,3] <= P[2,3] & e(ci_l) == P[1,3]
* the same seed gives the same interval
scalar low = e(ci_l)
mediate y, x(z1) m(x z2) controls(c) method(bootstrap) reps(40) seed(7) cluster(id)
assert e(ci_l) == low
* y on the mediator alone
mediate y, x(z1) m(x) controls(c) yequation(without)
quietly regress y x c
scalar b = _b[x]
mediate y, x(z1) m(x) controls(c) yequation(without)
assert reldif(e(b_m), b) < 1e-14 & missing(e(cp))
* sgmediation: the same regressions
sgmediation y, mv(x) iv(z1) cv(c)
assert reldif(r(a_coef), .8487329) < 1e-5 & reldif(r(b_coef), 2.032806) < 1e-5
assert reldif(r(tot_eff), .698862) < 1e-5 & reldif(r(dir_eff), -1.026447) < 1e-5
assert reldif(r(ind_eff), 1.725309) < 1e-5 & reldif(r(ind2tot), 2.468741) < 1e-5
assert reldif(r(sobel_z), 4.448733) < 1e-5 & reldif(r(g1_z), 4.420939) < 1e-5 & reldif(r(g2_z), 4.477058) < 1e-5
assert reldif(r(tot2dir), r(tot_eff)/r(dir_eff)) < 1e-14
* by simulation: the mean of draws of a b is a b, with the Monte Carlo error of 4000 draws
medeff (regress x z1 c) (regress y x z1 c), treat(z1) mediate(x) sims(4000) seed(3)
assert abs(r(delta0) - 1.725309) < 4*.39/sqrt(4000) & abs(r(tau) - .698862) < 4*.34/sqrt(4000)
assert r(delta0lo) > .9 & r(delta0lo) < 1.15 & r(N) == 20
assert abs(r(delta0) + r(zeta0) - r(tau)) < 1e-10
* a treatment of 2 against 0 has twice the effect
scalar d = r(delta0)
medeff (regress x z1 c) (regress y x z1 c), treat(z1) mediate(x) sims(4000) seed(3) values(0 2)
assert reldif(r(delta0), 2*d) < 1e-8
* errors
capture mediate y, x(z1) m(y)
assert _rc == 198
capture mediate y, x(z1)
assert _rc == 198
capture mediate y, x(z1) m(g) absorb(id)
assert _rc == 459
generate flat = 1
capture mediate y, x(flat) m(x)
assert _rc == 459
capture sgmediation y, mv(y) iv(z1)
assert _rc == 198
capture sgmediation y, mv(flat) iv(z1)
assert _rc == 459
capture medeff (regress x z1) (regress y x), treat(z1) mediate(x)
assert _rc == 198
capture medeff (regress y z1) (regress y x z1), treat(z1) mediate(x)
assert _rc == 198

* Bootstrap samples from cross products of clusters are those of the regressions run again (the same draws, to 1e-10)
clear
set type double
set seed 4
set obs 320
generate id = ceil(_n/8)
generate t = mod(_n - 1, 8) + 1
xtset id t
generate byte d = id <= 14 & t >= 5
generate z = rnormal() + id/20
generate m = .5*d + .4*z + rnormal()
generate m2 = -.2*d + .1*t + rnormal()
generate y = .3*d + .5*m + .2*m2 + id/9 + rnormal()
generate region = mod(id, 9)
local q1 mediate y, x(d) m(m) controls(z) absorb(id t) vce(cluster id)
local q2 mediate y, x(d) m(m m2) controls(z L.z) absorb(id)
local q3 mediate y, x(z) m(m) controls(i.t)
local q4 mediate y, x(d) m(m) controls(z) absorb(id t) bscluster(region)
local q5 mediate y, x(d) m(m) yequation(without) absorb(t)
forvalues k = 1/5 {
  `q`k'' method(bootstrap) reps(60) seed(3) ci(bc)
  matrix P = e(ci_percentile)
  matrix S = e(se_bs)
  scalar n = e(N_reps)
  `q`k'' method(bootstrap) reps(60) seed(3) ci(bc) runall
  assert mreldif(P, e(ci_percentile)) < 1e-9 & mreldif(S, e(se_bs)) < 1e-9 & n == e(N_reps)
}

*** Accelerated intervals: from cross products of the clusters and from the regressions themselves
set type double
clear
set obs 240
set seed 4
generate id = ceil(_n/6)
generate t = mod(_n-1, 6) + 1
xtset id t
generate byte d = id <= 15 & t > 3
generate x = rnormal()
generate m = .5*d + x + rnormal()
generate y = .3*d + .4*m + x + rnormal()
mediate y, x(d) m(m) controls(x) absorb(id t) bscluster(id) method(bootstrap) reps(60) seed(2) ci(bca)
matrix A = e(ci_bca)
assert e(ci_l) == A[1,2] & mreldif(A, e(ci_bc)) > 1e-6
mediate y, x(d) m(m) controls(x) absorb(id t) bscluster(id) method(bootstrap) reps(60) seed(2) ci(bca) runall
assert mreldif(A, e(ci_bca)) < 1e-6
