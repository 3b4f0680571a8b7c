* coefplot: what is drawn, in r(plot), against the coefficients; what the figure shows, in its SVG.
sysuse auto
foreach k in 1 2 3 {
  local x : word `k' of weight turn foreign
  quietly regress price mpg `x'
  estimates store m`k'
  scalar b`k' = _b[mpg]
}
* Models behind "\" are one series; aseq() and swapnames make a place of each.
coefplot (m1, aseq(East) \ m2, aseq(Middle) \ m3, aseq(West)), keep(mpg) swapnames vertical
matrix P = r(plot)
local names : rownames P
assert "`names'" == "East Middle West"
forvalues k = 1/3 {
  assert P[`k', 1] == `k' & reldif(P[`k', 2], b`k') < 1e-12
}
coefplot m1 \ m2, keep(mpg) aseq swapnames
local names : rownames r(plot)
assert "`names'" == "m1 m2"
* bycoefs: a panel for each coefficient, places are the models.
coefplot m1, bylabel(First) || m2, bylabel(Second) || m3, bylabel(Third) ||, keep(mpg) bycoefs
matrix P = r(plot)
local names : rownames P
assert "`names'" == "First Second Third"
assert reldif(P[3, 2], b3) < 1e-12
coefplot m1, bylabel(First) || m2, bylabel(Second) ||, drop(_cons) bycoefs byopts(rows(1))
local names : rownames r(plot)
assert "`names'" == "First Second First Second"
* The legend stays where it is asked for, also off.
tempfile f
coefplot (m1, label(Short)) (m2, label(Long)), drop(_cons) legend(off)
graph export "`f'.svg", replace
assert strpos(fileread("`f'.svg"), ">Short<") == 0
coefplot (m1, label(Short)) (m2, label(Long)), drop(_cons) legend(ring(0) pos(2))
graph export "`f'.svg", replace
assert strpos(fileread("`f'.svg"), ">Short<") > 0
