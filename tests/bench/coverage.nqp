* Share of 95% intervals that hold the truth, for each variance estimator, on data made as it assumes and large enough for
* its asymptotics: 200 clusters, 100 by 100 clusters, 5,000 periods. A line is marked where the share is further from .95
* than three Monte-Carlo standard errors. Run by scripts/bench coverage.
clear all
set seed 20261122
global REPS 2000

* Heteroskedastic errors, clusters with effects of their own in x and y, serial correlation: chosen by kind.
program make_data
    args kind
    quietly {
        drop _all
        local size = cond("`kind'" == "twoway", 100, cond("`kind'" == "cluster", 10, 20))
        set obs `=cond("`kind'" == "twoway", 10000, cond("`kind'" == "cluster", 2000, cond("`kind'" == "serial", 5000, 800)))'
        generate g = ceil(_n / `size')
        generate h = mod(_n - 1, `size') + 1
        generate t = _n
        generate x = rnormal()
        generate e = rnormal()
        if "`kind'" == "hetero" replace e = e * sqrt(.5 + x^2)
        if inlist("`kind'", "cluster", "twoway") {
            generate a = rnormal() if h == 1
            generate c = rnormal() if h == 1
            bysort g (h): replace x = x + a[1]
            by g: replace e = e + c[1]
        }
        if "`kind'" == "twoway" {
            sort h g
            generate u = rnormal() if g == 1
            generate v = rnormal() if g == 1
            by h: replace x = x + u[1]
            by h: replace e = e + v[1]
        }
        if "`kind'" == "serial" {
            sort t
            replace x = .5 * x[_n-1] + x if _n > 1
            replace e = .5 * e[_n-1] + e if _n > 1
        }
        generate z = rnormal()
        generate w = z + .5 * e + rnormal()
        generate y = 1 + x + e
        generate q = 1 + w + e
    }
end

program covered, rclass
    gettoken kind 0 : 0
    gettoken name 0 : 0
    make_data `kind'
    if "`kind'" == "serial" quietly tsset t
    quietly `0'
    local df = cond(missing(e(df_r)), 1e6, e(df_r))
    return scalar hit = abs(_b[`name'] - 1) <= invttail(`df', .025) * _se[`name']
end

program coverage
    gettoken title 0 : 0
    quietly simulate hit = r(hit), reps($REPS) nodots: covered `0'
    quietly summarize hit
    local mark = cond(abs(r(mean) - .95) > 3 * sqrt(.95 * .05 / r(N)), "   <- off", "")
    display as text %-44s "`title'" as result %6.3f r(mean) as text "`mark'"
end

display as text _newline "Coverage of 95% intervals, $REPS draws each"
coverage "regress, classical"                    plain   x regress y x
coverage "regress, robust"                       hetero  x regress y x, vce(robust)
coverage "regress, hc2"                          hetero  x regress y x, vce(hc2)
coverage "regress, hc3"                          hetero  x regress y x, vce(hc3)
coverage "regress, 200 clusters"                 cluster x regress y x, vce(cluster g)
coverage "reghdfe, clusters nested in effects"    cluster x reghdfe y x, absorb(g) vce(cluster g)
coverage "reghdfe, 100 and 100 clusters"         twoway  x reghdfe y x, noabsorb vce(cluster g h)
coverage "areg, robust"                          hetero  x areg y x, absorb(g) vce(robust)
coverage "newey, 20 lags"                        serial  x newey y x, lag(20)
coverage "ivregress 2sls, classical"             plain   w ivregress 2sls q (w = z)
coverage "ivregress 2sls, robust"                hetero  w ivregress 2sls q (w = z), vce(robust)
coverage "ivreg2, 200 clusters"                  cluster x ivreg2 y x, cluster(g) small
coverage "bootstrap, 50 draws"                   hetero  x bootstrap, reps(50) nodots: regress y x
