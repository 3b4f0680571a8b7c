* NIST StRD univariate summary PiDigits
* Source: NIST StRD certified values
set type double
set linesize 255
import delimited "$TESTS/numeric/data/nist_pidigits.csv", clear
generate long t = _n
tsset t

summarize y
assert abs((r(N)) - 5000) <= 5e-09
assert abs((r(mean)) - 4.5348) <= 4.53e-12
assert abs((r(sd)) - 2.86733906028871) <= 2.87e-12

* lag-1 autocorrelation
scalar q_mean = r(mean)
generate double dev = y - q_mean
generate double cross = dev*L.dev
generate double square = dev^2
quietly summarize cross
scalar q_num = r(sum)
quietly summarize square
scalar q_den = r(sum)
assert abs((q_num/q_den) - -0.00355099287237972) <= 3.55e-15
