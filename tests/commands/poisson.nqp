
*** goodness of fit: deviance and Pearson of R 4.2 glm
sysuse auto, clear
quietly poisson rep78 mpg weight
estat gof
assert abs(r(chi2_d) - 17.1660149963) < 1e-7 & abs(r(chi2_p) - 15.9900968912) < 1e-7 & r(df) == 66
assert abs(r(p_d) - chi2tail(66, r(chi2_d))) < 1e-12
quietly regress price mpg weight
predict double w, welsch
* dffits and hatvalues of R 4.2
assert abs(w[1] + .759955185847) < 1e-9 & abs(w[3] + .816919791752) < 1e-9
