* xtgls and xtpcse against least squares and weighted least squares
sysuse grunfeld, clear
xtset firm year
regress invest mvalue kstock
scalar q_b = _b[mvalue]
scalar q_s = _se[mvalue]*sqrt(197/200)
predict double e, residuals
xtgls invest mvalue kstock
assert abs(_b[mvalue] - q_b) < 1e-9 & abs(_se[mvalue]/q_s - 1) < 1e-9 & e(ll) < 0
xtgls invest mvalue kstock, nmk
assert abs(_se[mvalue]/(q_s*sqrt(200/197)) - 1) < 1e-9
xtpcse invest mvalue kstock, independent
assert abs(_b[mvalue] - q_b) < 1e-9 & abs(_se[mvalue]/q_s - 1) < 1e-9
* heteroskedastic panels: weights 1/sigma_i^2
generate double e2 = e^2
egen double v = mean(e2), by(firm)
foreach x in invest mvalue kstock {
  generate double w_`x' = `x'/sqrt(v)
}
generate double w = 1/sqrt(v)
quietly regress w_invest w_mvalue w_kstock w, noconstant
scalar q_b = _b[w_mvalue]
scalar q_s = _se[w_mvalue]/e(rmse)
xtgls invest mvalue kstock, panels(heteroskedastic)
assert abs(_b[mvalue] - q_b) < 1e-9 & abs(_se[mvalue]/q_s - 1) < 1e-8 & e(n_cv) == 10 & e(ll) >= .
* two panels, correlated: (X'(S^-1 # I)X)^-1 by matrix algebra
preserve
keep if firm <= 2
regress invest mvalue
predict double r, residuals
mkmat mvalue if firm == 1, matrix(x1)
mkmat mvalue if firm == 2, matrix(x2)
mkmat invest if firm == 1, matrix(y1)
mkmat invest if firm == 2, matrix(y2)
mkmat r if firm == 1, matrix(e1)
mkmat r if firm == 2, matrix(e2)
matrix x1 = x1, J(20,1,1)
matrix x2 = x2, J(20,1,1)
matrix s11 = e1'*e1/20
matrix s12 = e1'*e2/20
matrix s22 = e2'*e2/20
matrix S = (s11, s12 \ s12', s22)
matrix P = inv(S)
matrix A = P[1,1]*x1'*x1 + P[1,2]*(x1'*x2 + x2'*x1) + P[2,2]*x2'*x2
matrix g = P[1,1]*x1'*y1 + P[1,2]*(x1'*y2 + x2'*y1) + P[2,2]*x2'*y2
matrix V = inv(A)
matrix b = V*g
xtgls invest mvalue, panels(correlated)
assert abs(_b[mvalue]/b[1,1] - 1) < 1e-9 & abs(_se[mvalue]/sqrt(V[1,1]) - 1) < 1e-9
* panel-corrected: D X'(S # I)X D
matrix D = inv(x1'*x1 + x2'*x2)
matrix M = S[1,1]*x1'*x1 + S[1,2]*(x1'*x2 + x2'*x1) + S[2,2]*x2'*x2
matrix V = D*M*D
xtpcse invest mvalue
assert abs(_se[mvalue]/sqrt(V[1,1]) - 1) < 1e-9
xtpcse invest mvalue, pairwise
assert abs(_se[mvalue]/sqrt(V[1,1]) - 1) < 1e-9
* one AR(1), no larger than 1: the mean of the panels' coefficients of residuals on their lag, then Prais-Winsten
generate double lag = r[_n-1] if firm == firm[_n-1]
quietly regress r lag if firm == 1, noconstant
scalar q_rho = min(_b[lag], 1)/2
quietly regress r lag if firm == 2, noconstant
scalar q_rho = q_rho + min(_b[lag], 1)/2
xtpcse invest mvalue, correlation(ar1) independent
assert abs(e(rho) - q_rho) < 1e-9
foreach x in invest mvalue {
  generate double p_`x' = cond(year == 1935, sqrt(1 - q_rho^2)*`x', `x' - q_rho*`x'[_n-1])
}
generate double p = cond(year == 1935, sqrt(1 - q_rho^2), 1 - q_rho)
quietly regress p_invest p_mvalue p, noconstant
scalar q_b = _b[p_mvalue]
scalar q_s = _se[p_mvalue]*sqrt(38/40)
xtpcse invest mvalue, correlation(ar1) independent
assert abs(_b[mvalue]/q_b - 1) < 1e-9 & abs(_se[mvalue]/q_s - 1) < 1e-9
restore
* iterated: a fixed point
xtgls invest mvalue kstock, panels(heteroskedastic) igls
scalar q_ll = e(ll)
assert e(converged) == 1 & q_ll < .
xtgls invest mvalue kstock, panels(correlated) corr(psar1)
assert e(n_cv) == 55 & e(n_cr) == 10 & rowsof(e(Sigma)) == 10
* unbalanced panels, gaps, too few periods
drop if firm == 2 & year == 1940
capture xtgls invest mvalue, panels(correlated)
assert _rc == 459
capture xtgls invest mvalue, corr(ar1)
assert _rc == 459
xtgls invest mvalue, corr(ar1) force
xtpcse invest mvalue, pairwise
keep if year < 1940
capture xtgls invest mvalue kstock, panels(correlated)
assert _rc == 459

*** Panels that never meet have no covariance
clear
set obs 8
generate id = ceil(_n/4)
generate t = _n
generate y = mod(_n, 3)
xtset id t
capture xtpcse y t, pairwise
assert _rc == 459
