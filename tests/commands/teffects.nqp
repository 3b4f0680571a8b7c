* teffects: one binary covariate, so that every estimator is saturated and equals means of cells by hand.
set type double
clear
input d z y
1 0 5
1 0 7
0 0 2
0 0 4
0 0 3
1 1 10
0 1 6
0 1 8
end
* effects in the cells: 6-3 and 10-7; weights 5/8 and 3/8, for the treated 2/3 and 1/3
replace y = 12 if z == 1 & d == 1
scalar ate = 5/8*3 + 3/8*5
scalar atet = 2/3*3 + 1/3*5
* the least probability of the treatment received: 1/3 of z == 1 are treated
capture teffects ipw (y) (d z), pstolerance(.35)
assert _rc == 459
teffects ipw (y) (d z), pstolerance(.3)
foreach m in ipw ra aipw ipwra {
  local outcome = cond("`m'" == "ipw", "(y)", "(y z)")
  local treatment = cond("`m'" == "ra", "(d)", "(d z)")
  teffects `m' `outcome' `treatment'
  assert abs(el(e(b), 1, 1) - ate) < 1e-7 & abs(el(e(b), 1, 2) - (5/8*3 + 3/8*7)) < 1e-7
  scalar v_`m' = el(e(V), 1, 1)
  if "`m'" != "aipw" {
    teffects `m' `outcome' `treatment', atet
    assert abs(el(e(b), 1, 1) - atet) < 1e-7
  }
}
* saturated models have one influence function
assert abs(v_ipw - v_ra) < 1e-6 & abs(v_aipw - v_ra) < 1e-6 & abs(v_ipwra - v_ra) < 1e-6
teffects ra (y z) (d), pomeans
assert abs(el(e(b), 1, 2) - el(e(b), 1, 1) - ate) < 1e-9
* nearest neighbors on z, all ties: the means of the cells again
teffects nnmatch (y z) (d)
assert abs(el(e(b), 1, 1) - ate) < 1e-9 & "`e(subcmd)'" == "nnmatch"
teffects psmatch (y) (d z), atet
assert abs(el(e(b), 1, 1) - atet) < 1e-9 & e(n1) == 3 & e(n0) == 5

capture teffects aipw (y z) (d z), atet
assert _rc == 198
capture teffects nonsense (y) (d z)
assert _rc == 198
capture teffects ipw (y) (y z)
assert _rc == 459
capture teffects ipw y d
assert _rc == 198

* balance: bias of the score before and after matching, by hand
clear
input d p y
0 .25 3
0 .32 5
0 .43 4
0 .46 6
0 .55 7
0 .70 9
1 .30 6
1 .45 8
1 .60 9
1 .80 13
end
psmatch2 d, pscore(p) outcome(y)
pstest p, both
matrix B = r(balance)
assert abs(B[1,3] - 45.3638) < 1e-4 & abs(B[1,9] - 15.85531) < 1e-5 & abs(B[1,13] - 65.04854) < 1e-4
quietly ttest p, by(d)
assert abs(B[1,4] + r(t)) < 1e-9
capture pstest p, both raw
assert _rc == 198
drop _weight
capture pstest p
assert _rc == 111

* tebalance summarize after weighting: weighted means by hand; the treated weigh one each with atet
sysuse lalonde, clear
quietly teffects ipw (re78) (treat age educ married), atet
tebalance summarize
matrix T = r(table)
matrix S = r(size)
matrix M = r(means)
assert rowsof(T) == 3 & S[2,1] == 185 & S[3,1] == 429
quietly logit treat age educ married
predict double p, pr
generate double w = cond(treat, 1, p/(1 - p))
quietly summarize age if treat == 1
scalar age1 = r(mean)
scalar var1 = r(Var)
assert M[1,1] == M[1,3] & reldif(M[1,1], age1) < 1e-10
quietly summarize age if treat == 0
assert reldif(T[1,1], (age1 - r(mean))/sqrt((var1 + r(Var))/2)) < 1e-9 & reldif(T[1,3], var1/r(Var)) < 1e-9
quietly summarize age [aweight=w] if treat == 0
assert reldif(M[1,4], r(mean)) < 1e-6 & reldif(T[1,4], var1/r(Var)) < 1e-6
assert reldif(T[1,2], (age1 - r(mean))/sqrt((var1 + r(Var))/2)) < 1e-5
quietly teffects psmatch (re78) (treat age educ)
capture tebalance summarize
assert _rc == 321
capture tebalance box
assert _rc == 198
ereturn clear
capture tebalance summarize
assert _rc == 301
