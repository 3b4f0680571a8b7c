* Difference in differences on eight units and four periods. Numbers: cs from R's did on replicated units, sa from
* fixest's sunab (shares known) and the formula of the share variance, bjs from R's didimputation, two-way fixed effects
* and event studies from fixest, the decomposition by hand (Goodman-Bacon 2021, theorem 1).
set type double
clear
input id g y1 y2 y3 y4
1  3  2.0 2.3 4.1 5.2
5  4  2.2 2.5 3.1 4.6
2  3  1.5 2.1 3.4 5.1
6  0  1.2 1.4 2.0 2.1
3  3  3.1 3.2 5.4 6.0
7  0  0.8 1.3 1.2 1.9
4  4  1.0 1.6 1.7 3.0
8  0  2.5 2.6 3.3 3.2
end
quietly reshape long y, i(id) j(t)
xtset id t
generate byte d = g > 0 & t >= g

didsetup, gvar(g)
matrix C = r(cohorts)
assert rowsof(C) == 3 & C[1,1] == 0 & C[2,2] == 3 & C[3,2] == 2 & r(N_never) == 3 & r(N_always) == 0

did y, estimator(twfe) treat(d)
assert abs(_b[ATT] - 1.4722222) < 1e-7 & abs(_se[ATT] - .1936024) < 1e-7 & e(share_neg) == 0
bacondecomp y d, ddetail
assert abs(e(dd) - 1.4722222) < 1e-7 & abs(e(wt_sum_e) - 1/6) < 1e-12 & abs(e(wt_sum_l) - 1/12) < 1e-12
assert abs(e(dd_avg_e) - 1.3583333) < 1e-7 & abs(e(dd_avg_l) - .26666667) < 1e-7 & abs(e(wt_sum_u) - .75) < 1e-12
matrix W = e(wt_types)
assert abs(W[3,4] - 1.85) < 1e-12 & abs(W[3,5] - .5) < 1e-12 & abs(W[4,4] - 1.1944444) < 1e-7

* Callaway and Sant'Anna
csdid y, ivar(id) time(t) gvar(g) method(reg)
assert abs(_b[g3:t_1_2] - .06666667) < 1e-8 & abs(_se[g3:t_1_2] - .15396007) < 1e-8
assert abs(_b[g3:t_2_3] - 1.3666667) < 1e-7 & abs(_se[g3:t_2_3] - .29564744) < 1e-8
assert abs(_b[g4:t_2_3] + .05) < 1e-8 & abs(_se[g4:t_2_3] - .2710576) < 1e-7
estat simple
matrix B = r(b)
matrix V = r(V)
assert abs(B[1,1] - 1.654167) < 1e-6 & abs(sqrt(V[1,1]) - .1335698) < 1e-7
estat group
matrix B = r(b)
matrix V = r(V)
assert abs(B[1,1] - 1.556667) < 1e-6 & abs(sqrt(V[1,1]) - .1549863) < 1e-7
assert abs(B[1,2] - 1.816667) < 1e-6 & abs(sqrt(V[2,2]) - .1367615) < 1e-7
estat calendar
matrix B = r(b)
matrix V = r(V)
assert abs(B[1,colnumb(B,"T4")] - 1.826667) < 1e-6 & abs(sqrt(V[3,3]) - .2557313) < 1e-7
did y, estimator(cs) gvar(g) agg(event)
assert abs(_b[Post_avg] - 1.776667) < 1e-6 & abs(_se[Post_avg] - .05829681) < 1e-7
assert abs(_b[Tm1] - .02) < 1e-8 & abs(_se[Tm1] - .1064999) < 1e-6 & abs(_se[Tp0] - .1454291) < 1e-7
did y, estimator(cs) gvar(g) control(notyet)
assert abs(_b[ATT] - 1.661667) < 1e-6 & abs(_se[ATT] - .1280637) < 1e-7
matrix A = e(b_attgt)
assert abs(A[1,1] + .00666667) < 1e-8 & abs(A[1,4] - .15) < 1e-8
did y, estimator(cs) gvar(g) base(universal) agg(attgt)
assert abs(_b[g3:t_1_2] + .06666667) < 1e-8 & abs(_b[g4:t_1_3] + .13333333) < 1e-8 & abs(_b[g4:t_2_3] - .05) < 1e-8
estat event, post
assert abs(_b[Tp0] - 1.286667) < 1e-6

* Sun and Abraham
did y, estimator(sa) gvar(g)
assert abs(_b[Tm2] + .02) < 1e-8 & abs(_se[Tm2] - .133666) < 1e-6 & abs(_se[Tp0] - .1813483) < 1e-6
did y, estimator(sa) gvar(g) nosharevar
assert abs(_se[Tm3] - .1647363) < 1e-6 & abs(_se[Tm2] - .1311994) < 1e-6 & abs(_se[Tp1] - .06907622) < 1e-7
matrix E = e(event)
assert rowsof(E) == 5 & E[3,1] == -1 & E[3,2] == 0 & E[3,3] == 0

* imputation and two stages
did_imputation y id t g, minn(0)
assert abs(_b[tau] - 1.6777778) < 1e-7 & abs(_se[tau] - .03172651) < 1e-8 & e(Nt) == 8 & e(Nc) == 24
did_imputation y id t g, allhorizons minn(0)
assert abs(_b[tau0] - 1.3077778) < 1e-7 & abs(_se[tau0] - .1005178) < 1e-7 & abs(_se[tau1] - .1263088) < 1e-7
did_imputation y id t g, minn(30)
assert _b[tau] == 0 & "`e(droplist)'" == "tau"
did y, estimator(gardner) gvar(g)
assert abs(_b[ATT] - 1.6777778) < 1e-7 & abs(_se[ATT] - .1173797) < 1e-7
did2s y, first_stage(i.id i.t) second_stage(d) treatment(d) cluster(id)
assert abs(_b[d] - 1.6777778) < 1e-7 & abs(_se[d] - .1173797) < 1e-7
did y, estimator(wooldridge) gvar(g)
assert abs(_b[ATT] - 1.6777778) < 1e-7

* event studies
eventstudy y, gvar(g) window(-2 1)
assert abs(_b[Tm2] - .015179252) < 1e-8 & abs(_se[Tm2] - .16226895) < 1e-7 & abs(_b[Tp0] - 1.3093822) < 1e-7
assert abs(e(pre_F) - .00875044) < 1e-8 & abs(e(pre_p) - .928093) < 1e-6
eventstudy y, gvar(g)
assert abs(_b[Tm3] + .051058201) < 1e-8 & abs(_se[Tp1] - .13561432) < 1e-7 & abs(e(pre_F) - 1.3329606) < 1e-6
eventstudy y, gvar(g) base(0) window(-2 1)
assert abs(_b[Tm2] + 1.2942029) < 1e-7 & abs(_b[Tp1] - 1.0073989) < 1e-7 & abs(e(pre_F) - 60.72852) < 1e-4

* two groups and two periods
generate byte T = id <= 3
generate byte P = t >= 3
did y if inlist(id, 1, 2, 3, 6, 7, 8), estimator(2x2) treatgroup(T) post(P)
assert abs(_b[ATT] - 1.85) < 1e-12 & abs(_se[ATT] - .6508541) < 1e-7

* what cannot be estimated
capture did y, estimator(cs)
assert _rc == 198
capture did y, estimator(nothing) gvar(g)
assert _rc == 198
generate byte back = d
replace back = 0 if id == 1 & t == 4
capture did y, estimator(bjs) treat(back)
assert _rc == 459
replace back = 2 if id == 2
capture did y, estimator(bjs) treat(back)
assert _rc == 459
generate moving = g + (t == 4 & id == 1)
capture did y, estimator(cs) gvar(moving)
assert _rc == 459
capture bacondecomp y d in 1/31
assert _rc == 459
capture eventstudy y, gvar(g) base(-9)
assert _rc == 198
generate early = cond(id == 8, 1, g)
capture did_imputation y id t early, minn(0)
assert _rc == 198
did_imputation y id t early, minn(0) autosample
assert e(autosample_drop) == 4
