* Names of gtools, ftools and other replacements: the same commands.
sysuse auto
preserve
gcollapse (mean) price (sd) s=price, by(foreign)
assert _N == 2
restore
fegen m = mean(price), by(foreign)
gegen g = group(foreign rep78)
gegen u = nunique(rep78), by(foreign)
egen v = nvals(rep78), by(foreign)
assert u == v & u[1] == 5
drop u v
gquantiles q = price, xtile nq(4)
xtile q2 = price, nq(4)
assert q == q2
gquantiles p = price, pctile nq(4)
assert p[2] == 5006.5
gquantiles price, _pctile p(10 90)
_pctile price, p(10 90)
scalar r1 = r(r1)
gquantiles price, _pctile p(10 90)
assert r(r1) == r1
capture gquantiles q3 = price, nq(4)
assert _rc == 198
fastxtile f = price, nq(4)
assert f == q
hashsort foreign -price
assert foreign[1] == 0 & price[1] == 15906
fsort make
gisid make
capture gisid foreign
assert _rc == 459
glevelsof foreign, local(l)
assert "`l'" == "0 1"
gduplicates report foreign
gdistinct foreign
assert r(ndistinct) == 2
gunique foreign
assert r(unique) == 2
gcontract foreign
assert _N == 2

sysuse auto, clear
standardize price mpg, double
egen double e = std(price)
assert reldif(z_price, e) < 1e-12
zscore mpg, stub(s_) by(foreign)
assert c(k) == 16
capture zscore mpg, stub(s_)
assert _rc == 110
minmax price, generate(p01) double negative(price)
summarize p01
assert r(min) == 0 & r(max) == 1 & p01[13] == 0
minmax price mpg if foreign, prefix(u_) double
summarize u_mpg
assert r(N) == 22 & r(max) == 1
generate one = 1
minmax one, generate(none)
assert missing(none)
capture minmax price, negative(mpg)
assert _rc == 198
capture standardize make
assert _rc == 109
nmissing, min(1)
assert r(varlist) == "rep78 u_price u_mpg none"
missings dropvars, force
assert r(varlist) == "none"
replace rep78 = . in 1/2
capture missings dropobs rep78
assert _rc == 4
missings dropobs rep78, force
assert r(n_dropped) == 6 | r(n_dropped) == 7

sysuse auto, clear
distplot price, over(foreign) normal title("Prices")
assert r(curves) == 2 & r(N) == 74
cdfplot price mpg, name(c2)
assert r(curves) == 2
dotplot price mpg, center median name(d1)
assert r(N) == 148
dotplot price, over(rep78) ny(12)
assert r(N) == 69
catplot rep78 foreign
catplot rep78 if foreign, percent recast(bar) over(foreign) name(c3)
assert _N == 74
capture catplot rep78 if price < 0
assert _rc == 2000
capture catplot nothing
assert _rc == 111
capture dotplot price if price < 0
assert _rc == 2000
capture distplot price mpg, over(foreign)
assert _rc == 198
capture distplot make
assert _rc == 109
capture distplot price if price < 0
assert _rc == 2000
capture distplot price, nonsense(1)
assert _rc == 198
