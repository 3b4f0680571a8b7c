* The order of the rows decides nothing: every estimator gives the same coefficients and variances, to twelve digits, when
* the rows are shuffled; coefficients are compared in units of their standard errors, too.
sysuse guns, clear
encode state, generate(id)
generate ln_violent = ln(violent)
generate ln_robbery = ln(robbery)
generate byte treated = law == "yes"
generate byte many = robbery > 100
generate count = round(robbery)
set seed 20260
generate double shuffle = runiform()

program compared
    sort state year
    quietly `0'
    matrix b = e(b)
    matrix V = e(V)
    local N = e(N)
    sort shuffle
    quietly `0'
    assert e(N) == `N'
    matrix c = e(b)
    matrix W = e(V)
    local k = colsof(b)
    forvalues j = 1/`k' {
        if V[`j',`j'] > 0 {
            assert abs(b[1,`j'] - c[1,`j']) < 1e-12 * (sqrt(V[`j',`j']) + abs(b[1,`j']))
            assert reldif(V[`j',`j'], W[`j',`j']) < 1e-12
        }
    }
end

*** Least squares with every variance
foreach vce in unadjusted robust hc3 "cluster id" {
    local option = cond("`vce'" == "unadjusted", "ols", "`vce'")
    compared regress ln_violent treated income prisoners [aw=population], vce(`option')
}

*** Absorbed effects
compared reghdfe ln_violent treated income prisoners, absorb(id year) vce(cluster id)
compared reghdfe ln_violent treated income prisoners, absorb(id i.year#c.income) vce(cluster id year)
compared areg ln_violent treated income i.year, absorb(id) vce(cluster id)

*** Panels
xtset id year
compared xtreg ln_violent treated income i.year, fe vce(cluster id)
compared xtreg ln_violent treated income i.year, re
compared xtreg ln_violent treated income, be

*** Instruments
compared ivregress 2sls ln_violent income (treated = prisoners afam), vce(robust)
compared ivreg2 ln_violent income (treated = prisoners afam), gmm2s cluster(id)
compared ivreghdfe ln_violent income (treated = prisoners afam), absorb(id year) cluster(id)

*** Limited outcomes
compared logit many treated income
compared probit many treated income, vce(cluster id)
compared poisson count treated income prisoners, vce(robust)
compared ppmlhdfe count treated income, absorb(id year) vce(cluster id)
