* utest: whether x has a U or an inverse U behind its coefficients, after any estimation with x and its square (or 1/x).
* The slopes at both ends of the interval have to differ in sign; the test is that of their intersection (Sasabuchi; Lind
* and Mehlum 2010). fieller adds the interval of the extreme point.
program define utest, rclass
  syntax anything(name=terms) [, Quadratic INverse MIn(string) MAx(string) PREfix(string) Level(cilevel) FIEller]
  if "`e(cmd)'" == "" error 301
  tokenize `"`terms'"'
  if `"`2'"' == "" | `"`3'"' != "" {
    display as error "utest takes x and its square: utest x x2"
    exit 198
  }
  local x `1'
  local f `2'
  local eq = cond("`prefix'" == "", "", "[`prefix']")
  local name : subinstr local x "c." "", all
  quietly summarize `name' if e(sample)
  local low = cond("`min'" == "", r(min), real("`min'"))
  local high = cond("`max'" == "", r(max), real("`max'"))
  tempname b1 b2 v1 v2 v12 extreme
  quietly lincom `eq'`x'
  scalar `b1' = r(estimate)
  scalar `v1' = r(se)^2
  local df = r(df)
  quietly lincom `eq'`f'
  scalar `b2' = r(estimate)
  scalar `v2' = r(se)^2
  quietly lincom `eq'`x' + `eq'`f'
  scalar `v12' = (r(se)^2 - `v1' - `v2') / 2
  if "`inverse'" != "" {
    local at "-1/(@^2)"
    local shape "1/x"
    scalar `extreme' = sign(`low') * sqrt(`b2' / `b1')
  }
  else {
    local at "2*@"
    local shape "x^2"
    scalar `extreme' = -`b1' / (2 * `b2')
  }
  foreach end in low high {
    local k : subinstr local at "@" "(``end'')", all
    local slope_`end' = `b1' + (`k') * `b2'
    local t_`end' = `slope_`end'' / sqrt(`v1' + 2 * (`k') * `v12' + (`k')^2 * `v2')
  }
  local up = `slope_high' > `slope_low'
  local this = cond(`up', "U shape", "Inverse U shape")
  local other = cond(`up', "Inverse U shape", "U shape")
  foreach end in low high {
    local wanted = cond(("`end'" == "low") == `up', -`t_`end'', `t_`end'')
    if missing(`df') local p_`end' = normal(-`wanted')
    else local p_`end' = ttail(`df', `wanted')
  }
  display _newline as text "Specification: f(x)=`shape'"
  display as text "Extreme point: " as result %9.0g `extreme'
  display _newline as text "Test:" _newline "     H1: `this'" _newline " vs. H0: Monotone or `other'"
  display _newline as text "{hline 17}{c TT}{hline 31}"
  display as text _col(18) "{c |}    Lower bound     Upper bound"
  display as text "{hline 17}{c +}{hline 31}"
  display as text "Interval" _col(18) "{c |}" as result _col(22) %12.6g `low' _col(38) %12.6g `high'
  display as text "Slope" _col(18) "{c |}" as result _col(22) %12.6g `slope_low' _col(38) %12.6g `slope_high'
  display as text "t-value" _col(18) "{c |}" as result _col(22) %12.6g `t_low' _col(38) %12.6g `t_high'
  display as text "P>|t|" _col(18) "{c |}" as result _col(22) %12.6g `p_low' _col(38) %12.6g `p_high'
  display as text "{hline 17}{c BT}{hline 31}"
  tempname t p
  if !(`extreme' > `low' & `extreme' < `high') {
    scalar `t' = .
    scalar `p' = .
    display _newline as text "Extremum outside interval - trivial failure to reject H0"
  }
  else {
    scalar `p' = max(`p_low', `p_high')
    scalar `t' = min(abs(`t_low'), abs(`t_high'))
    display _newline as text "Overall test of presence of a `this':"
    display as text "     t-value = " as result %9.2f `t'
    display as text "     P>|t|   = " as result %9.0g `p'
  }
  if "`fieller'" != "" & "`inverse'" == "" {
    local c = cond(missing(`df'), invnormal(.5 + `level' / 200), invttail(`df', .5 - `level' / 200))
    tempname d m
    scalar `d' = (`b1' * `b2' - `c'^2 * `v12')^2 - (`b2'^2 - `c'^2 * `v2') * (`b1'^2 - `c'^2 * `v1')
    scalar `m' = `b2'^2 - `c'^2 * `v2'
    if `d' >= 0 & `m' > 0 {
      return scalar fieller_low = (-(`b1' * `b2' - `c'^2 * `v12') - sqrt(`d')) / (2 * `m')
      return scalar fieller_high = (-(`b1' * `b2' - `c'^2 * `v12') + sqrt(`d')) / (2 * `m')
      display _newline as text "`level'% Fieller interval for extreme point: [" as result %9.0g return(fieller_low) ///
        as text "; " as result %9.0g return(fieller_high) as text "]"
    }
    else display _newline as text "`level'% Fieller interval for extreme point is not bounded"
  }
  return scalar extreme = `extreme'
  return scalar p = `p'
  return scalar t = `t'
  return scalar slope_high = `slope_high'
  return scalar slope_low = `slope_low'
  return scalar t_high = `t_high'
  return scalar t_low = `t_low'
end
