* A policy-evaluation paper in one do-file: the staggered adoption of "shall issue" gun laws in 50 US states and DC.
* Data: Stock and Watson, Guns (docs/data/SOURCES.md). Tables and figures are written to the current folder as
* table*.rtf and figure*.png when the global OUT is set to a folder; otherwise to temporary files.

if "$OUT" == "" {
    tempfile out
    global OUT "`out'"
}
else global OUT "$OUT/"

sysuse guns, clear
encode state, generate(id)
xtset id year
generate ln_violent = ln(violent)
generate byte treated = law == "yes"
egen first_year = min(cond(treated, year, .)), by(id)
generate event = year - first_year
global controls prisoners density income population afam cauc male
label variable ln_violent "Log violent crime rate"
label variable treated "Shall-issue law"

* Table 1: descriptive statistics
sumtab ln_violent treated $controls using "${OUT}table1.rtf", label stats(N mean sd min p50 max) title("Table 1. Descriptive statistics") replace
sumtab ln_violent treated $controls, label stats(N mean sd min p50 max)

* Table 2: the baseline, effects and controls added step by step, errors clustered by state
eststo clear
eststo: quietly reghdfe ln_violent treated, noabsorb vce(cluster id)
eststo: quietly reghdfe ln_violent treated, absorb(id) vce(cluster id)
eststo: quietly reghdfe ln_violent treated, absorb(id year) vce(cluster id)
eststo: quietly reghdfe ln_violent treated $controls, absorb(id year) vce(cluster id)
local look b(3) se(3) star(* 0.10 ** 0.05 *** 0.01) label nogaps keep(treated) fe(id "State FE" year "Year FE") scalars("r2_within Within R-squared")
esttab, `look'
esttab using "${OUT}table2.rtf", `look' title("Table 2. Baseline results") replace

* Figure 1: event study, five years before to five after, the year before adoption as base
forvalues k = 5(-1)2 {
    generate byte pre`k' = event == -`k'
    label variable pre`k' "-`k'"
}
replace pre5 = event <= -5 if event < .
forvalues k = 0/5 {
    generate byte post`k' = event == `k'
    label variable post`k' "`k'"
}
replace post5 = event >= 5 & event < .
quietly reghdfe ln_violent pre* post* $controls, absorb(id year) vce(cluster id)
test pre5 pre4 pre3 pre2
coefplot, keep(pre* post*) vertical recast(connected) ciopts(recast(rcap)) yline(0) xline(4.5, lpattern(dash)) ///
    xtitle("Years since the law") ytitle("Effect on log violent crime") scheme(s1mono)
graph export "${OUT}figure1.png", replace

* Placebo: the dates of adoption given to states at random, 100 times
placebo, reps(100) type(unit) treat(treated) seed(20240601) nodots: reghdfe ln_violent treated $controls, absorb(id year)

* Table 3: heterogeneity by the median of income
egen median_income = median(income)
generate byte rich = income > median_income
eststo clear
eststo: quietly reghdfe ln_violent treated $controls if rich, absorb(id year) vce(cluster id)
eststo: quietly reghdfe ln_violent treated $controls if !rich, absorb(id year) vce(cluster id)
esttab, b(3) se(3) star(* 0.10 ** 0.05 *** 0.01) label nogaps keep(treated) mtitles("High income" "Low income")
