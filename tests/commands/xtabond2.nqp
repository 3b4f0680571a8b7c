* xtabond2: just identified, the estimator of Anderson and Hsiao (1981), which ivregress computes by itself.
clear
set obs 120
set seed 1
generate id = ceil(_n/6)
generate t = mod(_n - 1, 6) + 1
generate double x = rnormal()
generate double y = mod(id, 5) + rnormal() if t == 1
replace y = .5*y[_n-1] + x + mod(id, 5) + rnormal() if t > 1
xtset id t
ivregress 2sls D.y D.x (LD.y = L2.y), noconstant vce(cluster id)
scalar b = _b[LD.y]
scalar c = _b[D.x]
scalar s = _se[LD.y]
xtabond2 y L.y x, gmm(y, lag(2 2) collapse) iv(x) noleveleq robust h(1)
assert abs(_b[L.y] - b) < 1e-9 & abs(_b[x] - c) < 1e-9
assert abs(_se[L.y]/s - 1) < 1e-8 & e(j) == 2 & e(hansen_df) == 0 & e(N) == 80 & e(N_g) == 20
* just identified: the second step changes nothing, its errors are those of the first, corrected or not
xtabond2 y L.y x, gmm(y, lag(2 2) collapse) iv(x) noleveleq twostep h(1)
assert abs(_b[L.y] - b) < 1e-8 & abs(_se[L.y]/s - 1) < 1e-6
* periods 3 to 6 have 1, 2, 3, 4 lags of y dated t-2 and before; x adds one
xtabond2 y L.y x, gmm(y, lag(2 .)) iv(x) noleveleq twostep robust
assert e(j) == 11 & e(hansen_df) == 9 & e(ar2p) > 0 & e(ar2p) < 1 & e(esttype) == "difference"
* the level equation adds one difference of y for each of 4 periods, and the constant
xtabond2 y L.y x, gmm(y, lag(2 .)) iv(x) twostep robust small
assert e(j) == 16 & e(df_r) == 19 & e(N) == 100 & e(esttype) == "system"
capture xtabond2 y L.y x
assert _rc == 198
capture xtabond2 y L.y x, gmm(y, lag(4 2))
assert _rc == 198
capture xtabond2 y L.y x, gmm(y, lag(2 .)) nonsense
assert _rc == 198
capture xtabond2 y L.y x, iv(x) noleveleq
assert _rc == 481
* orthogonal: with every lag as an instrument, orthogonal deviations and differences are the same estimator (Arellano and Bover 1995), tests included
sort id t
xtabond2 y L.y x, gmm(y, lag(2 .)) gmm(x, lag(1 .)) noleveleq robust
scalar q_b = _b[L.y]
scalar q_s = _se[L.y]
scalar q_ar = e(ar1)
xtabond2 y L.y x, gmm(y, lag(2 .)) gmm(x, lag(1 .)) noleveleq robust orthogonal
assert abs(_b[L.y] - q_b) < 1e-8 & abs(_se[L.y] - q_s) < 1e-8 & abs(e(ar1) - q_ar) < 1e-7
assert "`e(transform)'" == "orthogonal deviations"
* the second step, too, as long as panels outnumber instruments
xtabond2 y L.y, gmm(y, lag(2 .)) noleveleq twostep robust
scalar q_b = _b[L.y]
scalar q_s = _se[L.y]
scalar q_h = e(hansen)
xtabond2 y L.y, gmm(y, lag(2 .)) noleveleq twostep robust orthogonal
assert abs(_b[L.y] - q_b) < 1e-8 & abs(_se[L.y] - q_s) < 1e-8 & abs(e(hansen) - q_h) < 1e-7
* difference-in-Hansen: what a group adds and what is left make the whole
xtabond2 y L.y x, gmm(y, lag(2 3)) iv(x) twostep
matrix D = e(diffsargan)
assert abs(D[1,1] + D[1,4] - e(hansen)) < 1e-8 & D[1,2] + D[1,5] == e(hansen_df)
xtabond2 y L.y x, gmm(y, lag(2 3)) iv(x) twostep nodiffsargan
capture matrix D = e(diffsargan)
assert _rc != 0
* factor variables among regressors and in iv(), and collinear ones, which are omitted
sysuse abdata, clear
xtset id year
tabulate year, generate(yr)
xtabond2 n L.n w yr3-yr9, gmm(L.n, lag(1 2)) iv(w yr3-yr9) twostep robust
scalar B = _b[L.n]
scalar S = _se[w]
scalar H = e(hansen)
xtabond2 n L.n w i.year, gmm(L.n, lag(1 2)) iv(w i.year) twostep robust
assert reldif(_b[L.n], B) < 1e-8 & reldif(_se[w], S) < 1e-8 & reldif(e(hansen), H) < 1e-8
generate double w2 = 2*w
xtabond2 n L.n w w2 i.year, gmm(L.n, lag(1 2)) iv(w i.year) twostep robust
assert reldif(_b[L.n], B) < 1e-8 & _b[w2] == 0 & e(df_m) == 9
capture xtabond2 n L.n w, gmm(i.year) iv(w)
assert _rc == 198
capture xtabond2 n L.n w, gmm(L.n) iv(w) level(200)
assert _rc == 198


*** split: the same instruments, the groups of both equations in the difference-in-Hansen tests
clear
set obs 240
set seed 3
generate id = ceil(_n/6)
generate t = mod(_n - 1, 6) + 1
generate double x = rnormal()
generate double y = mod(id, 5) + rnormal() if t == 1
replace y = .5*y[_n-1] + x + mod(id, 5) + rnormal() if t > 1
xtset id t
quietly xtabond2 y L.y x, gmm(L.y, lag(1 2)) iv(x) twostep robust
scalar b = _b[L.y]
scalar s = _se[L.y]
scalar j = e(j)
scalar h = e(hansen)
matrix D = e(diffsargan)
quietly xtabond2 y L.y x, gmm(L.y, lag(1 2) split) iv(x) twostep robust
assert reldif(_b[L.y], b) < 1e-8 & reldif(_se[L.y], s) < 1e-6 & e(j) == j & reldif(e(hansen), h) < 1e-8
assert rowsof(e(diffsargan)) == rowsof(D) + 2
matrix S = e(diffsargan)
assert reldif(S[1,1], D[1,1]) < 1e-8 & reldif(S[2,1], D[1,1]) < 1e-8
capture xtabond2 y L.y x, gmm(L.y, split eq(diff)) iv(x)
assert _rc == 198


*** cluster(): by panels it is robust, first and second step
sysuse abdata, clear
xtset id year
foreach o in "" "twostep" "twostep noleveleq orthogonal" {
  quietly xtabond2 n L.n w k, gmm(L.n, lag(1 3)) iv(w k) robust `o'
  matrix B = e(b)
  matrix V = e(V)
  scalar H = e(hansen)
  quietly xtabond2 n L.n w k, gmm(L.n, lag(1 3)) iv(w k) cluster(id) `o'
  assert mreldif(B, e(b)) < 1e-12 & mreldif(V, e(V)) < 1e-10 & reldif(H, e(hansen)) < 1e-10
  assert e(N_clust) == e(N_g) & "`e(clustvar)'" == "id" & "`e(vce)'" == "cluster"
}
* with the identity as H, difference GMM is two-stage least squares of differences, then GMM with clustered weights
generate double z2 = cond(missing(L2.n), 0, L2.n) if !missing(D.n, LD.n, D.w)
generate double z3 = cond(missing(L3.n), 0, L3.n) if !missing(D.n, LD.n, D.w)
quietly ivregress 2sls D.n D.w (LD.n = z2 z3), noconstant vce(cluster ind)
scalar b1 = _b[LD.n]
scalar s1 = _se[LD.n]
quietly ivreg2 D.n D.w (LD.n = z2 z3), noconstant gmm2s cluster(ind)
scalar b2 = _b[LD.n]
scalar j2 = e(j)
xtabond2 n L.n w, gmm(n, lag(2 3) collapse) iv(w) noleveleq h(1) cluster(ind)
assert reldif(_b[L.n], b1) < 1e-9 & reldif(_se[L.n], s1) < 1e-9 & reldif(e(hansen), j2) < 1e-8
assert e(N_clust) == 9 & "`e(vcetype)'" == "Robust"
xtabond2 n L.n w, gmm(n, lag(2 3) collapse) iv(w) noleveleq h(1) twostep cluster(ind)
assert reldif(_b[L.n], b2) < 1e-8 & "`e(vcetype)'" == "Corrected"
* pca: of two instruments with positive correlation the first component is their sum
quietly correlate z2 z3
assert r(rho) > 0
scalar share = (1 + r(rho))/2
generate double z23 = z2 + z3
quietly ivregress 2sls D.n D.w (LD.n = z23), noconstant
scalar b1 = _b[LD.n]
xtabond2 n L.n w, gmm(n, lag(2 3) collapse) iv(w) noleveleq h(1) pca components(1)
assert reldif(_b[L.n], b1) < 1e-8 & reldif(e(pcaR2), share) < 1e-9 & e(j) == 2 & e(components) == 1
quietly xtabond2 n L.n w, gmm(n, lag(2 .)) iv(w) twostep robust pca
assert e(components) < 20 & e(pcaR2) > .7 & e(pcaR2) < 1 & e(j) == e(components) + 2
capture xtabond2 n L.n w, gmm(n, lag(2 3)) iv(w) components(2)
assert _rc == 198
* two variables: less the cells of both (Cameron, Gelbach and Miller 2011)
generate half = mod(id, 2)
egen cell = group(ind half)
foreach g in ind half cell {
  quietly xtabond2 n L.n w k, gmm(L.n, lag(1 2) collapse) iv(w k) noleveleq cluster(`g')
  matrix V_`g' = e(V)
}
quietly xtabond2 n L.n w k, gmm(L.n, lag(1 2) collapse) iv(w k) noleveleq cluster(ind half)
matrix V = V_ind + V_half - V_cell
assert mreldif(V, e(V)) < 1e-8 & e(N_clust) == 2 & e(Nclust1) == 9 & e(Nclust2) == 2
* small: clusters less the constant of the level equation
quietly xtabond2 n L.n w, gmm(L.n, lag(1 2) collapse) iv(w) cluster(ind) small
assert e(df_r) == 8
quietly xtabond2 n L.n w, gmm(L.n, lag(1 2) collapse) iv(w) noleveleq robust small
assert e(df_r) == 140
capture xtabond2 n L.n w, gmm(L.n) iv(w) cluster(nothing)
assert _rc == 111
generate one = 1
capture xtabond2 n L.n w, gmm(L.n) iv(w) cluster(one)
assert _rc == 2001
* Roodman (2009, Stata Journal 9, section 4.1): Arellano and Bond's equation, one step, Sargan 67.59, Hansen 31.38
tabulate year, generate(yr)
quietly xtabond2 n L.n L2.n w L.w L(0/2).(k ys) yr*, gmm(L.n) iv(w L.w L(0/2).(k ys) yr*) noleveleq robust
assert abs(_b[L.n] - .6862261) < 1e-6 & abs(_se[L.n] - .1445943) < 1e-6
assert abs(e(sargan) - 67.59) < .005 & abs(e(hansen) - 31.38) < .005 & e(sar_df) == 25
