* NIST StRD univariate summary NumAcc2
* Source: NIST StRD certified values
set type double
set linesize 255
import delimited "$TESTS/numeric/data/nist_numacc2.csv", clear
generate long t = _n
tsset t

summarize y
assert abs((r(N)) - 1001) <= 1e-09
assert abs((r(mean)) - 1.2) <= 1.2e-12
assert abs((r(sd)) - 0.1) <= 1e-13

* lag-1 autocorrelation
scalar q_mean = r(mean)
generate double dev = y - q_mean
generate double cross = dev*L.dev
generate double square = dev^2
quietly summarize cross
scalar q_num = r(sum)
quietly summarize square
scalar q_den = r(sum)
assert abs((q_num/q_den) - -0.999) <= 9.99e-13
