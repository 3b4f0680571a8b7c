* xtoverid: Sargan-Hansen test of random against fixed effects after xtreg, re.
* Regressors less their panel means are added to the quasi-demeaned regression; the statistic is the large-sample Wald
* test that they do not belong there, robust to what the variance of xtreg is robust to. Arellano (1993, Journal of
* Econometrics 59, 87-97); Wooldridge (2010), section 10.7.3. Stores r(j), r(jdf) and r(jp).
program define xtoverid, rclass
  syntax
  if "`e(cmd)'" != "xtreg" | "`e(model)'" != "re" {
    display as error "last estimates are not those of xtreg, re"
    exit 301
  }
  local y `e(depvar)'
  local panel `e(ivar)'
  local clusters `e(clustvar)'
  tempvar used rows theta mean outcome constant
  tempname b before
  quietly {
    generate byte `used' = e(sample)
    egen double `rows' = total(`used'), by(`panel')
    generate double `theta' = 1 - e(sigma_e)/sqrt(e(sigma_e)^2 + `rows'*e(sigma_u)^2) if `used'
    matrix `b' = e(b)
    local names : colnames `b'
    foreach name of local names {
      if "`name'" == "_cons" continue
      if _se[`name'] == 0 continue
      fvrevar `name'
      local x `r(varlist)'
      tempvar average quasi within
      egen double `average' = mean(`x') if `used', by(`panel')
      generate double `quasi' = `x' - `theta'*`average' if `used'
      generate double `within' = `x' - `average' if `used'
      local quasis `quasis' `quasi'
      local withins `withins' `within'
    }
    fvrevar `y'
    local x `r(varlist)'
    egen double `mean' = mean(`x') if `used', by(`panel')
    generate double `outcome' = `x' - `theta'*`mean' if `used'
    generate double `constant' = 1 - `theta'
    if "`clusters'" != "" local vce vce(cluster `clusters')
    _estimates hold `before', restore
    regress `outcome' `quasis' `constant' `withins' if `used', noconstant `vce'
    local N = e(N)
    local K = e(rank)
    local G = e(N_clust)
    test `withins'
    local df = r(df)
    local j = r(F)*r(df)*cond("`clusters'" == "", `N'/(`N' - `K'), (`N' - 1)/(`N' - `K')*`G'/(`G' - 1))
    _estimates unhold `before'
  }
  local p = chi2tail(`df', `j')
  display as text _newline "Test of overidentifying restrictions: fixed vs random effects"
  display as text "Cross-section time-series model: xtreg re " cond("`clusters'" == "", "", "robust cluster(`clusters')")
  display as text "Sargan-Hansen statistic " as result %8.3f `j' as text "  Chi-sq(" as result `df' as text ")" ///
    as text "    P-value = " as result %6.4f `p'
  return scalar j = `j'
  return scalar jdf = `df'
  return scalar jp = `p'
end
