* honestdid: robust intervals for event studies. Data and expected numbers: Benzarti and Carloni's event study with the
* results of the R package HonestDiD, as the tests of HonestDiD.jl print them. Its normal quantiles and critical values
* are simulated: intervals agree to .3% of their length, relative magnitudes to a step of its grid (.0038).
matrix b = (0.006696351804, 0.02934503369, -0.006472972222, 0.0730149895, 0.1959611177, 0.3120639026, 0.2395415455, 0.1260425001)
matrix V = (0.0008428358124, 0.0004768686777, 0.0002618051076, 0.0002354220342, 0.0001676371467, 0.0001128707663, 1.992816215e-05, -0.0001368265366 \ ///
  0.0004768686777, 0.0006425420288, 0.0003987425007, 0.0002435515198, 0.0002201960306, 0.0001804591157, 3.84376508e-05, -2.960421989e-05 \ ///
  0.0002618051076, 0.0003987425007, 0.0005229949602, 0.000211768609, 0.0001840722252, 0.000145852784, 7.005197403e-05, 5.952994979e-05 \ ///
  0.0002354220342, 0.0002435515198, 0.000211768609, 0.0003089595411, 0.0001197866077, 0.0001334081317, 0.0001016335009, 0.0001079051726 \ ///
  0.0001676371467, 0.0002201960306, 0.0001840722252, 0.0001197866077, 0.000359970436, 0.0002478818642, 0.0001749579242, 0.0001654256921 \ ///
  0.0001128707663, 0.0001804591157, 0.000145852784, 0.0001334081317, 0.0002478818642, 0.0004263949813, 0.0002171437809, 0.0002892747871 \ ///
  1.992816215e-05, 3.84376508e-05, 7.005197403e-05, 0.0001016335009, 0.0001749579242, 0.0002171437809, 0.0004886697861, 0.0003805322049 \ ///
  -0.0001368265366, -2.960421989e-05, 5.952994979e-05, 0.0001079051726, 0.0001654256921, 0.0002892747871, 0.0003805322049, 0.000761739444)
honestdid, b(b) vcov(V) pre(1/4) post(5/8) mvec(0 .1 .2) delta(sd)
matrix C = r(ci)
assert reldif(C[1,2], .15877494280765) < 1e-8 & reldif(C[1,3], .233147292681241) < 1e-8 & C[1,1] == .
assert abs(C[2,2] - .131411316) < 1e-4 & abs(C[2,3] - .2161696482) < 1e-4
assert abs(C[3,2] - .1194440001) < 1e-4 & abs(C[3,3] - .4185082143) < 1e-4
assert abs(C[4,2] - .01944400015) < 1e-4 & abs(C[4,3] - .5185082143) < 1e-4
assert r(method) == "FLCI" & r(breakdown) == . & r(numpre) == 4 & r(numpost) == 4
* the breakdown value lies where the lower limit is 0
honestdid, b(b) vcov(V) numpre(4) mvec(0(.1).4) norelmag
scalar at = r(breakdown)
honestdid, b(b) vcov(V) numpre(4) mvec(`=at') delta(sd)
matrix C = r(ci)
assert abs(C[2,2]) < 1e-4 & inrange(at, .2, .3)
honestdid, b(b) vcov(V) numpre(4) mvec(0 1)
matrix C = r(ci)
assert abs(C[2,2] - .158775) < 5e-4 & abs(C[2,3] - .233147) < 5e-4
assert abs(C[3,2] - .07055244362) < .0045 & abs(C[3,3] - .3184394077) < .0045 & r(method) == "C-LF"
* other names of the same, a reference in the vector, matrices of M and of weights, the stored intervals
matrix m = (1, .5)
matrix l = (.5 \ .5 \ 0 \ 0)
honestdid, b(b) vcov(V) numpre(4) mvec(m) l_vec(l) rm
assert rowsof(r(ci)) == 3 & el(r(ci), 2, 1) == .5 & reldif(r(b), (.1959611177 + .3120639026)/2) < 1e-9
honestdid, cached coefplot title("Sensitivity") name(sensitivity)
graph describe sensitivity
assert rowsof(r(ci)) == 3 & r(cmd) == "honestdid"
* after event studies: places by name and by number are the same, the base is left out
sysuse mpdta, clear
quietly csdid lemp, ivar(countyreal) time(year) gvar(first_treat) agg(event) long2
honestdid, mvec(.5)
matrix A = r(ci)
assert e(cmd) == "csdid" & r(numpre) == 3
matrix list e(b)
honestdid, pre(3/5) post(7/10) mvec(.5)
matrix B = r(ci)
assert A[2,2] == B[2,2] & A[2,3] == B[2,3]
quietly did lemp, estimator(sa) gvar(first_treat) id(countyreal) time(year) agg(event)
honestdid, mvec(0 1) delta(sd)
generate byte d = year >= first_treat & first_treat > 0
xtset countyreal year
quietly eventstudy lemp, gvar(first_treat) nograph
honestdid, mvec(0(.5)1)
assert rowsof(r(ci)) == 4
* what cannot be done
capture honestdid, pre(1/2)
assert _rc == 198
capture honestdid, b(b) vcov(V) pre(1/4) post(5/9)
assert _rc == 198
capture honestdid, b(b) vcov(V) pre(1/4) post(4/6)
assert _rc == 198
capture honestdid, b(b) vcov(V) numpre(8)
assert _rc == 198
capture honestdid, b(b) vcov(V) numpre(4) mvec(-1)
assert _rc == 198
capture honestdid, b(b) vcov(m) numpre(4)
assert _rc == 503
capture honestdid, b(b) vcov(V) numpre(4) l_vec(m)
assert _rc == 503
capture honestdid, b(nowhere) vcov(V) numpre(4)
assert _rc == 111
capture honestdid, b(b) vcov(V) numpre(4) delta(sd) rm
assert _rc == 184
capture honestdid, b(b) vcov(V) numpre(4) title("x")
assert _rc == 198
ereturn clear
capture honestdid, pre(1) post(2)
assert _rc == 301
