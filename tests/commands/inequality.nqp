* ineq and dagum. Numbers: hand-checked example of the definitions; the others R 4.2.2, double sums over all pairs.
clear
input g x
1 1
1 2
1 4
2 3
2 5
2 6
2 10
end
ineq x, by(g)
assert abs(r(gini) - .3410138) < 1e-7
assert abs(r(theil) - .1909844) < 1e-7 & abs(r(mld) - .2192433) < 1e-7
assert abs(r(theil_between) - .09041689) < 1e-8
assert reldif(r(theil_between) + r(theil_within), r(theil)) < 1e-14
assert reldif(r(mld_between) + r(mld_within), r(mld)) < 1e-14
matrix G = r(groups)
assert G[1,1] == 3 & G[2,1] == 4 & abs(G[1,3] - .2857143) < 1e-7 & abs(G[2,3] - .2291667) < 1e-7
dagum x, by(g)
assert abs(r(Gw) - .1290323) < 1e-7 & abs(r(Gnb) - .202765) < 1e-6 & abs(r(Gt) - .00921659) < 1e-8
assert reldif(r(Gw) + r(Gnb) + r(Gt), r(gini)) < 1e-14
matrix G = r(G)
matrix D = r(D)
assert abs(G[2,1] - .46) < 1e-14 & abs(D[2,1] - .9565217) < 1e-7
* frequency weights are copies
generate k = 1
replace k = 3 in 1
replace k = 2 in 3
replace k = 2 in 5
ineq x [fw=k]
assert r(N) == 11
assert reldif(r(gini), .3636363636364) < 1e-11
assert reldif(r(theil), .2231607256039) < 1e-11
assert reldif(r(mld), .2599953837979) < 1e-11
assert reldif(r(cv), .6776309271789) < 1e-11
ineq x [aw=k], theil(1)
assert reldif(r(theil), .2231607256039) < 1e-11 & missing(r(gini)) & missing(r(mld))
* zeros, negative values, nothing
replace x = 0 in 1
ineq x
assert missing(r(theil)) & r(gini) > 0
capture ineq x, theil(1)
assert _rc == 459
capture ineq x, theil(2)
assert _rc == 198
replace x = -1 in 1
capture ineq x
assert _rc == 459
capture ineq x if x > 100
assert _rc == 2000
capture dagum x if x > 0, by(k)
assert _rc == 0
capture dagum x if g == 1 & x > 0, by(g)
assert _rc == 459
capture dagum x
assert _rc == 198
generate s = "a"
capture ineq s
assert _rc == 109
* three groups, and a group of one
clear
input gr x 年份
1 3 1
1 8 1
1 2 1
1 9 1
2 4 1
2 4.5 1
2 12 1
3 1 1
3 7 1
3 6 1
3 20 1
end
dagum x, by(gr)
assert reldif(r(gini), .38859180035651) < 1e-12
assert reldif(r(Gw), .11883541295306) < 1e-12
assert reldif(r(Gnb), .09982174688057) < 1e-12
assert reldif(r(Gt), .16993464052288) < 1e-12
matrix D = r(D)
assert abs(D[2,1] - .32) < 1e-12 & abs(D[3,1] - .48) < 1e-12 & reldif(D[3,2], .2597402597403) < 1e-11
expand 2, generate(later)
replace 年份 = 2 if later
replace x = 2 * x if later
dagum x, by(gr) time(年份)
matrix T = r(totals)
matrix P = r(paths)
assert rowsof(T) == 2 & reldif(T[1,1], T[2,1]) < 1e-12 & reldif(T[1,5] + T[1,6] + T[1,7], 100) < 1e-12
assert colsof(P) == 6 & reldif(P[2,4], .3378378378378) < 1e-11
ineq x, by(gr) time(年份)
matrix B = r(by_time)
assert reldif(B[1,3], .38859180035651) < 1e-12
ineq x if gr == 2 & x == 12, by(gr)
assert r(gini) == 0 & r(theil_within) == 0
