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

* Date codes of one letter: 6 March 2021 is day 65 of its year.
assert string(td(6mar2021), "%tdCY-N-D") == "2021-03-06"
assert string(td(6mar2021), "%dn/d/CY") == "3/6/2021"
assert string(td(6mar2021), "%tdD_m_CY") == "06 Mar 2021"
assert string(td(6mar2021), "%dDlCY") == "06mar2021"
assert string(td(6mar2021), "%tdCYJ") == "2021065"

* Rows of input may end with the semicolon of #delimit ;, and missing values are no prompts.
clear
#delimit ;
input a b;
. 3;
1 2;
end;
#delimit cr
assert _N == 2 & missing(a[1]) & b[1] == 3 & b[2] == 2

* What stands behind exit is not read.
clear
exit
><><>< { " unclosed
/* never closed
