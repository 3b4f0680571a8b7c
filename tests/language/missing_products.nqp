* Arithmetic with a missing operand is missing (language rule 22), also where the codes of missing values would give numbers.

*** Zero times missing, missing divided, in columns and in single values
clear
set obs 3
generate zero = 0
generate none = .
generate some = cond(_n == 2, ., 4)
generate double p = zero*none
generate double q = zero*ln(zero)
generate double r = none/4
generate double s = some/8
generate double t = 1 + zero*none
generate double u = none/1e300
generate double v = .5*none
generate double w = zero*some - 1
generate double x = none*none
generate double y = some^2*zero
assert missing(p) & missing(q) & missing(r) & missing(t) & missing(u) & missing(v) & missing(x)
assert missing(s) == (_n == 2) & missing(w) == (_n == 2) & missing(y) == (_n == 2)
assert s == .5 & w == -1 & y == 0 if _n != 2
assert missing(0*.) & missing(./4)
egen total = total(zero*none)
assert total == 0
