* A weight without a kind is of the command's own kind, whichever command had one before: frequencies for tabulate,
* analytic weights for summarize.
set obs 3
generate x = _n
generate w = cond(_n == 3, 2, 1)
tabulate x [w=w]
assert r(N) == 4
summarize x [w=w]
assert r(N) == 3 & r(sum_w) == 4
tabulate x [w=w]
assert r(N) == 4
