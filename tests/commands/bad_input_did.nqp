* Difference in differences on data and options that are wrong: the code, and data and e() as they were.
program define refuses
  gettoken code rest : 0
  datasignature
  local before `r(datasignature)'
  local kept "`e(cmd)' `e(N)'"
  capture `rest'
  if _rc != `code' {
    display as error "r(" _rc ") instead of r(`code'): `rest'"
    exit 9
  }
  assert "`kept'" == "`e(cmd)' `e(N)'"
  datasignature
  assert "`before'" == "`r(datasignature)'"
end
clear
set type double
set obs 160
generate id = ceil(_n/8)
generate t = mod(_n - 1, 8) + 1
generate g = cond(id <= 6, 4, cond(id <= 12, 6, 0))
generate byte d = g > 0 & t >= g
generate x = mod(13*_n, 17)/5
generate y = id/3 + t/2 + (1 + .2*(t - g))*d + .3*x + mod(37*_n, 23)/10
generate str s = "a"
generate byte one = 1
generate byte zero = 0
generate byte rev = d & t < 7
generate byte after = t >= 5
generate gbad = g + (t == 8)
generate gall = 5
generate gm = g if g > 0
generate ymiss = y if _n != 9
quietly regress y x
refuses 459 didsetup, treat(d)
refuses 459 did y, estimator(twfe) treat(d)
xtset id t
*** Treatments and panels
refuses 459 didsetup, treat(x)
refuses 459 didsetup, treat(rev)
refuses 198 didsetup
refuses 184 didsetup, treat(d) gvar(g)
generate z_g = 1
refuses 110 didsetup, treat(d) generate(z)
refuses 459 did y, estimator(twfe) treat(one)
refuses 459 did y, estimator(twfe) treat(zero)
refuses 459 did y, estimator(twfe) treat(after)
refuses 459 did y, estimator(twfe) treat(x)
refuses 459 did y, estimator(twfe) treat(rev)
refuses 198 did y, estimator(wrong) treat(d)
refuses 198 did y, treat(d)
refuses 111 did y nosuch, estimator(twfe) treat(d)
refuses 109 did s, estimator(twfe) treat(d)
refuses 2000 did y if 0, estimator(cs) gvar(g)
refuses 459 did y, estimator(cs) gvar(gbad)
*** bacon
refuses 459 did y if _n != 5, estimator(bacon) treat(d)
refuses 459 did y, estimator(bacon) treat(rev)
refuses 459 did ymiss, estimator(bacon) treat(d)
refuses 459 did y x, estimator(bacon) treat(d)
refuses 459 bacondecomp y d x
refuses 101 did y [aw=x+1], estimator(bacon) treat(d)
*** Cohorts and periods
refuses 198 did y, estimator(cs) gvar(g) method(wrong)
refuses 459 did y if t == 3, estimator(cs) gvar(g)
refuses 198 csdid y, ivar(id) time(t)
foreach e in cs sa bjs gardner wooldridge sdid {
  refuses 459 did y, estimator(`e') gvar(zero)
}
foreach e in cs sa bjs gardner wooldridge {
  refuses 459 did y, estimator(`e') gvar(one)
}
refuses 459 did y, estimator(cs) gvar(gall)
refuses 459 did y, estimator(sa) gvar(gall)
refuses 198 did_imputation y id t gm if g > 0
refuses 102 did_imputation y id t
refuses 198 did_imputation y id t gm, horizons(0 40) minn(0)
refuses 184 did_imputation y id t gm, horizons(0) allhorizons
*** sdid
generate byte dd = id <= 2 & t >= 5
generate byte d2 = id <= 2 & t >= 2
generate byte d1 = id == 1 & t >= 5
generate byte d15 = id <= 15 & t >= 5
refuses 459 did y if _n != 5, estimator(sdid) treat(dd)
refuses 459 did y, estimator(sdid) treat(d2)
refuses 459 sdid y id t d1, vce(bootstrap)
refuses 459 sdid y id t d1, vce(jackknife)
refuses 459 sdid y id t d15, vce(placebo)
refuses 459 sdid y id t zero
refuses 459 sdid y id t one
refuses 459 sdid y id t rev
refuses 102 sdid y id t
refuses 101 did y [aw=x+1], estimator(sdid) treat(dd)
*** eventstudy
refuses 198 eventstudy y, gvar(g) base(-20) nograph
refuses 198 eventstudy y, gvar(g) window(-3 2) base(-5) nograph
refuses 459 eventstudy y, gvar(gall) nograph
refuses 459 eventstudy y, gvar(zero) nograph
refuses 198 eventstudy y, gvar(g) window(3 -2) nograph
refuses 198 eventstudy y, gvar(g) window(1) nograph
refuses 184 eventstudy y, gvar(g) window(-2 2) bin drop nograph
refuses 198 eventstudy y, gvar(g) base(soon) nograph
*** placebo
refuses 198 placebo, reps(0) treat(d): reghdfe y d, absorb(id t)
refuses 198 placebo, reps(10) ntreat(100) date(5) treat(d) nograph: reghdfe y d, absorb(id t)
refuses 111 placebo, reps(10) treat(d) nograph: reghdfe y nosuch, absorb(id t)
refuses 111 placebo, reps(10) treat(d) nograph: reghdfe y x, absorb(id t)
refuses 459 placebo, reps(10) treat(x) nograph: reghdfe y x, absorb(id t)
refuses 198 placebo, reps(10) type(wrong) treat(d): reghdfe y d, absorb(id t)
refuses 198 placebo, reps(10) nograph: reghdfe y d, absorb(id t)
*** honestdid
refuses 198 honestdid
refuses 198 honestdid, pre(1/2)
*** Options of the imputation, of estat and of figures
refuses 198 did_imputation y id t gm, project(x) sum minn(0)
refuses 110 did_imputation y id t gm, saveestimates(x) minn(0)
refuses 111 did_imputation y id t gm, timecontrols(nosuch) minn(0)
refuses 198 did_imputation y id t gm, shift(-1) minn(0)
refuses 198 did y, estimator(gardner) gvar(g) anticipation(1)
refuses 459 did y, estimator(bjs) gvar(g) anticipation(20) minn(0)
refuses 459 did y, estimator(sa) gvar(g) anticipation(20)
refuses 321 estat sci
refuses 321 estat bdecomp
refuses 321 estat leads
refuses 301 medsem, indep(d) med(x) dep(y)
refuses 198 sem (y <- d) (d <- y)
refuses 198 sem (y x)
refuses 111 sem (y <- nosuch)
refuses 2000 sem (y <- x) if 0
refuses 111 coefplot, keep(nosuch)
refuses 198 coefplot, nosuchoption
refuses 198 did_multiplegt_dyn y id t d, effects(1) effects_equal graph_off
