* summarize: expected values worked by hand from the definitions
* mean = sum(wx)/sum(w), variance with divisor N-1, skewness m3/m2^1.5, kurtosis m4/m2^2.
clear
input x w str3 s
1 1 "a"
2 1 "b"
3 2 "c"
4 1 ""
10 1 "e"
. 3 "f"
end

summarize x
assert r(N) == 5 & r(sum_w) == 5 & r(mean) == 4 & r(Var) == 12.5
assert abs(r(sd) - sqrt(12.5)) < 1e-14
assert r(min) == 1 & r(max) == 10 & r(sum) == 20
assert r(p50) == . & r(skewness) == .

* m2 = 10, m3 = 36, m4 = 278.8
summarize x, detail
assert abs(r(skewness) - 36/10^1.5) < 1e-14
assert abs(r(kurtosis) - 2.788) < 1e-14
assert r(p1) == 1 & r(p25) == 2 & r(p50) == 3 & r(p75) == 4 & r(p99) == 10

* a frequency of two is the row written twice: 1 2 3 3 4 10
summarize x [fw=w]
assert r(N) == 6 & r(sum_w) == 6 & abs(r(mean) - 23/6) < 1e-14
assert abs(r(Var) - (139 - 23^2/6)/5) < 1e-13
summarize x [fw=w], detail
assert r(p50) == 3

* aweights are scaled to add up to N = 5: sum of squares about the weighted mean times 5/6, over 4
summarize x [aw=w]
assert r(N) == 5 & r(sum_w) == 6 & abs(r(mean) - 23/6) < 1e-14
assert abs(r(Var) - (139 - 23^2/6)*(5/6)/4) < 1e-13
summarize x [iw=w]
assert abs(r(Var) - (139 - 23^2/6)/5) < 1e-13
summarize x [w=w]
assert r(N) == 5

summarize x, meanonly
assert r(N) == 5 & r(mean) == 4 & r(sum) == 20 & r(min) == 1 & r(max) == 10
assert r(sd) == . & r(Var) == .

* nothing to summarize is no error
summarize x if x > 100 & x < .
assert r(N) == 0 & r(mean) == .
summarize x if x > 100 & x < ., meanonly
assert r(N) == 0 & r(mean) == .
summarize s
assert r(N) == 0
summarize
assert r(N) == 0
summarize x s w, separator(1) format
assert r(mean) == 1.5

* the percentile rule: the mean of two neighbours when the rank is whole
clear
set obs 10
generate x = _n
summarize x, detail
assert r(p1) == 1 & r(p5) == 1 & r(p10) == 1.5 & r(p25) == 3 & r(p50) == 5.5
assert r(p75) == 8 & r(p90) == 9.5 & r(p95) == 10 & r(p99) == 10

* levels of a factor variable, lags, groups
generate g = mod(_n, 3)
summarize i.g
assert abs(r(mean) - .3) < 1e-14 & r(N) == 10
summarize 1.g#c.x
assert r(sum) == 1 + 4 + 7 + 10
tsset x
summarize L.x D.x
assert r(N) == 9 & r(mean) == 1 & r(sd) == 0
bysort g: summarize x
assert r(N) == 3 & r(mean) == 5
by g: summarize x, meanonly
assert r(sum) == 15

* large values: the standard deviation of .1 .2 .3 keeps its digits behind a large constant
clear
input double y
100000000.1
100000000.2
100000000.3
end
summarize y
assert abs(r(sd) - .1) < 1e-8

capture summarize nosuch
assert _rc == 111
capture summarize y [fw=1.5]
assert _rc == 401
capture summarize y [aw=-1]
assert _rc == 402
capture summarize y [pw=1]
assert _rc == 101
capture summarize y, detail meanonly
assert _rc == 184
capture summarize y, nosuchoption
assert _rc == 198
