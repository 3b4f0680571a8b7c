* Pieces of do-files as replication packages of applied papers have them. Expected values are identities: counts, sums
* that must agree, the same number from a second command.
sysuse guns, clear
encode state, gen(id)
xtset id year
gen lnv = ln(violent)
gen treat = law == "yes"
bysort id: egen treat_year = min(cond(treat, year, .))
global controls prisoners density income population

*** Event dummies by hand, the year before left out, give the event study
forvalues i = 5(-1)1 {
	gen pre_`i' = (year - treat_year == -`i')
}
gen current = (year == treat_year)
forvalues j = 1/5 {
	gen post_`j' = (year - treat_year == `j')
}
replace pre_5 = 1 if year - treat_year < -5
replace post_5 = 1 if year - treat_year > 5 & treat_year < .
drop pre_1
xtreg lnv pre_* current post_* $controls i.year, fe vce(cluster id)
est store event
local b = _b[post_3]
coefplot event, keep(pre_* current post_*) vertical recast(connect) ciopts(recast(rcap)) ///
	yline(0) xline(5, lp(dash)) ylabel(, angle(0)) xlabel(, labsize(small)) scheme(s1mono)
assert rowsof(r(plot)) == 10
gen d = treat_year < .
tempfile fig
graph export "`fig'.png", replace width(1500)
erase "`fig'.png"
qui reghdfe lnv pre_* current post_* $controls, absorb(id year) vce(cluster id)
assert reldif(_b[post_3], `b') < 1e-8

*** Placebo by permute with a saved file, then its density with the p values
xtreg lnv treat $controls i.year, fe
local b = _b[treat]
tempfile sim
permute treat beta = _b[treat] se = _se[treat] df = e(df_r), reps(30) seed(123) saving("`sim'", replace) nodots: ///
	xtreg lnv treat $controls i.year, fe
use "`sim'", clear
assert _N == 30
gen t_value = beta/se
gen p_value = 2*ttail(df, abs(t_value))
twoway (kdensity beta) (scatter p_value beta, msymbol(smcircle_hollow) mcolor(blue) yaxis(2)), ///
	title("Placebo Test") xline(`b', lc(black*0.5) lp(dash)) xline(0, lc(black*0.5) lp(solid)) ///
	yline(0.1, lc(black*0.5) lp(dash) axis(2)) xlabel(-0.1(0.05)0.1) plotregion(style(none)) ///
	xtitle("Coefficients") ytitle("Density") ytitle("p value", axis(2)) legend(label(1 "kdensity") label(2 "p value")) ///
	graphregion(color(white))

*** Placebo by a loop over random years with postfile
keep if treat_year < . | runiform() < 2
tempname memhold
tempfile results
postfile `memhold' beta se using "`results'"
forvalues k = 1/20 {
	preserve
	qui {
		bysort id: gen u = runiform() if _n == 1
		bysort id (year): replace u = u[1]
		gen fake = year >= 1978 + floor(15*u)
		reghdfe lnv fake $controls, absorb(id year)
		post `memhold' (_b[fake]) (_se[fake])
	}
	restore
}
postclose `memhold'
use "`results'", clear
assert _N == 20 & beta < . & se > 0
gen tvalue = beta/se
kdensity tvalue, normal xline(-1.65 1.65) note("") title("") scheme(s1color)

*** PSM year by year with append gives every year its own score
gen ever = treat_year < .
tempfile base matched
save "`base'"
levelsof year if year < 1980, local(years)
foreach y of local years {
	use "`base'" if year == `y', clear
	set seed 10101
	gen order = runiform()
	sort order
	qui psmatch2 ever $controls, outcome(lnv) logit neighbor(2) ties common ate caliper(0.2)
	gen ps_year = `y'
	capture append using "`matched'"
	save "`matched'", replace
}
use "`matched'", clear
assert _N == 3*51 & _pscore < .
count if ps_year != year
assert r(N) == 0
reghdfe lnv treat $controls if _weight != ., absorb(id year)
assert e(N) < 3*51

*** The overlap of scores before and after matching by kdensity
gen ever = treat_year < .
psmatch2 ever $controls if year == 1990, out(lnv) logit n(1) common
gen common = _support
drop if common == 0
sum _pscore if _treated == 1, detail
twoway (kdensity _ps if _treat == 1, lp(solid) lw(*2.5)) (kdensity _ps if _treat == 0, lp(dash) lw(*2.5)), ///
	ytitle("核密度") ylabel(, angle(0)) xtitle("倾向得分值") xscale(titlegap(2)) ///
	xlabel(0(0.2)1, format(%2.1f)) legend(label(1 "处理组") label(2 "控制组") row(2) position(3) ring(0))
count if _weight != . & _treated == 0
local controls_used = r(N)
assert `controls_used' > 0

*** Entropy weights by hand with loops agree with entropy
global xlist prisoners income density
foreach v of global xlist {
	qui sum `v'
	gen z_`v' = (`v' - r(min))/(r(max) - r(min))
	egen sum_`v' = total(z_`v')
	gen p_`v' = z_`v'/sum_`v'
	gen plnp_`v' = p_`v'*ln(p_`v')
	replace plnp_`v' = 0 if p_`v' == 0
	egen e_`v' = total(plnp_`v')
	replace e_`v' = -e_`v'/ln(_N)
	gen d_`v' = 1 - e_`v'
}
egen d_all = rowtotal(d_*)
gen score_hand = 0
foreach v of global xlist {
	gen w_`v' = d_`v'/d_all
	replace score_hand = score_hand + w_`v'*z_`v'
}
entropy $xlist, gen(score)
assert abs(score - score_hand) < 1e-5

*** Three regressions of the mediation, stored and tabled, add up
eststo clear
qui reghdfe lnv treat $controls, absorb(id year) cluster(id)
est store m1
estadd local ind "YES"
estadd local yea "YES"
local c = _b[treat]
qui reghdfe robbery treat $controls, absorb(id year) cluster(id)
est store m2
estadd local ind "YES"
estadd local yea "YES"
local a = _b[treat]
qui reghdfe lnv treat robbery $controls, absorb(id year) cluster(id)
est store m3
estadd local ind "YES"
estadd local yea "YES"
assert abs(`c' - _b[treat] - `a'*_b[robbery]) < 1e-10
tempfile t
esttab m1 m2 m3 using "`t'.rtf", replace b(%6.3f) t(%6.3f) star(* 0.1 ** 0.05 *** 0.01) nogap compress ///
	mtitles("lnv" "robbery" "lnv") scalars(N r2_a ind yea) sfmt(%9.0f %9.3f)
esttab m1 m2 m3, b(%6.3f) t(%6.3f) star(* 0.1 ** 0.05 *** 0.01) nogap compress order(treat robbery) ///
	mtitles("lnv" "robbery" "lnv") s(ind yea N r2_a, label("Individual FE" "Year FE" "N" "adj.R2"))
erase "`t'.rtf"
estimates restore m2
assert "`e(ind)'" == "YES"

*** Quantile groups, groups by the median and regressions in a loop
xtile q = income, nq(4)
tab q, gen(q_)
bysort year: egen med = median(income)
gen high = (income >= med) if income < .
forvalues i = 0/1 {
	qui reghdfe lnv treat $controls if high == `i', absorb(id year) vce(cluster id)
	est store high`i'
}
local n = 0
foreach m in high0 high1 {
	est restore `m'
	local n = `n' + e(N)
}
* states that change sides once or never leave single rows, which are dropped
assert `n' <= 1173 & `n' > 1150
esttab high0 high1, keep(treat) b(3) se(3) star(* .1 ** .05 *** .01) mtitle("低收入" "高收入") ar2 nonum
assert q_1 + q_2 + q_3 + q_4 == 1

*** outreg2 chains with append, e(), addstat and addtext
tempfile t
qui reghdfe lnv treat, absorb(id year) vce(cluster id)
outreg2 using "`t'.doc", replace bdec(3) tdec(2) tstat ctitle(lnv) keep(treat) e(r2_a) addtext(Controls, No, State FE, Yes)
qui reghdfe lnv treat $controls, absorb(id year) vce(cluster id)
outreg2 using "`t'.doc", append bdec(3) tdec(2) tstat ctitle(lnv) keep(treat) e(r2_a) addtext(Controls, Yes, State FE, Yes)
outreg2 using "`t'.doc", append bdec(3) sdec(3) ctitle(lnv) keep(treat) nocons adjr2 addstat(F, e(F), Clusters, e(N_clust))
assert r(ncols) == 3
assert strpos(fileread("`t'.doc"), "r2_a") > 0
erase "`t'.doc"
outreg2 using "`t'.doc", replace sum(log) keep(lnv treat $controls) eqkeep(N mean sd min max) title(Descriptive statistics)
assert strpos(fileread("`t'.doc"), "Descriptive statistics") > 0
erase "`t'.doc"

*** Descriptive tables: tabstat by groups, logout, asdoc, sum2docx and pwcorr with stars
tempfile t
tabstat lnv $controls, by(treat) s(N mean sd min p50 max) c(s) f(%9.3f) long
logout, save("`t'") word replace: tabstat lnv $controls, s(N mean p50 sd min max) f(%12.3f) c(s)
assert fileexists("`t'.rtf")
erase "`t'.rtf"
asdoc sum lnv treat $controls, save(`t'.doc) replace stat(N mean sd min max) dec(3)
assert fileexists("`t'.doc")
erase "`t'.doc"
sum2docx lnv treat $controls using "`t'.docx", replace stats(N mean(%9.3f) sd(%9.3f) min median max) title("Table 1")
assert fileexists("`t'.docx")
erase "`t'.docx"
pwcorr lnv treat $controls, star(.05)
pwcorr_a lnv treat $controls, star1(0.01) star5(0.05) star10(0.1)
ttable2 lnv $controls, by(treat)
bysort treat: sum lnv

*** Diagnostics of a panel: vif, Hausman, serial correlation, groupwise heteroskedasticity
reg lnv treat $controls
estat vif
vif
qui xtreg lnv treat $controls, fe
est store fe
xttest3
qui xtreg lnv treat $controls, re
est store re
xttest0
hausman fe re
hausman fe re, sigmamore
assert r(df) > 0
xtserial lnv treat $controls
corr lnv treat $controls
xtset
xtdescribe
xtsum lnv treat

*** center, interactions and winsorised copies
center income, prefix(c_)
center prisoners density, standardize
gen did_income = treat*c_income
qui reghdfe lnv treat c_income did_income, absorb(id year)
local b = _b[did_income]
qui reghdfe lnv c.treat##c.c_income, absorb(id year)
assert reldif(_b[c.treat#c.c_income], `b') < 1e-8
winsor2 lnv $controls, cuts(1 99) suffix(_w)
winsor2 lnv, replace cuts(1 99) trim
foreach v in $controls {
	assert `v'_w < . if `v' < .
}
sum c_density
assert abs(r(mean)) < 1e-6 & abs(r(sd) - 1) < 1e-6

*** A list of locals, labels from a loop and merge m:1 with a file of groups
preserve
	bysort id: keep if _n == 1
	keep id density
	rename density density0
	tempfile groups
	save "`groups'"
restore
merge m:1 id using "`groups'", keep(master match) nogen
bysort id (year): assert density0 == density[1]
local varlist violent murder robbery
local label1 "暴力犯罪"
local label2 "谋杀"
local label3 "抢劫"
local i = 1
foreach v of local varlist {
	gen ln_`v' = ln(`v' + 1)
	label var ln_`v' "`label`i''"
	local ++i
}
local l : variable label ln_robbery
assert "`l'" == "抢劫"
gen post = year >= 1990

*** A Word document grows table by table
tempfile t
sum2docx lnv $controls using "`t'.docx", replace title("Table 1")
eststo clear
eststo: qui reghdfe lnv treat, absorb(id year)
eststo: qui reghdfe lnv treat $controls, absorb(id year)
reg2docx est1 est2 using "`t'.docx", append title("Table 2") scalars(N r2_a)
esttab est1 est2 using "`t'.docx", append title("Table 3") starlevels(* .1 ** .05 *** .01) nolines
copy "`t'.docx" "`t'.zip"
erase "`t'.docx"
erase "`t'.zip"

*** Correlations as a triangle with stars
estpost correlate lnv $controls, matrix listwise
esttab ., unstack not noobs compress star(* .1 ** .05 *** .01) b(3)
matrix b = e(b)
assert colsof(b) == 15
qui corr lnv density
matrix one = b[1, "lnv:density"]
assert reldif(one[1,1], r(rho)) < 1e-10

*** Chosen statistics of outreg2 and rows added by asdoc
tempfile t
qui reg lnv treat $controls, r
outreg2 using "`t'.doc", replace stats(coef se pval) dec(3) alpha(0.01, 0.05, 0.1) symbol(***, **, *) noni
assert strpos(fileread("`t'.doc"), "standard errors in parentheses") > 0
erase "`t'.doc"
asdoc reg lnv treat, nest replace save(`t'.txt) dec(3) rep(t) add(Controls, No)
asdoc reg lnv treat $controls, nest save(`t'.txt) dec(3) rep(t) add(Controls, Yes)
assert strpos(fileread("`t'.txt"), "Controls") > 0
erase "`t'.txt"
asdoc pwcorr lnv treat density, star(all) replace save(`t'.doc)
erase "`t'.doc"

*** Quintiles within years and input with several names behind one type
astile q5 = income, nq(5) by(year)
bysort year: egen n1 = total(q5 == 1)
assert inrange(n1, 10, 11)
clear
input str4 name byte(a b) int y1-y3
"北京" 1 2 10 20 30
"上海" 3 4 40 50 60
end
assert y3[2] == 60 & b[1] == 2
gen str = a
assert _N == 2

*** The density of placebo draws takes the scatter of p values
clear
set obs 200
set seed 7
gen b = rnormal()
gen p = 2*normal(-abs(b))
tempfile f
kdensity b, addplot(scatter p b, yaxis(2) msymbol(smcircle_hollow)) xline(2.5, lp(dash)) yline(.1, axis(2)) ///
	title("") note("") legend(order(1 "核密度" 2 "p值")) scheme(s1mono)
graph export "`f'.svg", replace
* a point for every draw
assert strpos(fileread("`f'.svg"), "p值") > 0
erase "`f'.svg"

*** Estimates of matrices and two levels in coefplot
matrix C = (-.1, -.2, 0 \ .05, .01, .1 \ .2, .1, .3)
matrix rownames C = pre1 post0 post1
coefplot matrix(C[,1]), ci((2 3)) vertical yline(0) addplot(line @b @at)
matrix R = r(plot)
assert rowsof(R) == 3 & R[3,2] == .2 & R[3,3] == .1 & R[3,4] == .3
capture coefplot matrix(C[,4])
assert _rc == 503
qui reg lnv treat $controls
coefplot, keep(treat) levels(95 90) mlabel format(%5.3f) coeflabels(treat = "政策" _cons = 常数)
matrix R = r(plot)
assert rowsof(R) == 1

*** Additions that cannot be made say why and change nothing
qui reg lnv treat
capture estadd scalar r(nothing)
assert _rc == 111
capture estadd local N "x"
assert _rc == 110
tempfile t
file open f using "`t'.docx", write text replace
file write f "no document" _n
file close f
capture esttab using "`t'.docx", append
assert _rc == 610
assert fileread("`t'.docx") == "no document" + char(10)
erase "`t'.docx"
