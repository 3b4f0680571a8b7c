*** predict after matching: effects of rows average to the effect; scores are those of logit
sysuse lalonde, clear
set type double
teffects psmatch (re78) (treat age educ re74), generate(nn)
scalar b = el(e(b), 1, 1)
predict te
predict po0, po
predict po1, po tlevel(1)
predict p1, ps tlevel(1)
predict p0, ps
summarize te, meanonly
assert reldif(r(mean), b) < 1e-10 & r(N) == 614
assert reldif(te, po1 - po0) < 1e-12 & po1 == re78 if treat
assert po0 == re78 if !treat
logit treat age educ re74
predict p
assert reldif(p, p1) < 1e-7 & reldif(p0, 1 - p1) < 1e-12
assert !treat[nn1[1]] & treat[nn1[614]]

*** Conditional means are predictions of regressions in each group
sysuse lalonde, clear
set type double
teffects ra (re78 age educ) (treat)
scalar b = el(e(b), 1, 1)
predict te
predict c1, cmean tlevel(1)
summarize te, meanonly
assert reldif(r(mean), b) < 1e-10
regress re78 age educ if treat
predict x1
assert reldif(c1, x1) < 1e-10
teffects ipw (re78) (treat age)
predict p
capture predict q, te
assert _rc == 198
capture predict q, ps tlevel(2)
assert _rc == 198

*** Balance after matching, by hand: controls 1.1 once and 2.9 twice are the matches of 1, 2.2 and 4
clear
input d z y
1 1.0 5
1 2.2 7
1 4.0 9
0 1.1 4
0 2.9 6
0 9.0 1
end
teffects nnmatch (y z) (d), atet generate(m)
tebalance summarize
matrix T = r(table)
assert abs(T[1,2] - .1/sqrt(1.68)) < 1e-6 & abs(T[1,4] - 2.28/1.08) < 1e-6
matrix S = r(size)
assert S[1,2] == 6 & S[2,2] == 3 & S[3,2] == 3
teffects nnmatch (y z) (d)
capture tebalance summarize
assert _rc == 321
capture predict te
assert _rc == 321

*** What cannot be done
sysuse lalonde, clear
capture teffects psmatch (re78) (treat), atet
assert _rc == 100
capture teffects ipw (re78) (treat age), generate(g)
assert _rc == 198
generate nn1 = 1
capture teffects psmatch (re78) (treat age), generate(nn)
assert _rc == 110
teffects ra (re78 age) (treat)
capture tebalance summarize
assert _rc == 321
