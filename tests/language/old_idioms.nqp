* What old and pasted do-files write.

* Commands pasted from a log keep the prompt in front.
. clear
. set obs 10
.	generate x = _n
. * a comment behind the prompt
. // and another
.
. if x[1] == 1 {
.   local inside = 1
. }
assert `inside' == 1

* group(n): the rows as sorted in n groups, as equal as can be.
generate g = group(3)
assert g == cond(_n <= 4, 1, cond(_n <= 7, 2, 3))
by g, sort: generate h = group(2)
by g: assert h == cond(_n <= ceil(_N/2), 1, 2)
capture generate bad = group()
assert _rc == 198

* Levels in expressions.
generate two = 2.g*x
assert two == (g == 2)*x

* What stands behind exit is not read.
exit
><><>< { " unclosed
/* never closed
