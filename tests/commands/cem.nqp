* Coarsened exact matching against MatchIt 4.5.1 (R 4.2), method = "cem". Classes there are closed on the left, so it was
* given the negatives of the covariates and of the cut points.
sysuse lalonde, clear
*** Strata, matched rows and weights are those of MatchIt with the cut points of the Stata command: 11, equally spaced
cem age educ re74, treatment(treat)
matrix T = r(match_table)
assert T[2,1] == 255 & T[2,2] == 170 & T[3,1] == 174 & T[3,2] == 15 & r(n_mstrata) == 49
generate double squares = cem_weights^2 if treat == 0
quietly summarize squares
assert abs(r(sum) - 663.903482914145) < 1e-9
quietly regress re78 treat [iw=cem_weights]
assert abs(_b[treat] - 536.859250841902) < 1e-8
*** Twelve cut points are the eleven classes of MatchIt's cutpoints = "sturges"
cem age (#12) educ (#12) re74 (#12), treatment(treat)
matrix T = r(match_table)
assert T[2,1] == 224 & T[2,2] == 134 & T[3,1] == 205 & T[3,2] == 51 & r(n_mstrata) == 40
quietly regress re78 treat [iw=cem_weights]
assert abs(_b[treat] - 520.996312616882) < 1e-8
*** Classes are closed on the right, the first on both sides; one cut point has the least value below it
preserve
clear
input x d
1 0
1 1
2 0
3 1
3 0
4 1
5 0
5 1
end
cem x (1 3 4), treatment(d) showbreaks
assert cem_strata[1] == cem_strata[2] & cem_strata[1] == cem_strata[3] & cem_strata[1] == cem_strata[4]
assert cem_strata[5] != cem_strata[6] & cem_strata[6] != cem_strata[7] & cem_strata[7] == cem_strata[8]
assert cem_matched[6] == 0 & cem_matched[8] == 1
cem x (3), treatment(d) noimbal
assert cem_strata[1] == cem_strata[5] & cem_strata[6] == cem_strata[7] & r(n_strata) == 2
restore
*** As many controls as treated: in every stratum the smaller group stays whole
cem age educ re74, treatment(treat)
egen stratum = group(cem_strata)
bysort stratum: egen treated = total(treat)
by stratum: generate controls = _N - treated
set seed 5
cem age educ re74, treatment(treat) k2k
matrix T = r(match_table)
scalar n_matched = r(n_matched)
bysort stratum: egen kept = total(cem_matched*treat)
by stratum: egen kept0 = total(cem_matched*(1 - treat))
assert kept == kept0 & kept == min(treated, controls) & cem_weights == cem_matched
quietly count if cem_matched & treat
assert r(N) == T[2,2] & T[2,1] == T[2,2] & n_matched == 2*T[2,2]
*** Imbalance of the matched: differences of means and weighted quantiles
cem married (#0) nodegree (#0), treatment(treat)
matrix B = r(imbal)
assert r(n_strata) == 4 & abs(B[1,2]) < 1e-12 & abs(B[2,2]) < 1e-12 & B[1,3] == 0 & B[2,7] == 0
cem age (20 30 40) educ (#4) re74 re75, treatment(treat) autocuts(scott)
assert r(n_strata) > 10 & r(L1) < el(r(imbal_all), 5, 1)
matrix B = r(imbal)
matrix A = r(imbal_all)
quietly summarize age if treat
scalar treated = r(max)
quietly summarize age if !treat
assert A[1,7] == scalar(treated) - r(max)
*** What cannot be done
capture cem age educ
assert _rc == 198
capture cem age, treatment(educ)
assert _rc == 459
capture cem nosuch, treatment(treat)
assert _rc == 111
capture cem age (40 20), treatment(treat)
assert _rc == 124
capture cem age if treat == 1, treatment(treat)
assert _rc == 2000
capture cem id (#0), treatment(treat)
assert _rc == 459
