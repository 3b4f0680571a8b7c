* Every estimator against the same input, good and bad: the code, and data and earlier results as they were. Codes are
* those of the language; what is omitted and what is counted follows from the definitions of the estimators.
set type double
set seed 7
set obs 240
generate id = ceil(_n/8)
bysort id: generate t = _n
xtset id t
generate u = rnormal()
bysort id: replace u = u[1]
generate x1 = rnormal() + .3*u
generate x2 = rnormal()
generate z1 = rnormal()
generate z2 = rnormal()
generate w1 = .6*z1 + .5*z2 + rnormal()
generate y = 1 + x1 - .5*x2 + .4*w1 + u + rnormal()
generate yb = y > 1
generate yc = rpoisson(exp(.3*x1 + .2*u))
generate yo = 1 + (y > 0) + (y > 2)
generate yf = invlogit(y)
generate yp = exp(y/3)
generate lo = cond(y < 0, ., y)
generate hi = cond(y > 3, ., y)
generate ysel = cond(x2 + z1 + rnormal() > 0, y, .)
generate dup = 2*x1 - 3
generate within = id*2
generate g = 1 + mod(_n, 4)
generate neg = g - 3
generate frac = g/2
generate str8 s = "a"
generate mw = cond(_n < 5, ., 1)
generate one = 1
generate ng = mod(_n, 3)
generate none = 0
constraint 1 x1 = 1

* @x more regressors, @i if or in, @w weights, @o options
global c_regress       regress y x1 @x @i @w, @o
global c_areg          areg y x1 @x @i @w, absorb(id) @o
global c_newey         newey y x1 @x @i @w, lag(1) force @o
global c_xtscc         xtscc y x1 @x @i @w, @o
global c_cnsreg        cnsreg y x1 x2 @x @i @w, constraints(1) @o
global c_qreg          qreg y x1 @x @i @w, @o
global c_xtreg_fe      xtreg y x1 @x @i @w, fe @o
global c_xtreg_re      xtreg y x1 @x @i @w, re @o
global c_xtreg_be      xtreg y x1 @x @i @w, be @o
global c_xtreg_mle     xtreg y x1 @x @i @w, mle @o
global c_xtgls         xtgls y x1 @x @i @w, @o
global c_xtpcse        xtpcse y x1 @x @i @w, @o
global c_xtlogit_fe    xtlogit yb x1 @x @i @w, fe @o
global c_xtlogit_re    xtlogit yb x1 @x @i @w, re @o
global c_xtpoisson_fe  xtpoisson yc x1 @x @i @w, fe @o
global c_xtpoisson_re  xtpoisson yc x1 @x @i @w, re @o
global c_xtabond       xtabond y x1 @x @i @w, @o
global c_xtdpdsys      xtdpdsys y x1 @x @i @w, @o
global c_xtabond2      xtabond2 y L.y x1 @x @i @w, gmm(L.y) iv(x1) @o
global c_reghdfe       reghdfe y x1 @x @i @w, absorb(id t) @o
global c_ivreghdfe     ivreghdfe y x1 @x (w1 = z1 z2) @i @w, absorb(id) @o
global c_ppmlhdfe      ppmlhdfe yc x1 @x @i @w, absorb(id) @o
global c_iv2sls        ivregress 2sls y x1 @x (w1 = z1 z2) @i @w, @o
global c_ivliml        ivregress liml y x1 @x (w1 = z1 z2) @i @w, @o
global c_ivgmm         ivregress gmm y x1 @x (w1 = z1 z2) @i @w, @o
global c_ivreg2        ivreg2 y x1 @x (w1 = z1 z2) @i @w, @o
global c_xtivreg       xtivreg y x1 @x (w1 = z1 z2) @i @w, fe @o
global c_xtivreg2      xtivreg2 y x1 @x (w1 = z1 z2) @i @w, fe @o
global c_logit         logit yb x1 @x @i @w, @o
global c_probit        probit yb x1 @x @i @w, @o
global c_cloglog       cloglog yb x1 @x @i @w, @o
global c_poisson       poisson yc x1 @x @i @w, @o
global c_nbreg         nbreg yc x1 @x @i @w, @o
global c_ologit        ologit yo x1 @x @i @w, @o
global c_oprobit       oprobit yo x1 @x @i @w, @o
global c_mlogit        mlogit yo x1 @x @i @w, @o
global c_tobit         tobit y x1 @x @i @w, ll(0) @o
global c_intreg        intreg lo hi x1 @x @i @w, @o
global c_truncreg      truncreg yp x1 @x @i @w, ll(0) @o
global c_heckman       heckman ysel x1 @x @i @w, select(x2 z1) @o
global c_fracreg       fracreg logit yf x1 @x @i @w, @o
global c_glm           glm yp x1 @x @i @w, family(gamma) link(log) @o
global c_biprobit      biprobit yb none2 x1 @x @i @w, @o
generate none2 = x2 + z1 > 0
global c_etregress     etregress y x1 @x @i @w, treat(none2 = z2) @o
global c_prais         prais y x1 @x @i @w, @o
global linear regress areg newey xtscc cnsreg xtreg_fe xtreg_re xtreg_be
global panel xtreg_mle xtgls xtpcse xtlogit_fe xtlogit_re xtpoisson_fe xtpoisson_re
global dynamic xtabond xtdpdsys xtabond2
global iv iv2sls ivliml ivgmm ivreg2 xtivreg xtivreg2 ivreghdfe
global likelihood logit probit cloglog poisson nbreg ologit oprobit mlogit tobit intreg truncreg heckman fracreg glm biprobit etregress
global all $linear $panel $dynamic $iv $likelihood qreg reghdfe ppmlhdfe prais

* must code names, x() i() w() o(): every estimator ends with the code; after a failure nothing has changed
program define must
  syntax anything [, x(string) i(string) w(string) o(string)]
  gettoken code names : anything
  foreach name of local names {
    quietly regress y x2
    quietly datasignature
    local before `r(datasignature)'
    local cmd ${c_`name'}
    foreach part in x i w o {
      local cmd : subinstr local cmd "@`part'" "``part''"
    }
    capture `cmd'
    local rc = _rc
    if `rc' != `code' display as error "`cmd': `rc' instead of `code'"
    assert `rc' == `code'
    quietly datasignature
    assert "`r(datasignature)'" == "`before'"
    assert ("`e(cmd)'" == "regress" & e(N) == 240 & "`e(depvar)'" == "y") | inlist(`rc', 0, 430)
  }
end

*** Good data, and every result has a sample and coefficients
foreach name of global all {
  must 0 `name'
  assert e(N) > 0 & e(N) <= 240 & colsof(e(b)) >= 1
  quietly count if e(sample)
  assert r(N) > 0
}

*** What follows an estimation works after every one of them
foreach name of global all {
  must 0 `name'
  local first : word 1 of `: colfullnames e(b)'
  local eq = cond(strpos("`first'", ":"), substr("`first'", 1, strpos("`first'", ":") - 1), "")
  local x = cond("`eq'" == "", "_b[x1]", "[`eq']_b[x1]")
  if "`name'" == "mlogit" local x "[2]_b[x1]"
  if "`name'" == "cnsreg" local x "_b[x2]"
  scalar B = `x'
  capture drop p_xb
  if !inlist("`name'", "biprobit", "mlogit") {
    predict p_xb, xb
    quietly count if p_xb < .
    assert r(N) >= 60
  }
  test `x' = 0
  scalar W = r(p)
  assert W >= 0 & W <= 1
  lincom `x'
  assert reldif(r(estimate), B) < 1e-12
  scalar S = r(se)
  nlcom 2*`x'
  matrix N = r(b)
  matrix NV = r(V)
  assert reldif(N[1,1], 2*B) < 1e-9 & reldif(sqrt(NV[1,1]), 2*S) < 1e-6
  testnl `x' = 0
  assert r(p) >= 0 & r(p) <= 1
  estat vce
  estat summarize
  estimates store kept
  estimates table kept
  quietly regress y x2
  estimates restore kept
  assert `x' == B
  if e(ll) < . {
    estat ic
    matrix I = r(S)
    assert I[1,5] < .
  }
  quietly margins, dydx(x1)
}

*** Collinear regressors are omitted and keep their place
foreach name of global all {
  must 0 `name', x(dup)
  local names : colfullnames e(b)
  if !strpos("`names'", "o.dup") display as error "`name': `names'"
  assert strpos("`names'", "o.dup") > 0
  must 0 `name', x(none)
  local names : colfullnames e(b)
  assert strpos("`names'", "o.none") > 0
}
quietly xtabond y x1 i.g dup
assert _b[dup] == 0 & _b[2.g] != 0 & _se[x1] > 0

*** What the effects absorb is omitted, and nothing is left when they absorb all
foreach name in areg xtreg_fe xtlogit_fe xtpoisson_fe xtabond reghdfe ppmlhdfe ivreghdfe xtivreg xtivreg2 {
  must 0 `name', x(within)
  local names : colfullnames e(b)
  if !strpos("`names'", "o.within") display as error "`name': `names'"
  assert strpos("`names'", "o.within") > 0
}
reghdfe y within, absorb(id)
assert _b[within] == 0 & e(df_m) == 0 & e(N) == 240
areg y within, absorb(id)
assert _b[within] == 0 & e(df_m) == 0
xtreg y within, fe
assert _b[within] == 0 & e(rank) == 1
quietly regress y x2
capture reghdfe y x1 in 1/10, absorb(id t)
assert _rc == 2001 & e(N) == 240
* one row a level: nothing is left but singletons
generate row = _n
capture reghdfe y x1, absorb(row)
assert _rc == 2000 & e(N) == 240
capture ppmlhdfe yc x1, absorb(row)
assert _rc == 2000 & e(N) == 240
capture ivreghdfe y (w1 = z1), absorb(row)
assert _rc == 2000 & e(N) == 240
capture xtreg y x1 if t == 1, fe
assert _rc == 2001 & e(N) == 240
capture areg y x1, absorb(row)
assert _rc == 2001 & e(N) == 240

*** Factor variables with negative or fractional levels, strings, unknown names
must 452 $all, x(i.neg)
must 452 $all, x(i.frac)
must 109 $all, x(s)
must 109 $all, x(i.s)
must 111 $all, x(nosuch)
must 109 $linear qreg, x(c.x1#c.s)

*** Options nobody has, levels out of range
must 198 $all, o(nosuchoption)
must 198 $all, o(level(200))
must 198 $all, o(level(9))

*** No rows, and too few
must 2000 $all, i(if x1 > 1e9)
must 2001 regress areg newey xtscc cnsreg qreg xtreg_fe xtreg_re xtreg_be xtreg_mle xtgls xtpcse, i(in 1)
must 2001 iv2sls ivliml ivgmm ivreg2 xtivreg glm prais tobit intreg truncreg, i(in 1)
must 2001 areg newey xtscc qreg xtreg_fe xtabond xtdpdsys xtabond2 iv2sls ivreg2, i(in 1/2)
* as many rows as coefficients: no residual, and no standard errors
must 0 regress, i(in 1/2)
assert e(rss) < 1e-20 & _se[x1] == . & e(F) == .
* outcomes that do not vary
must 2000 logit probit cloglog ologit oprobit mlogit xtlogit_fe biprobit, i(in 1)
must 2000 logit probit cloglog, i(if yb == 1)
must 2000 ologit oprobit mlogit, i(if yo == 2)

*** Weights of kinds that an estimator does not know
must 101 newey xtscc xtreg_re xtreg_be xtreg_mle xtgls xtpcse $dynamic xtivreg prais, w([fw=g])
must 101 newey xtreg_re $dynamic xtivreg prais, w([pw=g])
must 101 logit probit cloglog poisson nbreg ologit oprobit mlogit heckman fracreg ppmlhdfe biprobit etregress, w([aw=g])
must 101 areg xtreg_fe reghdfe ppmlhdfe, w([iw=g])
must 402 regress areg qreg reghdfe ivreg2 $likelihood, w([fw=neg])
must 401 regress areg qreg reghdfe ivreg2 $likelihood, w([fw=frac])
must 109 regress areg reghdfe ivreg2 $likelihood, w([fw=s])
must 498 xtreg_fe, w([aw=g])
* rows without a weight do not count
foreach name in regress areg cnsreg qreg reghdfe iv2sls ivreg2 logit probit poisson tobit intreg glm fracreg biprobit etregress {
  must 0 `name', w([pw=mw])
  assert e(N) == 236
}
foreach name in logit poisson regress {
  must 0 `name', w([fw=0*g + 2])
  assert e(N) == 480
}

*** One cluster, fewer clusters than regressors, panels across clusters
global clustered regress areg cnsreg xtreg_fe xtreg_re xtlogit_re xtpoisson_fe xtpoisson_re reghdfe ppmlhdfe $iv $likelihood prais
must 2001 $clustered, o(vce(cluster one))
foreach name in regress areg cnsreg reghdfe ppmlhdfe iv2sls ivreg2 logit probit poisson nbreg ologit tobit heckman glm fracreg prais {
  must 0 `name', x(x2 c.x1#c.x1 c.x2#c.x2) o(vce(cluster ng))
  assert e(N_clust) == 3
  local test = cond("`e(F)'" == "", e(chi2), e(F))
  if `test' != . display as error "`name': `test'"
  assert `test' == .
}
must 498 xtreg_fe xtreg_re, o(vce(cluster ng))
must 198 regress logit reghdfe xtreg_fe, o(vce(robust id))
must 111 regress logit reghdfe ivreg2 xtreg_fe, o(vce(cluster nosuch))

*** Iterations that end too early: 430, with results
foreach name in xtreg_mle xtlogit_re xtpoisson_re logit probit cloglog poisson nbreg ologit oprobit mlogit tobit intreg truncreg heckman fracreg glm biprobit etregress {
  must 430 `name', o(iterate(1))
  assert e(cmd) != "regress" & e(converged) == 0 & e(N) > 0
}
capture reghdfe y x1, absorb(id t g) iterate(1) tolerance(1e-14)
assert inlist(_rc, 0, 430)

*** Instruments: too few, collinear, the same variable twice
quietly regress y x2
foreach cmd in "ivregress 2sls" "ivregress liml" "ivregress gmm" ivreg2 {
  capture `cmd' y x1 (w1 x2 = z1)
  assert _rc == 481 & e(N) == 240 & e(cmd) == "regress"
  capture `cmd' y x1 (w1 = dup)
  assert _rc == 481
  capture `cmd' y x1 (w1 = none)
  assert _rc == 481
  capture `cmd' y x1 (w1 = w1 z1)
  assert _rc == 198
}
foreach option in "xtivreg2" "xtivreg" {
  capture `option' y x1 (w1 x2 = z1), fe
  assert _rc == 481
  capture `option' y x1 (w1 = within), fe
  assert _rc == 481
}
capture ivreghdfe y x1 (w1 = within), absorb(id)
assert _rc == 481
capture ivreghdfe y x1 (w1 x2 = z1), absorb(id)
assert _rc == 481 & e(cmd) == "regress"

*** Perfect prediction: the regressor and its rows leave, or nothing can be estimated
generate sure = yb & x2 > .5
foreach cmd in logit probit cloglog {
  `cmd' yb x1 sure
  quietly count if sure
  assert e(N) == 240 - r(N) & _b[sure] == 0 & e(N_drop) == r(N)
  quietly regress y x2
  generate both = x1 > 0
  capture `cmd' both x1
  assert inlist(_rc, 2000, 430) & ("`e(cmd)'" == "regress" | _rc == 430)
  drop both
}
quietly regress y x2
generate zero = 0
capture poisson zero x1
assert _rc == 2000 & e(cmd) == "regress"
capture ppmlhdfe zero x1, absorb(id)
assert _rc == 2000 & e(cmd) == "regress"
foreach cmd in "poisson" "nbreg" {
  capture `cmd' y x1
  assert _rc == 459 & e(cmd) == "regress"
}
capture ppmlhdfe y x1, absorb(id)
assert _rc == 459 & e(cmd) == "regress"
capture fracreg logit y x1
assert _rc == 459 & e(cmd) == "regress"
capture heckman y x1, select(x2)
assert inlist(_rc, 2000, 498) & e(cmd) == "regress"
