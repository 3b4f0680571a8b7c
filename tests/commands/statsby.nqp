* statsby: the same numbers as the command run group by group.
set type double
sysuse auto
regress price weight if foreign == 0
scalar b0 = _b[weight]
scalar s0 = _se[weight]
regress price weight if foreign == 1
scalar b1 = _b[weight]
tempfile f
statsby _b _se n=e(N), by(foreign) saving("`f'") nodots: regress price weight
assert _N == 74
use "`f'", clear
assert _N == 2 & n[1] == 52 & n[2] == 22
assert reldif(_b_weight[1], b0) < 1e-12 & reldif(_se_weight[1], s0) < 1e-12 & reldif(_b_weight[2], b1) < 1e-12
confirm variable _b_cons _se_cons
sysuse auto, clear
statsby _b[weight] _se[weight], by(foreign) clear nodots: regress price weight
assert reldif(_stat_1[1], b0) < 1e-12 & reldif(_stat_2[1], s0) < 1e-12
* groups by two variables, subsets and the total
sysuse auto, clear
statsby n=r(N), by(foreign rep78) subsets clear nodots: summarize price
count if missing(foreign) & missing(rep78)
assert r(N) == 1
summarize n if missing(foreign) & missing(rep78)
assert r(mean) == 74
* a group in which the command fails is missing
sysuse auto, clear
statsby b=_b[weight], by(rep78) clear nodots: regress price weight if rep78 > 2
assert missing(b[1]) & !missing(b[3])
* data that are not saved are kept
clear
set obs 3
generate x = _n
capture statsby r(mean), by(x) nodots: summarize x
assert _rc == 4
