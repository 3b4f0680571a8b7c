* Pilot free trade zones and new quality productive forces: every table and figure of the paper
* Liu and Deng, "Can China's Pilot Free Trade Zone Improve New Quality Productive Forces In Pilot Areas?"
* The paper publishes no data. The panel below is simulated: 31 provinces, 2012-2022, with the real dates of adoption
* and the means and standard deviations that the paper prints. Numbers of observations and identities are the paper's;
* coefficients are near its own, not equal. Figures and tables go to the folder in global OUT, else to temporary files.

if "$OUT" == "" {
	tempfile out
	global OUT "`out'"
}
else global OUT "$OUT/"
set seed 20240617

*-------------------------------------------------------------------------------
* Simulate the panel
*-------------------------------------------------------------------------------
clear
input str12 province first east yangtze
	"北京" 2020 1 0
	"天津" 2015 1 0
	"河北" 2019 1 0
	"山西" 0 0 0
	"内蒙古" 0 0 0
	"辽宁" 2017 1 0
	"吉林" 0 0 0
	"黑龙江" 2019 0 0
	"上海" 2013 1 1
	"江苏" 2019 1 1
	"浙江" 2017 1 1
	"安徽" 2020 0 1
	"福建" 2015 1 0
	"江西" 0 0 1
	"山东" 2019 1 0
	"河南" 2017 0 0
	"湖北" 2017 0 1
	"湖南" 2020 0 1
	"广东" 2015 1 0
	"广西" 2019 0 0
	"海南" 2018 1 0
	"重庆" 2017 0 1
	"四川" 2017 0 1
	"贵州" 0 0 1
	"云南" 2019 0 1
	"西藏" 0 0 0
	"陕西" 2017 0 0
	"甘肃" 0 0 0
	"青海" 0 0 0
	"宁夏" 0 0 0
	"新疆" 0 0 0
end
gen beltroad = inlist(province, "新疆", "陕西", "甘肃", "宁夏", "青海", "内蒙古", "黑龙江", "吉林", "辽宁") ///
	| inlist(province, "广西", "云南", "西藏", "上海", "福建", "广东", "浙江", "海南", "重庆")
encode province, gen(id)
gen alpha = exp(.6*rnormal()) + 1.4*(first > 0)
gen zone = 300 + 500*(first > 0) + 150*rnormal()
expand 11
bysort id: gen year = 2011 + _n
xtset id year
gen did = first > 0 & year >= first

* a persistent control with the printed mean, sd and range
capture program drop control
program define control
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
control inf 11.705 .841 9.347 12.913
control gdp 10.897 .445 9.849 12.155
control ftd .260 .266 .008 1.354
control hc .021 .008 .006 .114
control urb .598 .127 .229 .896
control inds 1.305 .716 .549 5.297
control fin 1.520 .447 .701 2.996
gen nqpf = .025*did - .015*inf + .156*gdp - .208*ftd - .65*hc + .478*urb + .034*inds + .008*fin ///
	+ .08*alpha + .004*(year - 2012) + .022*rnormal()
qui sum nqpf
replace nqpf = nqpf - r(mean) + .199
* mechanisms: innovation, modern industrial chain, market segmentation
control inn 13.579 1.14 10.637 16.283
control mic .2 .08 .04 .547
control ms -6.588 1.846 -11.67 -2.9
replace inn = .8*inn + 2.7 + .35*did + 2*(nqpf - .199)
replace mic = mic + .025*did + .1*(nqpf - .199)
replace ms = ms - .9*did - 2*(nqpf - .199)
replace ms = . if year == 2022
gen iv = zone*did/1000

label var nqpf "New quality productive forces"
label var did "DID"
label var inn "Innovation"
label var mic "Modernised industrial chain"
label var ms "Market segmentation"
label var inf "Infrastructure"
label var gdp "GDP per capita"
label var ftd "Foreign trade dependence"
label var hc "Human capital"
label var urb "Urbanisation"
label var inds "Industrial structure"
label var fin "Financial development"
global y nqpf
global x inf gdp ftd hc urb inds fin
global star "star(* 0.1 ** 0.05 *** 0.01)"
global fmt "b(3) t(3) nogap compress"

* 114 treated cells: the printed mean .334 and standard deviation .472
count if did
assert r(N) == 114
sum did
assert string(r(mean), "%4.3f") == "0.334" & string(r(sd), "%4.3f") == "0.472"

*-------------------------------------------------------------------------------
* Tables 1-2: indicator systems and entropy weights
*-------------------------------------------------------------------------------
foreach s in nq chain {
	local J = cond("`s'" == "nq", 15, 31)
	forvalues j = 1/`J' {
		gen `s'`j' = exp(.8*alpha + .06*(year - 2012) + .5*rnormal())
	}
}
* waste and energy use count against productivity
replace nq7 = 1/nq7
replace nq8 = 1/nq8
entropy nq1-nq15, negative(nq7 nq8) gen(nqpf_index) ///
	hierarchical(technological = nq1-nq5; green = nq6-nq10; digital = nq11-nq15)
matrix W = r(weights)
matrix sum = J(1, 15, 1)*W[1..., "w"]
assert reldif(sum[1,1], 1) < 1e-12
assert reldif(nqpf_index, nqpf_index_technological + nqpf_index_green + nqpf_index_digital) < 1e-10
entropy chain1-chain31, gen(mic_index)
assert inrange(mic_index, 0, 1)
putexcel set "${OUT}weights.xlsx", replace
putexcel A1 = matrix(W), names

*-------------------------------------------------------------------------------
* Table 3: descriptive statistics
*-------------------------------------------------------------------------------
sumtab $y did inn mic ms $x, label
sumtab $y did inn mic ms $x using "${OUT}table3.rtf", label title("Table 3. Descriptive statistics") replace

*-------------------------------------------------------------------------------
* Table 4: baseline
*-------------------------------------------------------------------------------
eststo clear
eststo: reg $y did
local b = _b[did]
assert reldif(_b[_cons] + `b'*114/341, .199) < 1e-7
assert reldif((`b'/_se[did])^2, e(r2)/(1 - e(r2))*339) < 1e-8
estadd local prov "NO"
estadd local yr "NO"
eststo: qui reg $y did i.id i.year
estadd local prov "YES"
estadd local yr "YES"
eststo: qui reg $y did $x i.id i.year
assert e(N) == 341
assert _b[did] > 0 & _b[did]/_se[did] > 2.58 & e(r2) > .95 & `b' > 2*_b[did]
estadd local prov "YES"
estadd local yr "YES"
esttab, $fmt $star label keep(did $x _cons) nomtitle ///
	scalars("prov Province FE" "yr Year FE") r2 title("Table 4. Baseline regression")
esttab using "${OUT}table4.rtf", $fmt $star label keep(did $x _cons) nomtitle ///
	scalars("prov Province FE" "yr Year FE") r2 title("Table 4. Baseline regression") replace

*-------------------------------------------------------------------------------
* Figure 1: parallel trends
*-------------------------------------------------------------------------------
gen event = year - first if first > 0
forvalues i = 5(-1)2 {
	gen pre_`i' = (event == -`i')
	label var pre_`i' "-`i'"
}
replace pre_5 = 1 if event < -5
gen current = (event == 0)
label var current "0"
forvalues i = 1/5 {
	gen post_`i' = (event == `i')
	label var post_`i' "`i'"
}
replace post_5 = 1 if event > 5 & event < .
reghdfe $y pre_* current post_* $x, absorb(id year) vce(cluster id)
assert e(N) == 341
test pre_5 pre_4 pre_3 pre_2
coefplot, keep(pre_* current post_*) vertical recast(connect) ciopts(recast(rcap)) ///
	yline(0) xline(4.5, lpattern(dash)) xtitle("Years since the pilot") ytitle("Coefficient") scheme(s1mono)
graph export "${OUT}figure1.png", replace

*-------------------------------------------------------------------------------
* Figure 2: placebo, 500 random assignments
*-------------------------------------------------------------------------------
placebo, reps(500) type(unit) treat(did) seed(1) nodots saving("${OUT}placebo.dta", replace): ///
	reghdfe $y did $x, absorb(id year)
assert r(reps_ok) == 500 & r(p2) < .1
local b = r(b)
preserve
	use "${OUT}placebo.dta", clear
	gen p = 2*ttail(293, abs(b/se))
	twoway (kdensity b, yaxis(2)) (scatter p b, msymbol(oh)), xline(`b', lpattern(dash)) ///
		yline(.1, lpattern(dash)) xtitle("Estimate") ytitle("p value") ytitle("Density", axis(2)) ///
		legend(order(1 "Density" 2 "p value")) scheme(s1mono)
	graph export "${OUT}figure2.png", replace
restore

*-------------------------------------------------------------------------------
* Table 5: PSM-DID, instrument, without 2020
*-------------------------------------------------------------------------------
gen treat = first > 0
psmatch2 treat $x, outcome($y) logit radius caliper(.05) common
psgraph, title("Common support")
graph export "${OUT}support.png", replace
estimates clear
qui reg $y did $x i.id i.year if _weight != .
est store psm
qui ivregress 2sls $y (did = iv) $x i.id i.year
est store iv
assert e(N) == 341
qui reg $y did $x i.id i.year if year != 2020
assert e(N) == 310
est store no2020
esttab psm iv no2020 using "${OUT}table5.rtf", $fmt $star label keep(did $x) ///
	mtitles("PSM-DID" "2SLS" "Without 2020") r2 replace
esttab psm iv no2020, $fmt $star label keep(did $x) mtitles("PSM-DID" "2SLS" "Without 2020") r2

*-------------------------------------------------------------------------------
* Table 6: mechanisms
*-------------------------------------------------------------------------------
eststo clear
foreach m in inn mic ms {
	eststo: qui reghdfe $y `m' $x, absorb(id year)
	assert e(N) == cond("`m'" == "ms", 310, 341)
	eststo: qui reghdfe `m' did $x, absorb(id year)
}
esttab using "${OUT}table6.rtf", $fmt $star label keep(did inn mic ms) r2 ///
	fe(id "Province FE" year "Year FE") title("Table 6. Mechanisms") replace
esttab, $fmt $star label keep(did inn mic ms) r2 fe(id "Province FE" year "Year FE")

*-------------------------------------------------------------------------------
* Table 7: heterogeneity
*-------------------------------------------------------------------------------
eststo clear
foreach g in east beltroad yangtze {
	eststo: qui reghdfe $y c.did#c.`g' $x, absorb(id year)
	assert e(N) == 341 & e(r2) > .95
}
esttab using "${OUT}table7.rtf", $fmt $star label drop(_cons) r2 ar2 replace
esttab, $fmt $star label drop(_cons) r2 ar2
