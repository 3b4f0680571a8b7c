* egen. Expected values: hand calculation. The vector below in order is 1 1 2 3 3 4 5 5 6 9: sum 39, sum of squares
* 207, so the variance is (207 - 39^2/10)/9 = 6.1; its quartiles by the percentile rule are the 3rd and 8th value.
clear
input x
3
1
4
1
5
9
2
6
5
3
end
egen med = median(x)
assert med == 3.5
egen double sd = sd(x)
assert abs(sd - 2.469817807) < 1e-9
egen p25 = pctile(x), p(25)
assert p25 == 2
egen iqr = iqr(x)
assert iqr == 3
egen mad = mad(x)
assert mad == 1.5
egen double mdev = mdev(x)
assert abs(mdev - 1.9) < 1e-12
egen mn = min(x)
egen mx = max(x)
assert mn == 1 & mx == 9
egen tot = total(x^2)
assert tot == 207
egen s2 = sum(x * 2)
assert s2 == 78
egen n = count(x) if x > 2
assert n == 7 if x > 2
assert missing(n) if x <= 2
egen double z = std(x), mean(10) std(2)
summarize z
assert abs(r(mean) - 10) < 1e-12 & abs(r(sd) - 2) < 1e-12
egen r = rank(x)
assert r[2] == 1.5 & r[6] == 10 & r[5] == 7.5
egen ru = rank(x), unique
assert ru[2] == 1 & ru[4] == 2
egen rf = rank(x), field
assert rf[6] == 1 & rf[5] == 3
egen rt = rank(x), track
assert rt[5] == 7
egen m = mode(x), minmode
assert m == 1
egen mm = mode(x), maxmode
assert mm == 5
egen m2 = mode(x), nummode(2)
assert m2 == 3
egen m3 = mode(x)
assert missing(m3)
egen pc = pc(x)
assert abs(pc[6] - 100*9/39) < 1e-4
egen fst = first(x)
egen lst = lastnm(x)
assert fst == 3 & lst == 3
egen nv = nvals(x)
assert nv == 7
egen q = xtile(x), nq(2)
assert q[1] == 1 & q[6] == 2
egen sq = seq(), from(1) to(3) block(2)
assert sq[1] == 1 & sq[2] == 1 & sq[3] == 2 & sq[7] == 1
egen fl = fill(2 4)
assert fl == 2*_n
egen fl2 = fill(1 1 2 2)
assert fl2[4] == 2 & fl2[5] == 3
egen a = ma(x), t(3)
assert missing(a[1]) & abs(a[2] - 8/3) < 1e-6
egen cc = cut(x), at(0 3 6 10)
assert cc[1] == 3 & cc[2] == 0 & cc[6] == 6
egen ci = cut(x), at(0,3,6,10) icodes
assert ci[1] == 1 & ci[2] == 0 & ci[6] == 2
egen cg = cut(x), group(2) label
assert inlist(cg, 0, 1)
generate w = _n
egen double wm = wtmean(x), weight(w)
* sum(x*w)/sum(w) = (3+2+12+4+25+54+14+48+45+30)/55
assert abs(wm - 237/55) < 1e-12
egen sk = skew(x)
egen ku = kurt(x)
summarize x, detail
assert abs(sk - r(skewness)) < 1e-6 & abs(ku - r(kurtosis)) < 1e-6
capture egen bad = nosuch(x)
assert _rc == 133
capture egen med = mean(x)
assert _rc == 110
capture egen bad = mean(x), nosuch(1)
assert _rc == 198

* Missing values: totals take them as 0, means skip them.
clear
input g a b str2 s
1 1 . "x"
1 . . ""
2 3 4 "y"
2 5 6 "y"
end
egen t = total(a), by(g)
assert t[1] == 1 & t[3] == 8
egen tm = total(b), by(g) missing
assert missing(tm[1]) & tm[3] == 10
egen t0 = total(b), by(g)
assert t0[1] == 0
egen mean = mean(a), by(g)
assert mean[1] == 1 & mean[3] == 4
bysort g: egen cnt = count(b)
assert cnt[1] == 0 & cnt[3] == 2
egen cs = count(s)
assert cs == 3
egen rm = rowmean(a b)
assert rm[1] == 1 & missing(rm[2]) & rm[3] == 3.5
egen rt = rowtotal(a b)
assert rt[2] == 0 & rt[4] == 11
egen rtm = rowtotal(a b), missing
assert missing(rtm[2])
egen mi = rowmiss(a b s)
assert mi[1] == 1 & mi[2] == 3
egen nm = rownonmiss(a b)
assert nm[1] == 1
egen nms = rownonmiss(a b s), strok
assert nms[1] == 2
egen rmx = rowmax(a b)
egen rmn = rowmin(a b)
egen rsd = rowsd(a b)
egen rmd = rowmedian(a b)
egen rf = rowfirst(b a)
egen rl = rowlast(a b)
egen rp = rowpctile(a b), p(50)
assert rmx[3] == 4 & rmn[3] == 3 & abs(rsd[3] - sqrt(.5)) < 1e-6 & rmd[3] == 3.5 & rf[1] == 1 & rl[3] == 4 & rp[3] == 3.5
egen am = anymatch(a b), values(4 6)
assert am[3] == 1 & am[1] == 0
egen ac = anycount(a b), values(3/4)
assert ac[3] == 2
egen av = anyvalue(a), v(1 3)
assert av[1] == 1 & missing(av[4])
egen df = diff(a b)
assert df[1] == 1 & df[2] == 0
egen grp = group(g s)
assert grp[1] == 1 & missing(grp[2]) & grp[3] == 2
egen grpm = group(g s), missing
assert grpm[2] == 1 & grpm[1] == 2
egen tag = tag(g)
assert tag[1] == 1 & tag[2] == 0 & tag[3] == 1
egen c = concat(g s), punct("-")
assert c[1] == "1-x"
egen e = ends(c), punct(-) tail
assert e[1] == "x"
egen gm = mean(a*b/2) if g == 2, by(g)
assert gm[3] == (6+15)/2 & missing(gm[1])
egen long big = group(a)
local ty : type big
assert "`ty'" == "long"

* Expected values: R 4.2, computed from the definitions (Gini by ranks, Theil's T, mean logarithmic deviation).
clear
input x y
1 2
2 1
3 5
10 4
. 7
end
foreach i in gini theil mld rmd sdl cov {
	egen double i_`i' = inequal(x), index(`i')
}
assert abs(i_gini - .4375) < 1e-12 & abs(i_theil - .345454523696652) < 1e-12 & abs(i_mld - .362708220564365) < 1e-12
assert abs(i_rmd - .375) < 1e-12 & abs(i_sdl - .965813256045522) < 1e-12 & abs(i_cov - 1.020620726159658) < 1e-12
egen double gm = gmean(x)
egen double hm = hmean(x)
egen double pr = prod(x)
egen double va = var(x)
egen double se = semean(x)
egen double co = corr(x y)
egen double cv = corr(x y), covariance
assert abs(gm - 2.783157683713741) < 1e-12 & abs(hm - 2.068965517241379) < 1e-12 & pr == 60
assert abs(va - 16.666666666666668) < 1e-12 & abs(se - 2.041241452319315) < 1e-12
assert abs(co - .491934955049954) < 1e-12 & abs(cv - 3.666666666666667) < 1e-12
* Quartiles 1.5 and 6.5: with factor .5 the fences are -1 and 9.
egen out = outside(x), factor(.5)
assert out[4] == 10 & missing(out[1])
capture egen bad = inequal(x), index(none)
assert _rc == 198
