* table and kdensity
sysuse auto
table foreign
assert r(N) == 74
table (rep78) (foreign)
assert r(N) == 69
table rep78 foreign, missing nototals nolabel
assert r(N) == 74
table (foreign) (), statistic(mean price mpg) statistic(sd price) statistic(frequency) statistic(percent) nformat(%9.1f)
table (rep78) (foreign), statistic(median price) totals(rep78)
table foreign, contents(freq mean mpg p50 price n rep78) row format(%9.2f)
table rep78 foreign, contents(mean mpg) column
table (foreign rep78) (), statistic(count mpg)
table () (foreign), statistic(max mpg)
table, statistic(mean price)
table foreign [fw=rep78]
assert r(N) == 235
capture table foreign, nosuch
assert _rc == 198
capture table foreign, statistic(mean)
assert _rc == 198
capture table a b c d
assert _rc == 198 | _rc == 111

* Gaussian kernel at 0 of -1, 0, 1 with h = 1: (2 phi(1) + phi(0))/3
clear
input x p
-1 0
0 .
1 .
end
kdensity x, kernel(gaussian) bwidth(1) at(p) generate(d) nograph
assert abs(d[1] - (2*normalden(1) + normalden(0))/3) < 1e-14 & d[2] == . & r(n) == 1
assert abs(r(scale) - 1/3) < 1e-14
kdensity x, n(5) generate(u v) bwidth(1) nograph epanechnikov
* support of the default kernel is sqrt(5): K(z) = .75(1 - z^2/5)/sqrt(5)
assert u[1] == -2 & u[5] == 2 & _N == 5
assert abs(v[3] - (.75/sqrt(5))*(1 + 2*(1 - 1/5))/3) < 1e-14
kdensity x, n(5) generate(u2 v2) bwidth(1) nograph epan2
assert abs(v2[3] - .75/3) < 1e-14
foreach k in biweight cosine parzen rectangle triangle gaussian {
  kdensity x, `k' bwidth(.4) at(p) generate(f_`k') nograph normal
}
* at 0 with h = .4 only the point 0 counts in kernels of support one: K(0)/(3*.4)
assert abs(f_biweight[1] - 15/16/1.2) < 1e-6 & abs(f_cosine[1] - 2/1.2) < 1e-6
assert abs(f_parzen[1] - 4/3/1.2) < 1e-6 & abs(f_rectangle[1] - .5/1.2) < 1e-6 & abs(f_triangle[1] - 1/1.2) < 1e-6
* the rule of thumb: sd 1, IQR/1.349 = 2/1.349
kdensity x, nograph
assert abs(r(bwidth) - .9/3^.2) < 1e-12
generate c = 1 in 1/3
capture kdensity c
assert _rc == 409
capture kdensity x, generate(x y)
assert _rc == 110
capture kdensity x, kernel(nosuch)
assert _rc == 198
