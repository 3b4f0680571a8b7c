* Big data pilot zones and new quality productivity: every table and figure of the paper
* Xu and Yu, "Can Big Data Pilot Zones Empower the Development of New Quality Productivity?"
* The paper publishes no data. The panel below is simulated: 284 cities, 2014-2022, 67 of them treated from 2016, with
* the means and standard deviations that the paper prints. Numbers of observations and identities are the paper's;
* coefficients are near its own, not equal. Figures and tables go to the folder in global OUT, else to temporary files.

if "$OUT" == "" {
	tempfile out
	global OUT "`out'"
}
else global OUT "$OUT/"
set seed 20160001

*-------------------------------------------------------------------------------
* Simulate the panel
*-------------------------------------------------------------------------------
* a persistent variable with the printed mean, sd and range
capture program drop persistent
program define persistent
	args x mean sd min max
	tempvar a
	bysort city (year): gen `a' = rnormal() if _n == 1
	by city: replace `a' = `a'[1]
	gen `x' = sqrt(.9)*`a' + sqrt(.1)*rnormal()
	forvalues i = 1/20 {
		qui sum `x'
		qui replace `x' = min(max(`mean' + `sd'*(`x' - r(mean))/r(sd), `min'), `max')
	}
end

clear
set obs 284
gen city = _n
gen treat = city <= 67
gen key = inrange(city, 1, 12) | inrange(city, 68, 74)
gen resource = mod(city, 5) < 2
replace resource = 1 if city == _N
gen alpha = exp(.8*rnormal())*(1 + .25*treat + 1.2*key)
expand 9
bysort city: gen year = 2013 + _n
xtset city year
gen post = year >= 2016
gen did = treat*post
persistent lngdp 10.8765 .5264 9.2273 12.4565
persistent fin 1.168 .6527 .118 9.6221
persistent Str 1.1995 .6354 .2616 5.6503
persistent com .397 .1121 .00003 .9958
persistent gov .2099 .1035 .0439 .9155
persistent index 227.8159 50.856 105.61 361.0663
persistent lngip 4.4348 1.6788 0 10.0835
replace index = index + 3.794*(did - .1835)
replace lngip = lngip + .1685*(did - .1835)
gen nqp = .0019*did*(year - 2016) + .0006*index + .0015*lngip - .0069*lngdp + .0038*fin + .002*Str ///
	- .001*com - .068*gov + .0007*(year - 2014) + .011*rnormal() + .042*alpha
qui sum nqp
replace nqp = nqp - r(mean) + .0711
replace fin = . if mod(_n, 97) == 0 & !inlist(year, 2014, 2022)

label var nqp "New quality productivity"
label var did "Big data pilot zone"
label var lngdp "ln GDP per capita"
label var fin "Financial development"
label var Str "Industrial structure"
label var com "Consumption"
label var gov "Government"
label var index "Digital finance index"
label var lngip "ln green patents"
global y nqp
global x lngdp fin Str com gov

* 67 treated cities are the only number that gives the printed mean .1835
count if did
assert r(N) == 469 & string(r(N)/_N, "%6.4f") == "0.1835"

* gaps are filled by linear interpolation
bysort city: ipolate fin year, gen(fin_)
drop fin
rename fin_ fin
label var fin "Financial development"

*-------------------------------------------------------------------------------
* Table 1: indicators and entropy weights
*-------------------------------------------------------------------------------
forvalues j = 1/12 {
	gen z`j' = exp(.8*alpha + .06*(year - 2014) + .5*rnormal())
}
replace z11 = 1/z11
replace z12 = 1/z12
entropy z1-z12, negative(z11 z12) gen(score) hierarchical(labour = z1-z4; objects = z5-z8; means = z9-z12)
assert reldif(score, score_labour + score_objects + score_means) < 1e-10

*-------------------------------------------------------------------------------
* Table 2: descriptive statistics
*-------------------------------------------------------------------------------
tabstat $y did index lngip $x, s(N mean sd min max) c(s) format(%9.4f)
logout, save("${OUT}table2") word replace: tabstat $y did index lngip $x, s(N mean sd min max) c(s) format(%9.4f)

*-------------------------------------------------------------------------------
* Table 3: baseline
*-------------------------------------------------------------------------------
reg $y did, vce(cluster city)
outreg2 using "${OUT}table3.doc", replace bdec(4) sdec(4) e(r2_a) ctitle(OLS) addtext(City FE, NO, Year FE, NO)
assert abs(_b[_cons] + _b[did]*469/2556 - .0711) < 1e-7
local pooled = _b[did]
reghdfe $y did, absorb(city year) vce(cluster city)
outreg2 using "${OUT}table3.doc", append bdec(4) sdec(4) e(r2_a) ctitle(FE) addtext(City FE, YES, Year FE, YES)
* the constant is mean(y) - b mean(x), and all 292 absorbed coefficients count in the adjusted R2
assert abs(_b[_cons] + _b[did]*469/2556 - .0711) < 1e-7
assert abs(e(r2_a) - (1 - (1 - e(r2))*2555/(2556 - 1 - 292 - 1 + 1))) < 1e-10
reg $y did $x, vce(cluster city)
outreg2 using "${OUT}table3.doc", append bdec(4) sdec(4) e(r2_a) ctitle(OLS) addtext(City FE, NO, Year FE, NO)
reghdfe $y did $x, absorb(city year) vce(cluster city)
outreg2 using "${OUT}table3.doc", append bdec(4) sdec(4) e(r2_a) ctitle(FE) addtext(City FE, YES, Year FE, YES)
assert e(N) == 2556 & e(N_clust) == 284 & abs(e(r2_a) - (1 - (1 - e(r2))*2555/(2556 - 6 - 292))) < 1e-10
assert _b[did] > 0 & _b[did]/_se[did] > 1.96 & `pooled' > 2*_b[did] & e(r2) > .95

*-------------------------------------------------------------------------------
* Figure 1: event study with the year of the policy as base and 90% intervals
*-------------------------------------------------------------------------------
gen event = (year - 2016)*treat
forvalues i = 2(-1)1 {
	gen pre_`i' = event == -`i' & treat
}
gen current = year == 2016 & treat
forvalues i = 1/6 {
	gen post_`i' = event == `i' & treat
}
reghdfe $y pre_2 pre_1 post_* $x, absorb(city year) vce(cluster city)
est store event
coefplot event, keep(pre_* post_*) vertical levels(90) recast(connect) ///
	ciopts(recast(rcap) lpattern(dash)) yline(0) xline(2.5, lpattern(dash)) ///
	ytitle("政策效应") xtitle("相对年份") scheme(s1mono)
graph export "${OUT}figure1.png", replace width(2000)

*-------------------------------------------------------------------------------
* Figure 2: placebo, 120 fake treated cities, 1000 times
*-------------------------------------------------------------------------------
placebo, reps(1000) ntreat(120) date(2016) treat(did) seed(2) nodots saving("${OUT}placebo.dta", replace): ///
	reghdfe $y did $x, absorb(city year) vce(cluster city)
assert r(reps_ok) == 1000 & abs(r(b_mean)) < .001
local b = r(b)
preserve
	use "${OUT}placebo.dta", clear
	gen p = 2*ttail(283, abs(b/se))
	kdensity b, addplot(scatter p b, yaxis(2) msymbol(Oh) msize(small)) xline(`b', lc(black) lp(dash)) ///
		yline(.1, axis(2) lp(shortdash)) title("") note("") xtitle("估计系数") ytitle("核密度") ///
		ytitle("p值", axis(2)) legend(order(1 "核密度" 2 "p值") pos(10) ring(0)) scheme(s1mono)
	graph export "${OUT}figure2.png", replace
restore

*-------------------------------------------------------------------------------
* Table 4: robustness - PSM-DID, winsorised, 2014-2019
*-------------------------------------------------------------------------------
eststo clear
gen u = runiform()
sort u
psmatch2 treat $x, neighbor(1) logit common ate
pstest $x, both graph
graph export "${OUT}balance.png", replace
eststo nn: reghdfe $y did $x if _weight < ., absorb(city year) vce(cluster city)
assert e(N) < 2556
psmatch2 treat $x, kernel logit common
eststo kernel: reghdfe $y did $x if _support, absorb(city year) vce(cluster city)
assert e(N) > 2400
preserve
	winsor2 $y $x, cuts(1 99) replace
	eststo winsor: reghdfe $y did $x, absorb(city year) vce(cluster city)
	assert e(N) == 2556
restore
eststo short: reghdfe $y did $x if year <= 2019, absorb(city year) vce(cluster city)
assert e(N) == 284*6
esttab nn kernel winsor short using "${OUT}table4.docx", b(4) se(4) star(* 0.1 ** 0.05 *** 0.01) ///
	mtitles("近邻匹配" "核匹配" "缩尾" "2014-2019") scalars("r2 R²" "r2_a Adj. R²") label nogap replace

*-------------------------------------------------------------------------------
* Table 5: mechanisms
*-------------------------------------------------------------------------------
qui reghdfe $y did $x, absorb(city year) vce(cluster city)
local c = _b[did]
eststo clear
foreach m in index lngip {
	eststo: qui reghdfe `m' did $x, absorb(city year) vce(cluster city)
	local a = _b[did]
	eststo: qui reghdfe $y did `m' $x, absorb(city year) vce(cluster city)
	assert abs(`c' - (_b[did] + `a'*_b[`m'])) < 1e-9
}
esttab using "${OUT}table5.rtf", b(4) se(4) star(* 0.1 ** 0.05 *** 0.01) order(did index lngip) ///
	mgroups("Digital finance" "Green innovation", pattern(1 0 1 0)) indicate("Controls = $x") r2 ar2 label replace
esttab, b(4) se(4) star(* 0.1 ** 0.05 *** 0.01) order(did index lngip) ///
	mgroups("Digital finance" "Green innovation", pattern(1 0 1 0)) indicate("Controls = $x") r2 ar2 label
sgmediation nqp, mv(index) iv(did) cv($x i.city i.year)

*-------------------------------------------------------------------------------
* Table 6: heterogeneity
*-------------------------------------------------------------------------------
eststo clear
local n1 171
local n2 2385
local n3 1026
local n4 1530
local i 0
foreach s in "key" "!key" "resource" "!resource" {
	eststo: qui reghdfe $y did $x if `s', absorb(city year) vce(cluster city)
	local ++i
	assert e(N) == `n`i''
}
esttab using "${OUT}table6.tex", b(4) se(4) star(* 0.1 ** 0.05 *** 0.01) label booktabs replace ///
	mtitles("Key" "Ordinary" "Resource" "Other") stats(N r2 r2_a, fmt(%9.0fc 4 4) labels("N" "R$^2$" "Adj. R$^2$"))
esttab, b(4) se(4) star(* 0.1 ** 0.05 *** 0.01) label ///
	mtitles("Key" "Ordinary" "Resource" "Other") stats(N r2 r2_a, fmt(%9.0fc 4 4) labels("N" "R2" "Adj. R2"))
