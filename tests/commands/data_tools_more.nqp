*** ratio is the ratio of totals, its variance the linearised one
* b = sum(y)/sum(x); V = n/(n-1) sum((y - b x)^2) / sum(x)^2 (Cochran 1977, section 6.3), computed by hand here.
sysuse auto, clear
quietly ratio r: price/mpg
scalar b = _b[r]
scalar se = _se[r]
quietly summarize price
scalar y = r(sum)
quietly summarize mpg
scalar x = r(sum)
assert reldif(b, y/x) < 1e-12
generate double d2 = (price - b*mpg)^2
quietly summarize d2
assert reldif(se, sqrt(74/73*r(sum))/x) < 1e-10
quietly ratio (price/mpg) (weight/length), over(foreign)
quietly summarize price if foreign
scalar y1 = r(sum)
quietly summarize mpg if foreign
assert reldif(e(b)[1,2], y1/r(sum)) < 1e-12
capture ratio price
assert _rc == 198
capture ratio price/make
assert _rc == 109
capture ratio price/nosuch
assert _rc == 111

*** misstable counts kinds of missing values
clear
input x y z
1 . 1
. .a 2
.b 3 3
4 4 4
end
misstable summarize
assert r(N_eq_dot) == 1 & r(N_gt_dot) == 1 & r(N_lt_dot) == 2
misstable summarize z
assert r(N_eq_dot) == .
misstable patterns
assert r(N_complete) == 1 & r(N_incomplete) == 3 & r(K) == 3 & r(vars) == "x y"
misstable patterns z
assert r(N_complete) == 4

*** cf ends with 9 when something differs and says where
sysuse auto, clear
tempfile t
quietly save "`t'"
cf _all using "`t'"
quietly replace mpg = 1 in 5
capture cf mpg using "`t'"
assert _rc == 9 & r(Nsum) == 1
quietly drop in 1
capture cf mpg using "`t'"
assert _rc == 9
capture cf mpg using nosuchfile
assert _rc == 601

*** compare knows numbers and text
sysuse auto, clear
capture compare make price
assert _rc == 109
compare price weight if foreign
assert r(N) == 22 & r(N_gt) + r(N_lt) + r(N_eq) == 22

*** range spaces values evenly
clear
range x 0 100 5
assert _N == 5 & x[2] == 25 & x[5] == 100
range y 1 0
assert y[3] == .5
capture range y 0 1
assert _rc == 110
capture range z 0 1 1
assert _rc == 198

*** snapshots come back as they were
sysuse auto, clear
snapshot save, label("before")
local first = r(snapshot)
quietly replace price = 0
snapshot save
assert r(snapshot) == `first' + 1
snapshot restore `first'
assert price[1] == 4099
capture snapshot restore 99
assert _rc == 198
snapshot erase _all
capture snapshot restore `first'
assert _rc == 198

*** nsplit cuts digits from the left
clear
set obs 2
generate long code = cond(_n == 1, 441900, 11)
nsplit code, digits(2 2 2) generate(province city county)
assert province[1] == 44 & city[1] == 19 & county[1] == 0 & county[2] == 11 & province[2] == 0
capture nsplit code
assert _rc == 198
capture nsplit code, digits(2 2)
assert _rc == 459

*** datasignature confirm, strict notices added variables
sysuse auto, clear
quietly datasignature set
generate new = 1
datasignature confirm
capture datasignature confirm, strict
assert _rc == 9
drop new
datasignature confirm, strict
order mpg
datasignature confirm
capture datasignature confirm, strict
assert _rc == 9

*** a string in a row is written in place when the text is known
clear
set obs 100
generate s = "a"
quietly replace s = "b" in 1
quietly replace s = "b" in 2
assert s[2] == "b" & s[3] == "a"
preserve
quietly replace s = "a" in 2
assert s[2] == "a"
restore
assert s[2] == "b"
replace s = "longer" in 3
assert s[3] == "longer" & "`: type s'" == "str6"
quietly replace s = "longer" in 4
assert s[4] == "longer"
* the order is forgotten when a key is changed
sort s
quietly replace s = "longer" in 1
assert "`: sortedby'" == ""

*** group statistics do not depend on how the values are reached
* Σ in a loop over groups by hand against egen on more rows than one core takes.
clear
set obs 600000
set seed 7
generate double x = rnormal()
quietly replace x = . in 5
generate int g = mod(_n * 7919, 100) - 50
egen double m = mean(x), by(g)
egen double t = total(x), by(g)
egen long n = count(x), by(g)
egen double s = sd(x), by(g)
quietly summarize x if g == -50
assert reldif(m[100], r(mean)) < 1e-14 if g[100] == -50
preserve
quietly keep if g == 3
quietly summarize x
assert reldif(m, r(mean)) < 1e-13 & n == r(N) & reldif(s, r(sd)) < 1e-12 & reldif(t, r(sum)) < 1e-10
restore
quietly replace g = . in 1/10
egen k = group(g), missing
quietly summarize k
assert r(max) == 101
assert k == 101 in 1/10
egen j = group(g)
assert missing(j) in 1/10
egen byte small = total(1), by(g)
assert missing(small) in 11/l
assert small == 10 in 1/10
