* Artificial intelligence pilot zones and new quality productivity: every table and figure of the paper
* Zhang and Chen, "How Does Artificial Intelligence Empower the Development of New-Quality Productivity?"
* The paper publishes no data. The panel below is simulated: 30 provinces, 2012-2022, with the dates of approval
* (September or later counts from the next year) and the means and standard deviations that the paper prints. Numbers
* of observations are the paper's; coefficients are near its own, not equal. Figures and tables go to the folder in
* global OUT, else to temporary files.

if "$OUT" == "" {
	tempfile out
	global OUT "`out'"
}
else global OUT "$OUT/"
set seed 20120011

*-------------------------------------------------------------------------------
* Simulate the panel
*-------------------------------------------------------------------------------
clear
input str9 province yr month east ftz
	"北京" 2019 2 1 1
	"上海" 2019 5 1 1
	"天津" 2019 10 1 1
	"广东" 2019 10 1 1
	"浙江" 2019 10 1 1
	"安徽" 2019 10 0 0
	"重庆" 2020 3 0 1
	"四川" 2020 3 0 1
	"陕西" 2020 3 0 1
	"山东" 2019 10 1 1
	"湖北" 2020 9 0 1
	"江苏" 2021 2 1 1
	"湖南" 2021 2 0 0
	"河南" 2021 11 0 1
	"辽宁" 2021 11 1 1
	"黑龙江" 2021 12 0 0
	"河北" . . 1 1
	"福建" . . 1 1
	"海南" . . 1 1
	"山西" . . 0 0
	"吉林" . . 0 0
	"江西" . . 0 0
	"内蒙古" . . 0 0
	"广西" . . 0 1
	"贵州" . . 0 0
	"云南" . . 0 1
	"甘肃" . . 0 0
	"青海" . . 0 0
	"宁夏" . . 0 0
	"新疆" . . 0 0
end
gen first = yr + (month >= 9) if yr < .
encode province, gen(id)
gen alpha = exp(.5*rnormal()) + .5*(first < .)
expand 11
bysort id: gen year = 2011 + _n
xtset id year
gen did = first < . & year >= first
* 41 treated cells: the printed mean .124
tab year did
count if did
assert r(N) == 41 & string(41/330, "%4.3f") == "0.124"

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
persistent edu .252 .109 .117 .643
persistent fin 1.545 .448 .698 2.774
persistent ind .324 .075 .1 .542
persistent infra 11.718 .852 9.435 12.911
persistent urban .606 .118 .363 .896
persistent is 1.383 .752 .613 5.282
replace is = is + .12*did
* talent agglomeration: location quotient of research personnel in employment
gen employed = exp(7 + .5*rnormal())
gen research = employed*.01*exp(.9*alpha + .2*did + .1*rnormal())
replace research = . if mod(_n, 89) == 0 & !inlist(year, 2012, 2022)
bysort id (year): ipolate research year, gen(rd)
lq rd employed, gen(tag) time(year)
gen np = .02*did + .01*did*(year - first) + .02*tag + .01*is + .02*edu - .005*fin + .05*ind + .003*infra + .0557*urban ///
	+ .006*(year - 2012) + .1*alpha + .010*rnormal() if did
replace np = .02*tag + .01*is + .02*edu - .005*fin + .05*ind + .003*infra + .0557*urban + .006*(year - 2012) ///
	+ .1*alpha + .010*rnormal() if !did
sum np
replace np = np - r(mean) + .225
gen patents = exp(4 + alpha + .3*did + .3*rnormal())
gen lnpatents = ln(1 + patents)
gen lnfirms = ln(1 + exp(6 + .8*alpha + .2*did + .3*rnormal()))
gen ftz_did = ftz & year >= 2017
gen appzone = inlist(province, "上海", "广东", "山东") & year >= 2020
label var np "新质生产力"
label var did "人工智能试验区"
label var tag "人才集聚"
label var is "产业结构"
label var edu "教育水平"
label var fin "金融发展"
label var ind "工业化"
label var infra "基础设施"
label var urban "城镇化"
global x edu fin ind infra urban

*-------------------------------------------------------------------------------
* Table 1: indicators, among them productivity by a stochastic frontier; CRITIC-entropy weights
*-------------------------------------------------------------------------------
gen lnk = 9 + .5*alpha + .06*(year - 2012) + .3*rnormal()
gen lnl = ln(employed)
gen lny = .5 + .5*lnk + .4*lnl + .1*rnormal() - abs(.3*rnormal())
frontier lny lnk lnl
predict te, te
assert inrange(te, 0, 1)
forvalues j = 1/18 {
	gen z`j' = exp(.6*alpha + .05*(year - 2012) + .5*rnormal())
}
gen z19 = te
gen z20 = exp(.6*alpha + .05*(year - 2012) + .5*rnormal())
replace z20 = 1/z20
label var z20 "Engel coefficient"
entropy z1-z20, negative(z20) gen(np_entropy)
matrix E = r(weights)
critic z1-z20, negative(z20) gen(np_critic)
matrix C = r(weights)
cweight, entropy(E) critic(C) rule(add)
matrix W = r(weights)
entropy z1-z20, negative(z20) gen(np_both) combine(critic, rule(add))
corr np_entropy np_critic np_both
assert abs(np_both - (np_entropy + np_critic)/2) < 1e-6
putexcel set "${OUT}table1.xlsx", replace
putexcel A1 = matrix(W), names

*-------------------------------------------------------------------------------
* Table 2: descriptive statistics
*-------------------------------------------------------------------------------
estpost summarize np did tag is $x, detail
esttab using "${OUT}table2.rtf", cells("count(fmt(0)) mean(fmt(3)) p50(fmt(3)) sd(fmt(3)) min(fmt(3)) max(fmt(3))") ///
	noobs nomtitle nonumber label replace title("表2 描述性统计")
esttab, cells("count(fmt(0)) mean(fmt(3)) p50(fmt(3)) sd(fmt(3)) min(fmt(3)) max(fmt(3))") ///
	noobs nomtitle nonumber label title("表2 描述性统计")

*-------------------------------------------------------------------------------
* Table 3: baseline
*-------------------------------------------------------------------------------
reghdfe np did, absorb(id year)
est store m1
estadd local controls "否"
reghdfe np did $x, absorb(id year)
est store m2
estadd local controls "是"
assert e(N) == 330 & _b[did]/_se[did] > 2.58 & e(r2) > .95
estadd local province "是": m1 m2
estadd local years "是": m1 m2
local s1 b(4) se(4) star(* 0.1 ** 0.05 *** 0.01) label nogap
local s2 mtitles("(1)" "(2)") nonumbers stats(controls province years N r2, fmt(%s %s %s 0 4) ///
	labels("控制变量" "省份固定效应" "年份固定效应" "样本量" "R²"))
esttab m1 m2 using "${OUT}table3.rtf", `s1' `s2' title("表3 基准回归") addnotes("注：括号内为标准误。") nonotes replace
esttab m1 m2, `s1' `s2' title("表3 基准回归")
assert fileexists("${OUT}table3.rtf")

*-------------------------------------------------------------------------------
* Figure 1: event study, five and more years before pooled, the year before as base
*-------------------------------------------------------------------------------
gen event = year - first
replace event = -5 if event < -5
tab event, gen(d)
drop d5
foreach v of varlist d1-d9 {
	replace `v' = 0 if `v' == .
}
capture drop d0
gen base = 0
label var base "-1"
reghdfe np d1-d4 base d6-d9 $x, absorb(id year) vce(cluster id)
coefplot, omitted keep(d? base) order(d1 d2 d3 d4 base d6 d7 d8 d9) vertical recast(connected) ///
	coeflabels(d1 = "≤-5" d2 = "-4" d3 = "-3" d4 = "-2" base = "-1" d6 = "0" d7 = "1" d8 = "2" d9 = "3") ///
	yline(0, lcolor(black)) xline(5, lpattern(dash)) ciopts(recast(rcap)) msymbol(circle_hollow) ///
	ytitle("估计系数") xtitle("政策实施相对年份") scheme(s1mono)
graph export "${OUT}figure1.png", replace width(2000)
eventstudy np $x, treat(did) window(-5 3) bin base(-1)

*-------------------------------------------------------------------------------
* Figure 2: placebo, 500 draws
*-------------------------------------------------------------------------------
reghdfe np did $x, absorb(id year)
local b = _b[did]
tempfile draws
permute did beta = _b[did] se = _se[did], reps(500) seed(5) nodots saving("`draws'", replace): ///
	reghdfe np did $x, absorb(id year)
preserve
	use "`draws'", clear
	gen p = 2*ttail(284, abs(beta/se))
	count if p > .1
	assert r(N) > 400
	twoway (kdensity beta, lpattern(solid)) (scatter p beta, yaxis(2) msymbol(smcircle_hollow) mcolor(gs8)), ///
		xline(`b', lpattern(dash)) yline(.1, axis(2) lpattern(shortdash)) xlabel(-.02(.01).04) ///
		xtitle("估计系数") ytitle("核密度") ytitle("p 值", axis(2)) legend(label(1 "核密度") label(2 "p 值")) scheme(s1color)
	graph export "${OUT}figure2.png", replace
restore

*-------------------------------------------------------------------------------
* Table 4: robustness
*-------------------------------------------------------------------------------
eststo clear
eststo: qui reghdfe np lnpatents $x, absorb(id year)
eststo: qui reghdfe np lnfirms $x, absorb(id year)
eststo: qui reghdfe F.np did $x, absorb(id year)
assert e(N) == 300
eststo: qui reghdfe np did appzone $x, absorb(id year)
eststo: qui reghdfe np did ftz_did $x, absorb(id year)
assert e(N) == 330
esttab using "${OUT}table4.xlsx", b(4) se(4) star(* 0.1 ** 0.05 *** 0.01) r2 indicate("Controls = $x") ///
	fe(id "Province FE" year "Year FE") nogap replace
esttab, b(4) se(4) star(* 0.1 ** 0.05 *** 0.01) r2 indicate("Controls = $x") ///
	fe(id "Province FE" year "Year FE") nogap

*-------------------------------------------------------------------------------
* Table 5: mechanisms
*-------------------------------------------------------------------------------
foreach m in tag is {
	mediate np, x(did) m(`m') controls($x) absorb(id year) vce(cluster id) method(bootstrap) reps(500) seed(7)
	assert reldif(e(c), e(cp) + e(a)*e(b_m)) < 1e-8
}

*-------------------------------------------------------------------------------
* Heterogeneity: regions
*-------------------------------------------------------------------------------
eststo clear
bysort east: eststo: qui reghdfe np did $x, absorb(id year)
esttab, b(4) se(4) star(* 0.1 ** 0.05 *** 0.01) keep(did) label nogap mtitles("中西部" "东部") r2
hetero, by(east): reghdfe np did $x, absorb(id year)
