* Smooth curves, binned points, pies, dots and matrices of plots. Expected values: identities and hand calculations.
clear all
set type double
sysuse auto, clear

* The line of binscatter has the slope of the regression with the controls and effects (Frisch and Waugh).
quietly regress price mpg weight i.foreign
scalar slope = _b[mpg]
binscatter price mpg, controls(weight i.foreign)
assert reldif(r(coefs)[1,1], slope) < 1e-10
assert rowsof(r(bins)) <= 20
quietly areg price mpg weight, absorb(rep78)
scalar slope = _b[mpg]
binscatter price mpg if price < 1e9, controls(weight) absorb(rep78) nquantiles(5) genxq(q)
assert r(N) == 69 & reldif(r(coefs)[1,1], slope) < 1e-9
assert q >= 1 & q <= 5 if rep78 < .
assert q == . if rep78 == .
drop q
* Without controls, points are means in the groups of xtile.
xtile g = weight, nquantiles(4)
binscatter price weight, n(4) linetype(none)
matrix b = r(bins)
quietly summarize price if g == 3
assert reldif(b[3,4], r(mean)) < 1e-12 & b[3,5] == r(N)
binscatter price foreign, discrete medians
matrix b = r(bins)
quietly summarize price if foreign, detail
assert b[2,3] == 1 & b[2,4] == r(p50)
binscatter price weight mpg, n(5) by(foreign) mcolors(red blue green orange) rd(20) linetype(connect)
capture binscatter price
assert _rc == 102
capture binscatter price mpg, linetype(other)
assert _rc == 198
capture binscatter price mpg, genxq(mpg)
assert _rc == 110
capture binscatter price mpg if mpg > 99
assert _rc == 2000

* Straight lines stay what they are, with every window and kernel.
clear
set obs 40
generate x = _n^1.3
generate y = 2 - 3*x
lowess y x, generate(s) bwidth(.3) nograph
assert reldif(s, y) < 1e-9
foreach k in epanechnikov epan2 biweight gaussian triangle {
    lpoly y x, degree(1) kernel(`k') bwidth(30) at(x) generate(s_`k') nograph
    assert reldif(s_`k', y) < 1e-9
}
lpoly y x, generate(at fit) se(se) ci
assert r(ngrid) == 40 & r(pwidth) > r(bwidth)
twoway (lpolyci y x, degree(2)) (lowess y x, mean) (lpoly y x, lcolor(red))
capture lowess y x, generate(s) nograph
assert _rc == 110
capture lowess y x, bwidth(2)
assert _rc != 0
capture lpoly y x, kernel(other)
assert _rc == 198
capture lpoly y x, generate(one)
assert _rc == 198

* A pie says its shares; dots and matrices are figures like others.
sysuse auto, clear
tempfile f
graph pie, over(foreign) plabel(_all percent, format(%4.1f)) pie(1, explode color(red))
graph export "`f'.svg", replace
local svg = fileread("`f'.svg")
assert strpos(`"`macval(svg)'"', ">70.3%<") > 0 & strpos(`"`macval(svg)'"', ">29.7%<") > 0
graph pie price weight, sort
graph dot (mean) price (median) price, over(rep78)
graph matrix price mpg weight, half
graph matrix price mpg weight, title("All")
capture graph pie
assert _rc == 100
capture graph pie price, over(nosuch)
assert _rc == 111
capture graph pie, over(foreign) plabel(3 percent)
assert _rc == 198
capture graph matrix price
assert _rc == 102
