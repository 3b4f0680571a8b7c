* psmatch2: matches and sums of weights worked out by hand for ten units; standard errors by the formulas of
* Lechner (2001) and Abadie and Imbens (2006).
set type double
clear
input d p y
0 .25 3
0 .32 5
0 .43 4
0 .46 6
0 .55 7
0 .70 9
1 .30 6
1 .45 8
1 .60 9
1 .80 13
end
psmatch2 d, pscore(p) outcome(y)
assert abs(r(att) - 2.25) < 1e-12 & abs(r(seatt) - 1.701715) < 1e-6 & r(att_y) == r(att)
assert _y[7] == 5 & _y[8] == 6 & _y[9] == 7 & _y[10] == 9
assert missing(_weight[1]) & _weight[2] == 1 & missing(_weight[3]) & _weight[4] == 1 & _weight[10] == 1
assert _id[1] == 1 & _n1[7] == 2 & _n1[10] == 6 & _nn[7] == 1 & abs(_pdif[7] - .02) < 1e-12
assert _treated[1] == 0 & _support[10] == 1 & _pscore[3] == p[3]
psmatch2 d, pscore(p) outcome(y) neighbor(2)
assert abs(r(att) - 2.75) < 1e-12 & abs(r(seatt) - 1.744037) < 1e-6
assert _n2[7] == 1 & _weight[1] == .5 & _weight[6] == 1
psmatch2 d, pscore(p) outcome(y) caliper(.06)
assert abs(r(att) - 5/3) < 1e-12 & abs(r(seatt) - 1.054093) < 1e-6 & _support[10] == 0 & r(off) == 1
psmatch2 d, pscore(p) outcome(y) radius caliper(.06)
assert abs(r(att) - 7/3) < 1e-12 & abs(r(seatt) - 1.154701) < 1e-6
capture confirm variable _n1
assert _rc == 111
psmatch2 d, pscore(p) outcome(y) kernel
assert abs(r(att) - 2.155617) < 1e-6 & abs(r(seatt) - 1.169076) < 1e-6
assert abs(_weight[1] - .255814) < 1e-6 & abs(_weight[4] - .5223881) < 1e-7 & _weight[5] == 1
psmatch2 d, pscore(p) outcome(y) kernel bwidth(.15)
assert abs(r(att) - 2.481882) < 1e-6 & abs(r(seatt) - 1.769904) < 1e-6
psmatch2 d, pscore(p) outcome(y) kernel kerneltype(normal)
assert abs(r(att) - 2.559209) < 1e-6 & abs(r(seatt) - 1.756229) < 1e-6
psmatch2 d, pscore(p) outcome(y) kernel kerneltype(biweight) bwidth(.15)
assert abs(r(att) - 2.522169) < 1e-6 & abs(r(seatt) - 1.763436) < 1e-6
psmatch2 d, pscore(p) outcome(y) ate
assert abs(r(att) - 2.25) < 1e-12 & abs(r(atu) - 2) < 1e-12 & abs(r(ate) - 2.1) < 1e-12
psmatch2 d, pscore(p) outcome(y) ai(1) population
assert abs(r(seatt) - .5448624) < 1e-6
psmatch2 d, pscore(p) outcome(y) common
assert _support[10] == 0 & _support[1] == 1
* without replacement each control is used once; the highest score chooses first
psmatch2 d, pscore(p) outcome(y) noreplacement descending
assert _n1[10] == 6 & _n1[9] == 5 & _n1[8] == 4 & _n1[7] == 2
* several outcomes
generate y2 = 2*y
psmatch2 d, pscore(p) outcome(y y2)
assert abs(r(att_y2) - 4.5) < 1e-12 & _y2[7] == 10
* on one variable Mahalanobis distance orders as the variable does
psmatch2 d, mahalanobis(p) outcome(y)
assert abs(r(att) - 2.25) < 1e-12

* an estimated score: probit unless logit
psmatch2 d y, quietly
quietly probit d y
predict double f
assert abs(f[3] - _pscore[3]) < 1e-12

capture psmatch2 y, pscore(p)
assert _rc == 459
capture psmatch2 d if d, pscore(p)
assert _rc == 2000
capture psmatch2 d, pscore(p) kernel llr
assert _rc == 198
capture psmatch2 d, pscore(p) neighbor(2) noreplacement
assert _rc == 198
capture psmatch2 d, pscore(p) radius
assert _rc == 198
capture psmatch2 d, pscore(p) caliper(.000001)
assert _rc == 459
capture psmatch2 d
assert _rc == 100

*** altvariance: the variance of a row and its neighbors together; with one neighbor it is that of ai(1)
clear
set type double
set obs 40
generate byte d = _n <= 15
generate score = mod(17*_n, 41)/45 + .03
generate y = 3*score + d + mod(11*_n, 13)/4
psmatch2 d, pscore(score) outcome(y) ai(1)
scalar one = r(seatt)
psmatch2 d, pscore(score) outcome(y) ai(1) altvariance
assert reldif(one, r(seatt)) < 1e-12
psmatch2 d, pscore(score) outcome(y) ai(3)
scalar three = r(seatt)
psmatch2 d, pscore(score) outcome(y) ai(3) altvariance
* by hand: the sample variance of a row and the three nearest of its group, weighted with (D - (1-D) w)^2/N1^2
scalar se = r(seatt)
generate w = cond(d, 1, cond(missing(_weight), 0, _weight))
generate s2 = .
sort d score
forvalues i = 1/40 {
  generate double gap = abs(score - score[`i']) if d == d[`i']
  sort gap, stable
  quietly summarize y in 1/4
  quietly replace s2 = r(Var) if gap == 0
  drop gap
  sort d score
}
generate part = w^2*s2/15^2
quietly summarize part
assert reldif(se, sqrt(r(sum))) < 1e-8 & reldif(se, three) > 1e-6
