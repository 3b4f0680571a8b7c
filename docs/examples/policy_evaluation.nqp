* The whole path of a policy-evaluation paper, twice: on a simulated panel of 240 cities whose true effect is known, and
* on a real one, the staggered "shall issue" gun laws of the US states (Stock and Watson; docs/data/SOURCES.md).
* Tables and figures go to temporary files, or into the folder given as the first argument:
*     scripts/nqp docs/examples/policy_evaluation.nqp results

version 17
clear all
local folder "`1'"
if "`folder'" == "" {
    tempfile folder
    global OUT "`folder'"
}
else {
    capture mkdir "`folder'"
    global OUT "`folder'/"
}

*--- Part one: low-carbon pilots in simulated cities -------------------------------------------------------------------
* Cities adopt in 2010, 2012 or 2014, or never. The effect on green innovation grows from .10 by .05 a year and does
* not depend on the cohort; a third of it runs through research spending.
set seed 20260601
set obs 240
generate city = _n
generate province = ceil(city / 8)
generate east = province <= 12
generate talent = rnormal()
generate draw = talent + rnormal()
sort draw
generate first_year = cond(_n > 200, 2010, cond(_n > 160, 2012, cond(_n > 120, 2014, .)))
expand 15
bysort city: generate year = 2003 + _n
xtset city year
generate did = year >= first_year & first_year < .
generate years_since = year - first_year
generate effect = cond(did, .10 + .05 * years_since, 0)
generate wage = 8 + .1 * (year - 2004) + .3 * talent + .2 * rnormal()
generate density = exp(5 + .4 * talent + .3 * rnormal())
generate industry = 45 + 4 * rnormal()
generate research = 3 + .4 * talent + .05 * (year - 2004) + (2/3) * effect + .3 * rnormal()
generate shock = rnormal()
generate latent = 1 + talent + .06 * (year - 2004) + .5 * (research - (2/3) * effect) + effect + .2 * wage + .25 * shock
label variable did "Low-carbon pilot"
label variable wage "Log wage"
label variable density "Population density"
label variable industry "Share of industry"
label variable research "Research spending"

* The outcome is an index of four indicators, weighed by their entropy; the third is the less the better.
generate patents = exp(.5 * latent + .05 * rnormal())
generate papers = 50 + 10 * latent + .5 * rnormal()
generate emissions = exp(5 - .2 * latent + .05 * rnormal())
generate recycling = 40 + 5 * latent + .3 * rnormal()
entropy patents papers emissions recycling, negative(emissions) generate(green_index)
winsor2 wage density industry, cuts(1 99) replace
generate ln_density = ln(density)
generate green = latent + .1 * rnormal()
label variable green "Green innovation"
label variable green_index "Green index"
label variable ln_density "Log population density"
global controls wage ln_density industry

* Table 1
estpost summarize green green_index did research $controls
esttab using "${OUT}table1_descriptives.rtf", cells("count mean(fmt(3)) sd(fmt(3)) min(fmt(3)) max(fmt(3))") ///
    noobs nonumber label title("Table 1. Descriptive statistics") replace

* Table 2: the baseline, controls and effects added step by step
eststo clear
eststo: quietly reghdfe green did, absorb(city year) vce(cluster city)
eststo: quietly reghdfe green did $controls, absorb(city year) vce(cluster city)
eststo: quietly reghdfe green did $controls, absorb(city year province#year) vce(cluster city)
eststo: quietly reghdfe green_index did $controls, absorb(city year) vce(cluster city)
local look b(3) se(3) star(* 0.10 ** 0.05 *** 0.01) label nogaps keep(did) scalars("r2_within Within R-squared")
esttab, `look' fe(city "City FE" year "Year FE")
esttab using "${OUT}table2_baseline.rtf", `look' fe(city "City FE" year "Year FE") title("Table 2. Baseline") replace

* Figure 1: parallel trends before, growing effects after
eventstudy green $controls, gvar(first_year) window(-5 5) vce(cluster city) ///
    graph(title("Figure 1. Event study") xtitle("Years since the pilot") ytitle("Effect on green innovation") name(fig1))
assert e(pre_p) > .01
graph export "${OUT}figure1_event_study.png", name(fig1) width(900) replace

* Table 3 and figure 2: estimators that allow effects to differ, side by side
generate gvar = cond(missing(first_year), 0, first_year)
quietly did green, estimator(bacon) treat(did)
eststo clear
foreach estimator in twfe cs sa bjs gardner wooldridge {
    quietly did green, estimator(`estimator') gvar(gvar) agg(simple)
    eststo `estimator'
}
esttab, b(3) se(3) mtitles nostar title("Average effect on the treated, by estimator")
esttab using "${OUT}table3_estimators.rtf", b(3) se(3) mtitles nostar title("Table 3. Estimators") replace
quietly summarize effect if did
local truth = r(mean)
foreach estimator in cs sa bjs gardner wooldridge {
    quietly estimates restore `estimator'
    matrix b = e(b)
    assert abs(b[1,1] - `truth') < .08
}
foreach estimator in cs sa bjs {
    quietly did green, estimator(`estimator') gvar(gvar) agg(event)
    estimates store ev_`estimator'
}
event_plot ev_cs ev_sa ev_bjs, stub_lag(Tp#) stub_lead(Tm#) together plottype(scatter) perturb(-.2(.2).2) ///
    graph_opt(title("Figure 2. Effects by estimator") xtitle("Years since the pilot") ytitle("Effect") yline(0) ///
    legend(order(1 "Callaway-Sant'Anna" 3 "Sun-Abraham" 5 "Imputation")) name(fig2))
graph export "${OUT}figure2_estimators.png", name(fig2) width(900) replace

* Figure 3: the pilots given to other cities, 500 times
placebo, reps(500) type(unit) treat(did) seed(1) nodots graph(title("Figure 3. Placebo pilots") name(fig3)): ///
    reghdfe green did $controls, absorb(city year) vce(cluster city)
assert r(p2) < .01
graph export "${OUT}figure3_placebo.png", name(fig3) width(900) replace

* Table 4: matching on the score of the year before the first pilot, then difference in differences
generate ever = first_year < .
psmatch2 ever wage ln_density research if year == 2009, logit neighbor(3) caliper(.1) common quietly
pstest wage ln_density research, both
egen matched = max(_support == 1 & _weight < .), by(city)
eststo clear
eststo: quietly reghdfe green did $controls, absorb(city year) vce(cluster city)
eststo: quietly reghdfe green did $controls if matched, absorb(city year) vce(cluster city)
esttab, b(3) se(3) keep(did) mtitles("All" "Matched") label
esttab using "${OUT}table4_matching.rtf", b(3) se(3) keep(did) mtitles("All" "Matched") label replace

* Mediation: a third of the effect runs through research spending
mediate green, x(did) mediators(research) controls($controls) absorb(city year) vce(cluster city) ///
    method(bootstrap) reps(200) seed(1) notable
assert e(ind) > 0 & inrange(e(prop), .15, .55)

* Table 5: heterogeneity
hetero, by(east) keep(did) total store(h): reghdfe green did $controls, absorb(city year) vce(cluster city)
bdiff, group(east) model(reghdfe green did $controls, absorb(city year)) reps(100) seed(1) nodots
esttab h1 h2 h3 using "${OUT}table5_heterogeneity.rtf", b(3) se(3) keep(did) mtitles("All" "Centre and west" "East") replace

*--- Part two: shall-issue laws and violent crime ----------------------------------------------------------------------
sysuse guns, clear
encode state, generate(id)
xtset id year
generate ln_violent = ln(violent)
generate byte treated = law == "yes"
egen first_year = min(cond(treated, year, .)), by(id)
global controls prisoners density income population afam cauc male
label variable ln_violent "Log violent crime rate"
label variable treated "Shall-issue law"

didsetup, treat(treated)
sumtab ln_violent treated $controls using "${OUT}table6_guns.rtf", label stats(N mean sd min p50 max) replace

eststo clear
eststo: quietly reghdfe ln_violent treated, noabsorb vce(cluster id)
eststo: quietly reghdfe ln_violent treated, absorb(id year) vce(cluster id)
eststo: quietly reghdfe ln_violent treated $controls, absorb(id year) vce(cluster id)
esttab, b(3) se(3) label nogaps keep(treated) fe(id "State FE" year "Year FE")
esttab using "${OUT}table7_guns.rtf", b(3) se(3) label nogaps keep(treated) fe(id "State FE" year "Year FE") replace

eventstudy ln_violent $controls, treat(treated) window(-5 5) vce(cluster id) ///
    graph(title("Shall-issue laws") xtitle("Years since the law") ytitle("Log violent crime") name(fig4))
graph export "${OUT}figure4_guns.png", name(fig4) width(900) replace

did ln_violent, estimator(bacon) treat(treated) graph(title("Comparisons behind the coefficient") name(fig5))
graph export "${OUT}figure5_bacon.png", name(fig5) width(900) replace

placebo, reps(200) type(unit) treat(treated) seed(1) nodots nograph: ///
    reghdfe ln_violent treated $controls, absorb(id year) vce(cluster id)
