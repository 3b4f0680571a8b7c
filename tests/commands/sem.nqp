* Numbers of R 4.2.2, lm(): coefficients, standard errors times √(df/n), logLik() of each equation summed.
version 18
sysuse auto

*** Paths are estimated by maximum likelihood, equation by equation
sem (weight <- length mpg) (price <- weight length mpg)
assert reldif(e(ll), -1190.05178774) < 1e-10
assert reldif([weight]_b[length], 28.9026484072) < 1e-10 & reldif([weight]_se[length], 2.08687376944) < 1e-10
assert reldif([price]_b[weight], 4.36479785513) < 1e-10 & reldif([price]_se[weight], 1.1354634299) < 1e-10
assert reldif(el(e(b), 1, 8), 57804.9925057) < 1e-10 & reldif(el(e(b), 1, 9), 5514972.7601219) < 1e-10
* variance of a variance: 2 σ⁴/n
assert reldif(sqrt(el(e(V), 8, 8)), 9503.08222912) < 1e-9 & reldif(sqrt(el(e(V), 9, 9)), 906655.93678068) < 1e-9

*** The model is tested against the saturated one
sem (weight <- length) (price <- weight)
assert reldif(e(ll), -1196.68787381030) < 1e-10 & reldif(e(ll_saturated), -1193.56483728512) < 1e-10
assert reldif(e(chi2_ms), 6.24607305036) < 1e-7 & e(df_ms) == 1
* the order of the variables in the model plays no role
sem (price <- weight) (weight <- length)
assert reldif(e(chi2_ms), 6.24607305036) < 1e-7 & e(df_ms) == 1

*** Errors of equations with the same regressors may correlate
sem (weight <- length mpg) (price <- mpg length), cov(e.weight*e.price)
assert reldif(el(e(b), 1, 9), 252307.107304) < 1e-9 & reldif(sqrt(el(e(V), 9, 9)), 77643.5646609) < 1e-9
assert reldif(e(ll), -1190.05178774) < 1e-10
local names : colfullnames e(b)
assert "`: word 9 of `names''" == "/cov(e.weight,e.price)"

*** An equation without error is refused
generate double twice = 2*length + 3
capture sem (twice <- length) (price <- twice)
assert _rc == 459
generate double fixed = 7
capture sem (fixed <- length)
assert _rc == 459
capture sem (price <- length twice)
assert _rc == 459

*** A saturated model without error leaves no test
generate double twice = 2*length + 3
sem (twice <- weight) (price <- length)
assert e(ll_saturated) == . & e(chi2_ms) == .

*** medsem multiplies the two paths
quietly sem (weight <- length mpg) (price <- weight length mpg)
medsem, indep(length) med(weight) dep(price) mcreps(20000) seed(3) rit
assert reldif(r(ind), 126.1542177752) < 1e-9 & reldif(r(se), 34.0585450656) < 1e-9
* moments of a product of independent normals: mean a b, variance a²s_b² + b²s_a² + s_a²s_b²
assert abs(r(mc_mean)/r(ind) - 1) < .01
assert abs(r(mc_se)/sqrt(r(se)^2 + (2.08687376944*1.1354634299)^2) - 1) < .02
assert reldif(r(rit), r(ind)/(r(ind) + r(cp))) < 1e-12
capture medsem, indep(turn) med(weight) dep(price)
assert _rc == 111
