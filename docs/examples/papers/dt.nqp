* Digital trade and new quality productivity: every table of the paper
* Cui, "Research on The Impact of The Development Level of Digital Trade on China's New Quality Productivity"
* The paper publishes no data. The panel below is simulated: 30 provinces, 2014-2022, with the means and standard
* deviations that the paper prints. Numbers of observations and identities are the paper's; coefficients are near its
* own, not equal. Tables go to the folder in global OUT, else to temporary files.

if "$OUT" == "" {
	tempfile out
	global OUT "`out'"
}
else global OUT "$OUT/"
set seed 20140009

*-------------------------------------------------------------------------------
* Simulate the panel
*-------------------------------------------------------------------------------
* a persistent variable with the printed mean, sd and range
capture program drop persistent
program define persistent
	args x mean sd min max
	tempvar a
	bysort id (year): gen `a' = rnormal() if _n == 1
	by id: replace `a' = `a'[1]
	gen `x' = sqrt(.9)*`a' + sqrt(.1)*rnormal()
	forvalues i = 1/20 {
		qui sum `x'
		qui replace `x' = min(max(`mean' + `sd'*(`x' - r(mean))/r(sd), `min'), `max')
	}
end

clear
set obs 30
gen id = _n
gen region = cond(id <= 12, 1, cond(id <= 21, 2, 3))
gen municipality = inlist(id, 1, 2, 9, 22)
gen level = exp(.7*rnormal() + .5*(region == 1))
gen telecom = 20 + 8*level + 5*rnormal()
expand 9
bysort id: gen year = 2013 + _n
xtset id year
gen DT = level*(1 + .12*(year - 2014)) + .12*rnormal()
persistent IE 10.12 1.125 7.189 12.67
persistent FIEI 11.73 1.414 8.038 15.55
persistent LP 8.215 .742 6.356 9.448
persistent LF .26 .109 .105 .753
persistent IEV 17.82 1.602 12.71 20.97
persistent UL .62 .11 .403 .893
persistent IL .317 .073 .1 .499
* the printed mean and sd of the treatment; a shock of its own makes it endogenous
sum DT
replace DT = max(.018, .143 + .131*(DT - r(mean))/r(sd))
sum DT
replace DT = .143 + .131*(DT - r(mean))/r(sd)
gen mediator = 83.573*DT + 2*IE + 4*level + 5*rnormal()
gen NQP = .2418*DT + .0017*mediator + .004*IE - .003*FIEI + .01*LP - .02*LF + .002*IEV + .1*UL + .08*IL ///
	+ .006*(year - 2014) + .045*(level - 1) + .012*rnormal()
sum NQP
replace NQP = .221 + NQP - r(mean)
global x IE FIEI LP LF IEV UL IL
label var DT "Digital trade"
label var NQP "New quality productivity"
label var mediator "Digital infrastructure"

*-------------------------------------------------------------------------------
* Tables 1-3: indicator systems and entropy weights
*-------------------------------------------------------------------------------
foreach s in nq dt me {
	local J = cond("`s'" == "nq", 18, cond("`s'" == "dt", 16, 3))
	forvalues j = 1/`J' {
		gen `s'`j' = level*exp(.05*(year - 2014) + .4*rnormal())
	}
	entropy `s'1-`s'`J', gen(`s'_score)
	assert r(N) == 270 & r(J) == `J' & inrange(`s'_score, 0, 1)
}

*-------------------------------------------------------------------------------
* Table 4: descriptive statistics
*-------------------------------------------------------------------------------
tabstat NQP DT $x, s(n mean p50 sd min max) c(s) f(%9.3g)
outreg2 using "${OUT}table4.doc", replace sum(log) keep(NQP DT $x) eqkeep(N mean p50 sd min max) ///
	title(Table 4. Descriptive statistics)

*-------------------------------------------------------------------------------
* Table 5: baseline
*-------------------------------------------------------------------------------
reg NQP DT, r
assert abs(_b[_cons] + _b[DT]*.143 - .221) < 1e-6
outreg2 using "${OUT}table5.doc", replace bdec(4) sdec(4) ctitle(OLS) addtext(Province FE, NO, Year FE, NO)
xtreg NQP DT i.year, fe r
outreg2 using "${OUT}table5.doc", append bdec(4) sdec(4) ctitle(FE) keep(DT) addtext(Province FE, YES, Year FE, YES)
xtreg NQP DT $x, fe r
outreg2 using "${OUT}table5.doc", append bdec(4) sdec(4) ctitle(FE) addtext(Province FE, YES, Year FE, NO)
xtreg NQP DT $x i.year, fe r
outreg2 using "${OUT}table5.doc", append bdec(4) sdec(4) ctitle(FE) keep(DT $x) ///
	addtext(Province FE, YES, Year FE, YES)
assert e(N) == 270 & e(N_g) == 30 & e(N_clust) == 30
assert _b[DT] > 0 & _b[DT]/_se[DT] > 2.58
* the constant belongs to the first year, and reghdfe gives the same slopes
local b = _b[DT]
qui reghdfe NQP DT $x, absorb(id year) vce(cluster id)
assert reldif(_b[DT], `b') < 1e-8

*-------------------------------------------------------------------------------
* Table 6: instruments
*-------------------------------------------------------------------------------
gen iv = telecom*(year - 2013)
* with one instrument the rk Wald F is the squared t of the first stage, up to one degree of freedom
est clear
qui reghdfe DT L.DT $x, absorb(id year) vce(cluster id)
est store first1
local t2 = (_b[L.DT]/_se[L.DT])^2
ivreghdfe NQP $x (DT = L.DT), absorb(id year) cluster(id) first
est store second1
assert e(N) == 240 & reldif(e(widstat), `t2') < .01
xtivreg2 NQP $x (DT = iv) if year > 2014, fe cluster(id) first
est store second2
assert e(N) == 240
esttab first1 second1 second2 using "${OUT}table6.rtf", b(4) se(4) star(* 0.1 ** 0.05 *** 0.01) nogap ///
	mtitles("First stage" "L.DT" "Telecom") scalars("idstat KP rk LM" "idp p" "widstat KP rk Wald F") ///
	addnotes("Stock-Yogo 10% critical value: 16.38") replace
esttab first1 second1 second2, b(4) se(4) star(* 0.1 ** 0.05 *** 0.01) nogap ///
	mtitles("First stage" "L.DT" "Telecom") scalars("idstat KP rk LM" "idp p" "widstat KP rk Wald F")

*-------------------------------------------------------------------------------
* Table 7: robustness
*-------------------------------------------------------------------------------
est clear
qui pca nq1-nq18
predict f1
qui xtreg f1 DT $x i.year, fe r
est store pca_y
qui pca dt1-dt16
predict f2
qui xtreg NQP f2 $x i.year, fe r
est store pca_x
preserve
	winsor2 NQP DT $x, cuts(1 99) replace
	qui xtreg NQP DT $x i.year, fe r
	est store winsor
	assert e(N) == 270
restore
qui xtreg NQP DT $x i.year if !municipality, fe r
est store no_muni
assert e(N) == 234
qui xtreg NQP DT $x i.year if inrange(year, 2014, 2016), fe r
est store early
assert e(N) == 90
qui xtreg NQP DT $x i.year if year >= 2017, fe r
est store late
assert e(N) == 180
esttab pca_y pca_x winsor no_muni early late using "${OUT}table7.rtf", b(4) se(4) star(* 0.1 ** 0.05 *** 0.01) ///
	drop(*.year) nogap mtitles scalars(r2_w N_g) replace
esttab pca_y pca_x winsor no_muni early late, b(4) se(4) star(* 0.1 ** 0.05 *** 0.01) ///
	drop(*.year) nogap mtitles scalars(r2_w N_g) compress

*-------------------------------------------------------------------------------
* Tables 8-9: heterogeneity
*-------------------------------------------------------------------------------
egen median_ul = median(UL)
egen median_il = median(IL)
gen high_ul = UL > median_ul
gen high_il = IL > median_il
est clear
local i 0
foreach s in "region == 1" "region == 2" "region == 3" "high_ul == 0" "high_ul == 1" "high_il == 0" "high_il == 1" {
	local ++i
	qui xtreg NQP DT $x i.year if `s', fe r
	est store h`i'
	local n`i' = e(N)
	local g`i' = e(N_g)
}
assert `n1' == 108 & `g1' == 12 & `n2' == 81 & `n3' == 81 & `g3' == 9
assert `n4' + `n5' == 270 & `n6' + `n7' == 270
esttab h* using "${OUT}table8.rtf", b(4) se(4) star(* 0.1 ** 0.05 *** 0.01) keep(DT) replace ///
	mtitles("East" "Central" "West" "Low UL" "High UL" "Low IL" "High IL") scalars("N_g Number of ids" "r2_w R-squared")
esttab h*, b(4) se(4) star(* 0.1 ** 0.05 *** 0.01) keep(DT) ///
	mtitles("East" "Central" "West" "Low UL" "High UL" "Low IL" "High IL") scalars("N_g Number of ids" "r2_w R-squared")
bdiff, group(high_ul) model(reghdfe NQP DT $x, absorb(id year)) reps(100) seed(3)

*-------------------------------------------------------------------------------
* Table 10: mediation
*-------------------------------------------------------------------------------
qui xtreg NQP DT $x i.year, fe r
local c = _b[DT]
qui xtreg mediator DT $x i.year, fe r
local a = _b[DT]
qui xtreg NQP DT mediator $x i.year, fe r
assert abs(`c' - (_b[DT] + `a'*_b[mediator])) < 1e-8
mediate NQP, x(DT) m(mediator) controls($x) absorb(id year) vce(cluster id) procedure(wen2004)
assert reldif(e(c), e(cp) + e(a)*e(b_m)) < 1e-8
