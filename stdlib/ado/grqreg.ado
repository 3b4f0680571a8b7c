* grqreg: coefficients of quantile regressions along the quantiles, with their intervals, after qreg, sqreg or bsqreg. One
* panel a regressor; ols and olsci add the coefficient of least squares. r(plot): quantile, coefficient, limits.
program define grqreg, rclass
  syntax [varlist(default=none fv ts)] [, CI OLS OLSCI CONS QMin(real .05) QMax(real .95) QStep(real .05) ///
    Level(cilevel) Reps(integer 20) SEED(string) TItle(string asis) SCHeme(passthru) name(passthru) saving(passthru) * ]
  if !inlist("`e(cmd)'", "qreg", "sqreg", "bsqreg", "iqreg") {
    display as error "grqreg follows qreg, sqreg or bsqreg"
    exit 301
  }
  if !(`qmin' > 0 & `qmax' < 1 & `qmin' < `qmax' & `qstep' > 0) {
    display as error "qmin() and qmax() lie between 0 and 1, qstep() is positive"
    exit 198
  }
  local y `e(depvar)'
  local terms : colnames e(b)
  local terms : list uniq terms
  local cons_name _cons
  local regressors : list terms - cons_name
  local shown `varlist'
  if "`shown'" == "" local shown `regressors'
  if "`cons'" != "" local shown `shown' _cons
  local resampled = inlist("`e(cmd)'", "sqreg", "bsqreg")
  tempname b plot lsb held
  tempvar used
  quietly generate byte `used' = e(sample)
  local z = invnormal(.5 + `level' / 200)
  _estimates hold `held'
  if "`ols'`olsci'" != "" quietly regress `y' `regressors' if `used', level(`level')
  local k 0
  foreach x of local shown {
    local ++k
    if "`ols'`olsci'" != "" {
      local ols`k' = _b[`x']
      local half`k' = invttail(e(df_r), .5 - `level' / 200) * _se[`x']
    }
  }
  if "`seed'" != "" set seed `seed'
  local points 0
  forvalues q = `qmin'(`qstep')`=`qmax' + `qstep' / 1000' {
    if `resampled' & "`ci'" != "" quietly bsqreg `y' `regressors' if `used', quantile(`q') reps(`reps')
    else quietly qreg `y' `regressors' if `used', quantile(`q')
    local ++points
    local k 0
    foreach x of local shown {
      local ++k
      matrix `b' = (`k', `q', _b[`x'], _b[`x'] - invttail(e(df_r), .5 - `level' / 200) * _se[`x'], ///
        _b[`x'] + invttail(e(df_r), .5 - `level' / 200) * _se[`x'])
      matrix `plot' = nullmat(`plot') \ `b'
    }
  }
  matrix colnames `plot' = term q b ll ul
  preserve
  quietly {
    local k 0
    foreach x of local shown {
      local ++k
      local text`k'
      if "`x'" == "_cons" local text`k' Intercept
      else capture local text`k' : variable label `x'
      if `"`text`k''"' == "" local text`k' `x'
    }
    drop _all
    svmat double `plot', names(col)
    local panels
    forvalues i = 1/`k' {
      local layers (line b q if term == `i', sort)
      if "`ci'" != "" local layers (rarea ll ul q if term == `i', sort color(gs13) lwidth(none)) `layers'
      local lines
      if "`ols'`olsci'" != "" local lines yline(`ols`i'', lcolor(gs6) lpattern(dash))
      if "`olsci'" != "" {
        local low = `ols`i'' - `half`i''
        local high = `ols`i'' + `half`i''
        local lines `lines' yline(`low' `high', lcolor(gs8) lpattern(dot))
      }
      if `: word count `shown'' == 1 {
        noisily twoway `layers', `lines' legend(off) xtitle(Quantile) ytitle(`"`text`i''"') title(`title') `scheme' ///
          `name' `saving' `options'
      }
      else {
        twoway `layers', `lines' legend(off) xtitle(Quantile) ytitle(`"`text`i''"') `scheme' `options' ///
          name(_grqreg`i', replace)
        local panels `panels' _grqreg`i'
      }
    }
    if "`panels'" != "" graph combine `panels', title(`title') `name' `saving'
    if "`panels'" != "" graph drop `panels'
  }
  restore
  _estimates unhold `held'
  return matrix plot = `plot'
end
