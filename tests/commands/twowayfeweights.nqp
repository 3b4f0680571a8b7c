* Weights of two-way fixed effects regressions. Expected numbers: the formulas of de Chaisemartin and D'Haultfoeuille
* (2020), theorem 1 and corollary 1, written out in R 4.2 with lm() on factors.
set type double
sysuse guns, clear
encode state, generate(id)
generate y = ln(violent)
generate byte d = law == "yes"
* Levels
twowayfeweights y id year d, type(feTR) summary_measures test_random_weights(prisoners)
matrix M = e(M)
assert M[1,1] == 245 & M[2,1] == 40 & M[3,1] == 285 & e(N_cells) == 285
assert reldif(M[1,2], 1.09777306710430) < 1e-9 & reldif(M[2,2], -.09777306710430) < 1e-9
assert reldif(e(beta), .00188497700058) < 1e-9 & reldif(e(lb_se_te), .00202672702250) < 1e-9
assert reldif(e(lb_se_te2), .00585083989812) < 1e-9
matrix R = e(randomweightstest1)
assert reldif(R[1,1], 65.20264957695) < 1e-8 & reldif(R[1,2], 16.71201977185) < 1e-8
assert reldif(R[1,4], .38971369245149) < 1e-8 & "`e(type)'" == "feTR"
quietly reghdfe y d, absorb(id year)
scalar b = _b[d]
* The weights add up to the coefficient when effects are put in
quietly twowayfeweights y id year d, path(w, replace)
assert reldif(e(beta), b) < 1e-9
* Effects that do not change over time; first differences
twowayfeweights y id year d, type(feS)
matrix M = e(M)
assert M[1,1] == 25 & M[2,1] == 0 & reldif(e(lb_se_te), .00854630256559) < 1e-9 & missing(e(lb_se_te2))
xtset id year
generate dy = D.y
generate dd = D.d
twowayfeweights dy id year dd d, type(fdTR) summary_measures test_random_weights(prisoners)
matrix M = e(M)
assert M[1,1] == 77 & M[2,1] == 91 & reldif(M[2,2], -.14966555183947) < 1e-8 & e(N_cells) == 285
assert reldif(e(beta), -.00796250182068) < 1e-9 & reldif(e(lb_se_te), .00233375476190) < 1e-8
assert reldif(e(lb_se_te2), .02358303123241) < 1e-8
matrix R = e(randomweightstest1)
assert reldif(R[1,1], 4.9674126754786) < 1e-7 & reldif(R[1,2], 2.45364018940285) < 1e-7
twowayfeweights dy id year dd, type(fdS)
assert reldif(e(lb_se_te), .297453300120) < 1e-8
* Controls and weights
twowayfeweights y id year d, controls(income) weight(population) test_random_weights(prisoners)
matrix M = e(M)
assert M[1,1] == 242 & M[2,1] == 43 & reldif(M[1,2], 1.0555610502957) < 1e-9
assert reldif(e(beta), .0867175972270) < 1e-9 & reldif(e(lb_se_te), .1142265304220) < 1e-9
assert reldif(e(lb_se_te2), .4224142928660) < 1e-8 & reldif(el(e(randomweightstest1), 1, 2), 33.7244456539) < 1e-8
* Another treatment: what its weights add up to is 0, those of the first to 1
generate byte other = mod(id, 3) == 0 & year > 1985
twowayfeweights y id year d, other_treatments(other)
matrix A = e(M1)
matrix B = e(M2)
assert reldif(A[3,2], 1) < 1e-9 & abs(B[3,2]) < 1e-8 & e(ot) == 1 & missing(e(lb_se_te))
* The saved weights: effects of 1 in one cell give its weight
preserve
use w, clear
assert _N == 1173 & weight < .
quietly summarize weight
assert reldif(r(sum), 1) < 1e-9
sort weight Group_TWFE Time_TWFE
local g = Group_TWFE[1]
local t = Time_TWFE[1]
scalar least = weight[1]
restore
generate effect = id == `g' & year == `t'
quietly reghdfe effect d, absorb(id year)
assert reldif(_b[d], least) < 1e-8
* Treatments that vary within cells enter by their means
preserve
expand 2
generate byte e = d*(mod(_n, 2) == 0)
twowayfeweights y id year e
assert e(beta) < .
restore
* What cannot be done
capture twowayfeweights y id year
assert _rc == 102
capture twowayfeweights y id year d, type(fdTR)
assert _rc == 102
capture twowayfeweights y id year d d
assert _rc == 103
capture twowayfeweights y id year d, type(fdS) other_treatments(other)
assert _rc == 198
capture twowayfeweights y id year d, type(wrong)
assert _rc == 198
generate one = 1
capture twowayfeweights y id year one
assert _rc == 459
capture twowayfeweights y id year d if y > 1e9
assert _rc == 2000
capture twowayfeweights y id year nosuch
assert _rc == 111
capture twowayfeweights y id year d, path(w)
assert _rc == 602
erase w.dta
