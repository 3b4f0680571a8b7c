* The figures of docs/FIGURES.md that policy_evaluation.nqp does not draw. They go to temporary files, or into the folder
* given as the first argument.

local folder "`1'"
if "`folder'" == "" {
    tempfile folder
    local out "`folder'"
}
else {
    capture mkdir "`folder'"
    local out "`folder'/"
}

sysuse lalonde, clear
psmatch2 treat age educ married nodegree re74 re75, logit neighbor(1) common quietly
psgraph, name(overlap)
graph export "`out'overlap.png", name(overlap) width(900) replace
pstest age educ married nodegree re74 re75, both graph name(balance)
graph export "`out'balance.png", name(balance) width(900) replace

sysuse auto, clear
label variable price "价格(美元)"
kdensity price, title("价格的密度") name(density)
graph export "`out'density.png", name(density) width(900) replace
quietly regress price mpg weight length foreign
coefplot, drop(_cons) xline(0) name(coefplot)
graph export "`out'coefplot.png", name(coefplot) width(900) replace

sysuse mpdta, clear
quietly did lemp, estimator(cs) base(universal) gvar(first_treat) id(countyreal) time(year) agg(event)
matrix average = J(4, 1, .25)
honestdid, mvec(0(.25)1) l_vec(average) coefplot title("Average effect when trends may differ") name(honestdid)
graph export "`out'honestdid.png", name(honestdid) width(900) replace

sysuse prop99, clear
sdid packspercapita state year treated, vce(noinference) g2_opt(title("Proposition 99") ytitle("Packs per capita") name(sdid))
graph export "`out'sdid.png", name(sdid) width(900) replace
encode state, generate(id)
xtset id year
synth packspercapita packspercapita(1970) packspercapita(1975) packspercapita(1980) packspercapita(1985) ///
    packspercapita(1988), trunit(3) trperiod(1989) placebo(title("Placebos") name(synth))
graph export "`out'synth.png", name(synth) width(900) replace

sysuse mpdta, clear
generate byte d = first_treat > 0 & year >= first_treat
keep if countyreal > 48000 | first_treat == 2004
panelview lemp d, i(countyreal) t(year) bytiming prepost ytitle("Counties") name(status)
graph export "`out'panelview.png", name(status) width(900) replace

sysuse mpdta, clear
keep if first_treat == 0 | first_treat == 2006
generate byte d = first_treat > 0 & year >= first_treat
xtset countyreal year
quietly xtdidregress (lemp) (d), group(countyreal) time(year)
estat trendplots, name(trends)
graph export "`out'trendplots.png", name(trends) width(1200) replace
