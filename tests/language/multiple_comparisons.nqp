* Dunnett's distribution: with one treatment it is |t|; two-sided 5 percent points from Dunnett (1964, Biometrics 20,
* 482-491, table II), printed to two decimals.
foreach x of numlist .5 1 2.2281 4 {
  assert reldif(dunnettprob(1, 10, `x'), 1 - 2*ttail(10, `x')) < 1e-11
}
assert string(invdunnettprob(2, 10, .95), "%4.2f") == "2.57"
assert string(invdunnettprob(3, 10, .95), "%4.2f") == "2.76"
assert string(invdunnettprob(2, 20, .95), "%4.2f") == "2.38"
assert string(invdunnettprob(3, 20, .95), "%4.2f") == "2.54"
assert string(invdunnettprob(2, 5, .95), "%4.2f") == "3.03"
assert reldif(dunnettprob(4, 12, invdunnettprob(4, 12, .9)), .9) < 1e-11
assert dunnettprob(3, 10, 0) == 0 & missing(dunnettprob(.5, 10, 1)) & missing(invdunnettprob(2, 10, 1))
