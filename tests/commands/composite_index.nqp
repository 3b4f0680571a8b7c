* entropy, critic, cweight, topsis on eight rows. The numbers were computed in R by matrix algebra from the formulas of
* the method (Zou, Yun and Sun 2006; Diakoulaki et al. 1995; Hwang and Yoon 1981); the statements behind are rules.
clear
input year x1 x2 x3
2020 10 5 100
2020 20 4 300
2020 30 3 200
2020 40 1 400
2021 15 4 150
2021 25 4 350
2021 30 2 250
2021 50 1 500
end
entropy x1 x2 x3, negative(x2) generate(s)
matrix W = r(weights)
assert reldif(W[1,1], .8612057) < 1e-6 & reldif(W[2,1], .8592732) < 1e-6 & reldif(W[3,1], .8621511) < 1e-6
assert reldif(W[1,2], .1387943) < 1e-6 & reldif(W[3,2], .1378489) < 1e-6
assert reldif(W[1,3], .332545) < 1e-6 & reldif(W[2,3], .3371752) < 1e-6 & reldif(W[3,3], .3302798) < 1e-6
assert s[1] == 0 & reldif(s[2], .3325699) < 1e-6 & reldif(s[5], .1671469) < 1e-6 & abs(s[8] - 1) < 1e-12
assert abs(W[1,3] + W[2,3] + W[3,3] - 1) < 1e-12
assert r(N) == 8 & reldif(r(k), 1/ln(8)) < 1e-14 & r(e_2) == W[2,1]
* a shift
entropy x1-x3, negative(x2) shift(.0001) generate(s) replace
matrix V = r(weights)
assert reldif(V[1,1], .8613709) < 1e-6 & reldif(V[2,3], .3372061) < 1e-6
assert reldif(s[4], .8343015) < 1e-6
* score on shifted values: the shift times the sum of the weights, 1, comes on top
entropy x1-x3, negative(x2) shift(.0001) scoreon(zshift) generate(t)
assert abs(t - s - .0001) < 1e-12
* every year alone
entropy x1-x3, negative(x2) generate(y) scope(byyear) time(year)
matrix A = r(weights_2020)
matrix B = r(weights_2021)
assert reldif(A[1,3], .3176026) < 1e-6 & reldif(A[2,3], .3647947) < 1e-6
assert reldif(B[1,3], .2766523) < 1e-6 & reldif(B[3,3], .2608664) < 1e-6
assert reldif(y[2], .4088013) < 1e-6 & reldif(y[6], .22811) < 1e-6 & abs(y[8] - 1) < 1e-12
* the same as the rows of the year alone
entropy x1-x3 if year == 2021, negative(x2) generate(z)
assert abs(z - y) < 1e-14 if year == 2021
assert missing(z) if year == 2020
* k of the number of periods, a mistake that is common in print: values above 1
entropy x1-x3, negative(x2) kbase(t) time(year)
matrix K = r(weights)
assert reldif(K[1,1], 2.583617) < 1e-6 & reldif(K[1,3], .3335412) < 1e-6
* neither origin nor unit of an indicator matters under min-max
generate double u1 = 7 + 100*x1
entropy u1 x2 x3, negative(x2)
matrix U = r(weights)
assert reldif(U[1,3], W[1,3]) < 1e-12 & reldif(U[2,1], W[2,1]) < 1e-12
* dimensions add up
entropy x1-x3, negative(x2) generate(d) hierarchical(money = x1 x3; people = x2)
assert abs(d_money + d_people - d) < 1e-14 & abs(d - s) < 1e-3
matrix D = r(dimensions)
assert reldif(D[1,1], .332545 + .3302798) < 1e-6
entropy x1-x3, negative(x2) generate(d2) hierarchical(money = x1 x3; people = x2) hmode(two)
matrix D = r(dimensions)
assert abs(D[1,1] + D[2,1] - 1) < 1e-12
* a best value in the middle: 1 there, 0 farthest away
entropy x1 x2 x3, negative(x2) moderate(x1 30) zstub(z_)
assert z_x1[3] == 1 & z_x1[1] == 0 & abs(z_x1[4] - .5) < 1e-12
drop z_*
* own weights, and 100 points
matrix M = (2 \ 1 \ 1)
entropy x1 x2 x3, negative(x2) weights(M) generate(m) scale(100)
assert abs(m[8] - 100) < 1e-9 & m[1] == 0
* base period: its smallest value is 0, its largest 1
entropy x1 x3, scope(base(2020)) time(year) zstub(b_)
assert b_x1[1] == 0 & b_x1[4] == 1 & reldif(b_x1[8], 4/3) < 1e-12
* a constant has weight 0, rows with missing indicators leave
generate c = 5
replace x3 = . in 2
entropy x1 x2 x3 c, negative(x2) generate(v)
assert r(N) == 7 & r(N_dropped) == 1 & missing(v[2])
matrix C = r(weights)
assert C[4,3] == 0 & C[4,1] == 1
replace x3 = 300 in 2
* critic
critic x1 x2 x3, negative(x2) generate(cr)
matrix R = r(weights)
assert reldif(R[1,1], .3273268) < 1e-6 & reldif(R[2,1], .3779645) < 1e-6 & reldif(R[3,1], .3336587) < 1e-6
assert reldif(R[1,2], .1931917) < 1e-6 & reldif(R[2,2], .3184139) < 1e-6 & reldif(R[3,2], .387994) < 1e-6
assert reldif(R[1,4], .2020065) < 1e-6 & reldif(R[2,4], .3844485) < 1e-6 & reldif(R[3,4], .4135449) < 1e-6
* the divisor of the deviation does not matter
critic x1 x2 x3, negative(x2) sd(pop)
matrix P = r(weights)
assert reldif(P[1,4], R[1,4]) < 1e-12
* combined
cweight, entropy(W) critic(R)
matrix Q = r(weights)
assert reldif(Q[1,1], .2672758) < 1e-6 & reldif(Q[3,1], .3719124) < 1e-6
cweight, entropy(W) critic(R) rule(mult)
matrix Q = r(weights)
assert reldif(Q[2,1], .3888154) < 1e-6
cweight, entropy(W) critic(R) rule(geo)
matrix Q = r(weights)
assert reldif(Q["x2","w"], .3641166) < 1e-6
* the combination nearest to both of two equal sets is that set
cweight, entropy(W) critic(W) rule(game)
matrix Q = r(weights)
assert reldif(Q[2,1], W[2,3]) < 1e-12
entropy x1-x3, negative(x2) combine(critic, rule(geo)) generate(co)
matrix Q = r(weights)
assert reldif(Q[1,3], .2621208) < 1e-6 & reldif(Q[1,1], .8612057) < 1e-6
* topsis
topsis x1 x2 x3, negative(x2) weight(entropy) generate(tp)
assert tp[1] == 0 & reldif(tp[2], .3415676) < 1e-6 & reldif(tp[4], .8060883) < 1e-6 & tp[8] == 1
topsis x1 x2 x3, negative(x2) weights(W) generate(tw)
assert abs(tw - tp) < 1e-12
* vector norm by hand for two rows: v = (3/5, 4/5) and, reversed, (2/2, 0)
clear
input a b
3 1
4 3
end
topsis a b, negative(b) norm(vector) generate(tv)
assert abs(tv[1] - 1/(1 + .2)) < 1e-12 & abs(tv[2] - .2/1.2) < 1e-12
* coupling of .6 and .3 (R)
clear
set obs 3
generate double u = cond(_n == 1, .6, cond(_n == 2, 0, 1))
generate double v = cond(_n == 1, .3, cond(_n == 2, 0, .25))
coupling u v, generate(C T D)
assert reldif(C[1], .942809) < 1e-6 & reldif(D[1], .6513556) < 1e-6 & reldif(T[1], .45) < 1e-12
assert missing(C[2]) & D[2] == 0
assert reldif(C[3], .8) < 1e-12
coupling u v in 3, version(modified) generate(Cm)
assert reldif(Cm[3], sqrt(.25*.25)) < 1e-12
* location quotient: 20 of 100 against 50 of 400 is 1.6
clear
input year r i e
1 1 1 20
1 1 2 80
1 2 1 30
1 2 2 270
2 1 1 5
2 1 2 5
2 2 1 0
2 2 2 0
end
lq e, generate(q) region(r) industry(i) time(year)
assert reldif(q[1], 1.6) < 1e-12 & q[5] == 1 & missing(q[7]) & r(N_zero) == 2 & r(N) == 6
* errors
capture entropy e i, negative(r)
assert _rc == 198
capture entropy e i, positive(e) negative(e)
assert _rc == 198
capture entropy e i, generate(q)
assert _rc == 110
capture entropy e i, norm(zscore)
assert _rc == 198
capture entropy e i, norm(max) negative(e)
assert _rc == 459
capture entropy e i in 1
assert _rc == 2001
capture entropy e i if e > 1000
assert _rc == 2000
capture entropy e i, scope(byyear)
assert _rc == 198
capture entropy e i [aw=r]
assert _rc == 101
matrix one = (1)
capture entropy e i, weights(one)
assert _rc == 503
capture entropy e i, weights(nosuch)
assert _rc == 111
capture entropy e i, hierarchical(a = e)
assert _rc == 198
capture coupling e i
assert _rc == 459
capture lq e, generate(w)
assert _rc == 198
capture lq r r, generate(q)
assert _rc == 110

* Nearly even shares: the redundancy keeps its digits. Expected: Python's decimal with 60 digits, from the definition.
clear
set type double
input x1 x2 x3
1000000 5 1
1000001 5 2
1000003 5 4
1000002 5 3
end
entropy x1 x2 x3, generate(s) norm(sum)
matrix w = r(weights)
assert abs(w[1,2]/4.508408477544474e-13 - 1) < 1e-9
assert abs(w[1,3]/5.871827608261675e-12 - 1) < 1e-9
assert abs(w[3,2] - .07678032766449225) < 1e-14
assert w[2,1] == 1 & w[2,2] == 0 & w[2,3] == 0
entropy x1 x3, generate(s1) shift(1000000)
matrix w = r(weights)
assert abs(w[1,2]/5.009352771510623e-14 - 1) < 1e-8 & w[1,3] == .5
