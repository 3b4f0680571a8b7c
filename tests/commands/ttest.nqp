* ttest, ttesti, sdtest, prtest: worked by hand, and the fuel example of the Stata manual ([R] ttest, example 2-3)
clear
input mpg1 mpg2
20 24
23 25
21 21
25 22
18 23
17 18
18 17
24 28
20 24
24 27
23 21
19 23
end
ttest mpg1 == mpg2
assert abs(r(t) + 2.2444) < .00005 & r(df_t) == 11 & abs(r(p) - .0463) < .00005
assert r(N_1) == 12 & abs(r(mu_1) - 21) < 1e-12 & abs(r(mu_2) - 22.75) < 1e-12
ttest mpg1 == mpg2, unpaired
assert abs(r(t) + 1.4280) < .00005 & r(df_t) == 22 & abs(r(p) - .1673) < .00005
ttest mpg1 == mpg2, unpaired unequal
assert abs(r(t) + 1.4280) < .00005 & abs(r(df_t) - 21.4) < 1
ttest mpg1 = 20
assert abs(r(t) - (21-20)/(sqrt(82/11)/sqrt(12))) < 1e-12
* signs and ranks of the same data, [R] signrank: z = -1.973, p = 0.0485
signrank mpg1 = mpg2
assert abs(r(z) + 1.973) < .0005 & abs(r(p) - .0485) < .00005 & r(N_neg) == 8 & r(N_tie) == 1
assert abs(r(p_l) - r(p)/2) < 1e-12 & abs(r(p_l) + r(p_u) - 1) < 1e-12
* [R] signtest: 3 positive, 8 negative, two-sided p = 0.2266
signtest mpg1 = mpg2
assert r(N_pos) == 3 & r(N_neg) == 8 & abs(r(p) - .2266) < .00005

* groups 1 2 3 and 2 4 6 8: means 2 and 5, variances 1 and 20/3
clear
input x g b
1 1 0
2 1 1
3 1 0
2 2 1
4 2 1
6 2 0
8 2 1
. 2 1
end
ttest x, by(g)
scalar sp = (2*1 + 3*20/3)/5
assert abs(r(t) + 3/sqrt(sp*(1/3 + 1/4))) < 1e-12 & r(df_t) == 5 & r(N_2) == 4
assert abs(r(p) - 2*ttail(5, abs(r(t)))) < 1e-14
scalar a = 1/3
scalar c = 20/12
ttest x, by(g) unequal
assert abs(r(df_t) - (a+c)^2/(a^2/2 + c^2/3)) < 1e-12
ttest x, by(g) welch reverse level(90)
assert abs(r(df_t) - (-2 + (a+c)^2/(a^2/4 + c^2/5))) < 1e-12 & r(t) > 0 & r(level) == 90
ttesti 3 2 1 4 5 `=sqrt(20/3)'
assert abs(r(t) + 3/sqrt(sp*(1/3 + 1/4))) < 1e-12
ttesti 3 2 1 4 5 `=sqrt(20/3)', unequal
ttesti 3 2 1 1.5
assert abs(r(t) - .5/(1/sqrt(3))) < 1e-12

sdtest x, by(g)
assert abs(r(F) - 3/20) < 1e-12 & r(df_1) == 2 & r(df_2) == 3
sdtest x == 2 if g == 2
assert abs(r(chi2) - 20/4) < 1e-12 & r(df) == 3
sdtest x == g
assert r(F) > 0

* proportions 1/3 and 4/5, pooled 5/8
prtest b, by(g)
assert abs(r(P_1) - 1/3) < 1e-14 & abs(r(P_2) - .8) < 1e-14
assert abs(r(z) - (1/3 - .8)/sqrt(5/8*3/8*(1/3 + 1/5))) < 1e-12
prtest b == .5
assert abs(r(z) - (5/8 - .5)/sqrt(.25/8)) < 1e-12 & r(N) == 8
generate b2 = 1 - b
prtest b == b2
assert abs(r(P_diff) - .25) < 1e-14

ranksum x, by(g) porder
* ranks of 1 2 3 | 2 4 6 8: 1 2.5 4 | 2.5 5 6 7
assert r(sum_obs) == 7.5 & r(sum_exp) == 12 & r(U) == 1.5
capture ttest x, by(x)
assert _rc == 420
capture ttest x if g == 1, by(g)
assert _rc == 420
capture ttest x
assert _rc == 198
capture prtest x == .5
assert _rc == 450
capture ttest nosuch == 1
assert _rc == 111
capture ttest x == 1 if x > 100 & x < .
assert _rc == 2000
capture ttesti 1 2
assert _rc == 198
capture ranksum x
assert _rc == 198
