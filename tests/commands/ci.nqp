* ci, centile, mean, proportion, total: worked by hand, and examples of the Stata manual
sysuse auto
* [R] mean: price over all cars, 6165.257 (342.8719)
mean price
assert abs(_b[price] - 6165.256757) < 1e-6 & abs(_se[price] - 342.871932) < 1e-6 & e(df_r) == 73
ci means price
assert abs(r(se) - 342.871932) < 1e-6 & abs(r(lb) - (r(mean) - invttail(73, .025)*r(se))) < 1e-9
* subpopulations: standard error s/sqrt(n) times sqrt((n-1)/n*N/(N-1)); domestic s = 4.743297, n = 52
mean mpg, over(foreign)
assert abs(el(e(V), 1, 1) - (4.7432972^2/52)*(51/52)*(74/73)) < 1e-6 & e(N_over) == 2
total price, over(foreign) nolabel
assert abs(el(e(b), 1, 1) + el(e(b), 1, 2) - 456229) < 1e-6
* [R] proportion: 1.rep78 .0289855 (.0201966)
proportion rep78
assert abs(_b[1.rep78] - 2/69) < 1e-14 & abs(_se[1.rep78] - sqrt(2/69*67/69/69)) < 1e-14
proportion foreign, normal level(90)
proportion rep78, over(foreign) missing logit nolabel
mean mpg [pw=weight], level(90)
mean mpg [aw=weight]
mean mpg [fw=rep78]
assert e(N) == 235

* Clopper-Pearson by its definition: P(X >= 22 | lb) = P(X <= 22 | ub) = .025
ci proportions foreign
assert abs(binomialtail(74, 22, r(lb)) - .025) < 1e-10 & abs(binomial(74, 22, r(ub)) - .025) < 1e-10
scalar share = 22/74
scalar z_ = invnormal(.975)
ci proportions foreign, wald
assert abs(r(ub) - (share + z_*sqrt(share*(1-share)/74))) < 1e-12
ci proportions foreign, wilson
assert abs(r(lb) - (share + z_^2/148 - z_*sqrt(share*(1-share)/74 + z_^2/(4*74^2)))/(1 + z_^2/74)) < 1e-12
ci proportions foreign, agresti
assert abs(r(lb) - ((22+z_^2/2)/(74+z_^2) - z_*sqrt((22+z_^2/2)/(74+z_^2)*(1-(22+z_^2/2)/(74+z_^2))/(74+z_^2)))) < 1e-12
ci proportions foreign, jeffreys
assert abs(r(lb) - invibeta(22.5, 52.5, .025)) < 1e-12
ci proportions foreign, exact
ci foreign, binomial
assert abs(binomialtail(74, 22, r(lb)) - .025) < 1e-10
ci variances mpg, level(90)
assert abs(r(lb) - 73*r(Var)/invchi2tail(73, .05)) < 1e-9
ci variances mpg, sd
ci means rep78, poisson separator(1)
* Garwood: 235 events in 69 observations
assert abs(r(lb) - invgammap(235, .025)/69) < 1e-10
ci means price [fw=rep78]
ci
capture ci proportions price
assert _rc == 450

* [R] centile: price, median 5006.5 (4593.566, 5717.90)
centile price
assert r(c_1) == 5006.5 & abs(r(lb_1) - 4593.566) < .0005 & abs(r(ub_1) - 5717.90) < .005
* ranks (n+1)p/100 of 1 ... 9: 2.5, 5, 7.5
clear
set obs 9
generate x = _n
centile x, centile(25 50 75) cci
assert r(c_1) == 2.5 & r(c_2) == 5 & r(c_3) == 7.5 & r(n_cent) == 3
* conservative limits of the median of nine: P(B <= 1) = 10/512 <= .025 < P(B <= 2): second and eighth values
assert r(lb_2) == 2 & r(ub_2) == 8
centile x, centile(50) meansd
assert abs(r(c_1) - 5) < 1e-12
* normal theory: se = sqrt(q(1-q)/n)/f
centile x, normal level(90)
assert abs(r(ub_1) - (5 + invnormal(.95)*sqrt(.25/9)/normalden(5, 5, sqrt(7.5)))) < 1e-10
capture centile x, centile(100)
assert _rc == 198
