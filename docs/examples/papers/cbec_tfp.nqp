* Cross-border e-commerce pilot zones and urban total factor productivity: every table and figure of the paper
* Huang, "The Policy of Cross Border E-Commerce Comprehensive Pilot Zone and the Growth of Urban Total Factor
* Productivity"
* The paper publishes no data. The panel below is simulated: 70 cities, 2011-2019, zones of 2015 (1 city), 2016 (11) and
* 2018 (22), with the means and standard deviations that the paper prints; productivity is computed from simulated
* investment, labour and output by perpetual inventory and the Malmquist index. Numbers of observations are the paper's
* where its own prints are possible. Figures and tables go to the folder in global OUT, else to temporary files.

if "$OUT" == "" {
	tempfile out
	global OUT "`out'"
}
else global OUT "$OUT/"
set seed 20150307

*-------------------------------------------------------------------------------
* Table 1: national trade of cross-border e-commerce, 100 million yuan
*-------------------------------------------------------------------------------
clear
input year trade
	2019 12903
	2020 16220
	2021 19237
	2022 20599
	2023 23744
end
tsset year
gen growth = D.trade/L.trade*100
format growth %5.1f
list, noobs sep(0)
assert string(growth[5], "%4.1f") == "15.3"
export excel using "${OUT}table1.xlsx", firstrow(variables) replace

*-------------------------------------------------------------------------------
* Simulate the panel
*-------------------------------------------------------------------------------
* a persistent control with the printed mean, sd and range
capture program drop control
program define control
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
set obs 70
gen city = _n
gen batch = cond(city == 1, 2015, cond(city <= 12, 2016, cond(city <= 34, 2018, 0)))
gen region = 1 + mod(city, 4)
label define region 1 "East" 2 "Central" 3 "West" 4 "Northeast"
label values region region
gen municipality = inlist(city, 2, 3, 4, 35)
gen scale = 5 + 1.2*rnormal()
gen growth_i = .06 + .04*runiform()
expand 10
bysort city: gen year = 2009 + _n
xtset city year
gen sydid = batch > 0 & year >= batch
bysort city (year): gen invest = exp(scale)*(1 + growth_i)^(year - 2010)*exp(.05*rnormal())
gen labour = exp(.6*scale + .02*(year - 2010) + .1*rnormal())

* capital by perpetual inventory: K0 = I0/(g + 6%), g the geometric mean growth of investment 2011-2014
gen deflator = 1.02^(year - 2011)
gen real = invest/deflator
bysort city (year): gen g = (real[5]/real[2])^(1/3) - 1
by city: gen capital = real/(g + .06) if _n == 1
by city: replace capital = real + (1 - .06)*capital[_n-1] if _n > 1
assert capital < . & capital > 0
pim invest, gen(k) depr(.06) deflator(deflator) gyears(2011 2014)
assert reldif(k, capital) < 1e-5
gen level = .02*(year - 2010) + .17*rnormal() + .012*sydid*(year - batch + 1)
gen output = exp(.4*ln(capital) + .5*ln(labour) + level)
malmquist capital labour = output, dmu(city) time(year) ort(out) generate(m_)
rename m_tfpch tfpch
assert abs(tfpch - m_effch*m_techch) < 1e-8 if tfpch < .
drop if year == 2010
xtset city year
assert r(balanced) == "strongly balanced"
control eco 3.557 .329 2.733 4.467
control ind 1.158 .742 .371 5.169
control inf 7.481 .311 6.607 8.661
control sca 2.705 .299 1.244 3.362
control tra .365 .443 .004 2.374
control con 7.254 .5 5.893 8.2
replace tfpch = tfpch + .02*sydid - .05*(eco - 3.557)
label var tfpch "TFP growth"
label var sydid "Pilot zone"
label var eco "Economic level"
label var ind "Industrial structure"
label var inf "Infrastructure"
label var sca "City scale"
label var tra "Trade"
label var con "Consumption"
global x eco ind inf sca tra con

* 93 treated cells: the printed mean .148
count if sydid
assert r(N) == 93 & string(93/630, "%4.3f") == "0.148"

* missing values are filled with the mean of the years around them
replace tra = . if mod(_n, 83) == 0 & !inlist(year, 2011, 2019)
fillmean tra, neighbors generate(tra_filled)
replace tra = tra_filled
drop tra_filled
assert tra < .

*-------------------------------------------------------------------------------
* Table 2: descriptive statistics
*-------------------------------------------------------------------------------
asdoc sum tfpch sydid $x, save(${OUT}table2.doc) replace title(Table 2. Descriptive statistics) dec(3) label

*-------------------------------------------------------------------------------
* Figure 1: parallel trends
*-------------------------------------------------------------------------------
gen event = year - batch if batch > 0
replace event = -5 if event < -5
forvalues i = 5(-1)1 {
	gen pre`i' = event == -`i'
}
forvalues i = 0/4 {
	gen post`i' = event == `i'
}
drop pre1
xtreg tfpch pre* post* $x i.year, fe r
coefplot, baselevels keep(pre* post*) vertical yline(0) xline(4.5, lp(dash)) ytitle("Effect on TFP growth") ///
	xtitle("Years since the zone") coeflabels(pre5=-5 pre4=-4 pre3=-3 pre2=-2 post0=0 post1=1 post2=2 post3=3 post4=4) ///
	addplot(line @b @at, lcolor(black)) ciopts(recast(rcap) lpattern(dash)) scheme(s1mono)
graph export "${OUT}figure1.png", replace

*-------------------------------------------------------------------------------
* Table 3: baseline
*-------------------------------------------------------------------------------
qui reghdfe tfpch sydid, absorb(city year) vce(cluster city)
est store m1
assert e(N) == 630
qui reghdfe tfpch sydid $x, absorb(city year) vce(cluster city)
est store m2
assert e(N) == 630 & e(r2) < .5
esttab m1 m2 using "${OUT}table3.rtf", b(%9.3f) se(%9.3f) star(* 0.1 ** 0.05 *** 0.01) label nogap r2 ///
	mtitle("(1)" "(2)") nonumbers indicate("Controls = $x", labels("YES" "NO")) replace
esttab m1 m2, b(%9.3f) se(%9.3f) star(* 0.1 ** 0.05 *** 0.01) label nogap r2 ///
	mtitle("(1)" "(2)") nonumbers indicate("Controls = $x", labels("YES" "NO"))

*-------------------------------------------------------------------------------
* Table 4: regions
*-------------------------------------------------------------------------------
est clear
levelsof region, local(regions)
local n 0
foreach r of local regions {
	local name : label region `r'
	qui reghdfe tfpch sydid $x if region == `r', absorb(city year) vce(cluster city)
	est store `name'
	local names `names' `name'
	local n = `n' + e(N)
}
assert `n' == 630
esttab `names' using "${OUT}table4.csv", b(3) t(3) star(* 0.1 ** 0.05 *** 0.01) label mtitles(`names') ar2 replace
esttab `names', b(3) t(3) star(* 0.1 ** 0.05 *** 0.01) label mtitles(`names') ar2 nogap

*-------------------------------------------------------------------------------
* Table 5: later productivity, without municipalities
*-------------------------------------------------------------------------------
est clear
qui reghdfe F.tfpch sydid $x, absorb(city year) vce(cluster city)
est store lead1
assert e(N) == 560
qui reghdfe F2.tfpch sydid $x, absorb(city year) vce(cluster city)
est store lead2
assert e(N) == 490
qui reghdfe tfpch sydid $x if !municipality, absorb(city year) vce(cluster city)
est store no_muni
assert e(N) == 594
esttab lead1 lead2 no_muni using "${OUT}table5.html", b(3) t(3) star(* 0.1 ** 0.05 *** 0.01) label nogap r2 replace
esttab lead1 lead2 no_muni, b(3) t(3) star(* 0.1 ** 0.05 *** 0.01) label nogap r2
