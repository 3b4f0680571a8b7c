* NIST StRD univariate summary Lottery
* Source: NIST StRD certified values
set type double
set linesize 255
import delimited "$TESTS/numeric/data/nist_lottery.csv", clear
generate long t = _n
tsset t

summarize y
assert abs((r(N)) - 218) <= 2.18e-10
assert abs((r(mean)) - 518.95871559633) <= 5.19e-10
assert abs((r(sd)) - 291.699727470969) <= 2.92e-10

* lag-1 autocorrelation
scalar q_mean = r(mean)
generate double dev = y - q_mean
generate double cross = dev*L.dev
generate double square = dev^2
quietly summarize cross
scalar q_num = r(sum)
quietly summarize square
scalar q_den = r(sum)
assert abs((q_num/q_den) - -0.120948622967393) <= 1.21e-13
