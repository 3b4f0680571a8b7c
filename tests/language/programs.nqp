* Programs, do-files and scopes (semantics 48-50, 39, 40).

* 49. Bodies are stored unexpanded, arguments are numbered locals
local outer seen_at_definition
capture program drop show
program define show
  global SHOWN "`1'|`2'|`0'|`outer'"
end
show a b
assert "$SHOWN" == "a|b|a b|"
show c d e
assert "$SHOWN" == "c|d|c d e|"
program drop show
capture show
assert _rc == 199
capture program drop show
assert _rc == 111

* 49. args
program pair
  args first second
  global PAIR "`first'-`second'"
end
pair x y
assert "$PAIR" == "x-y"
pair x
assert "$PAIR" == "x-"

* 49. rclass programs return scalars, locals and matrices
program back, rclass
  args n
  return scalar twice = 2*`n'
  return local text "some text"
end
back 4
assert r(twice) == 8
assert "`r(text)'" == "some text"
capture program drop plain
program plain
  return scalar x = 1
end
capture plain
assert _rc == 151

* 49. syntax fills locals
clear
set obs 6
generate x = _n
generate y = 10*_n
generate g = _n > 3
program full, rclass
  syntax varlist(min=1) [if] [in] [aw fw] [using/] [, Level(real 95) Name(string) noLOG Keep ITer(integer 7) By(varname) *]
  return local varlist "`varlist'"
  return local if "`if'"
  return local in "`in'"
  return local using "`using'"
  return local weight "`weight'"
  return local exp "`exp'"
  return local level "`level'"
  return local name "`name'"
  return local log "`log'"
  return local keep "`keep'"
  return local iter "`iter'"
  return local by "`by'"
  return local options "`options'"
end
full x y
assert "`r(varlist)'" == "x y" & "`r(if)'" == "" & "`r(level)'" == "95" & "`r(log)'" == "" & "`r(iter)'" == "7"
full x if x > 2 in 1/4
assert "`r(if)'" == "if x > 2" & "`r(in)'" == "in 1/4"
full x using "file.dta", name(a b) l(90)
assert "`r(using)'" == "file.dta" & "`r(name)'" == "a b" & "`r(level)'" == "90"
full x [aw=y], nolog keep it(3) by(g)
assert "`r(weight)'" == "aweight" & trim("`r(exp)'") == "=y" | trim("`r(exp)'") == "= y"
assert "`r(log)'" == "nolog" & "`r(keep)'" == "keep" & "`r(iter)'" == "3" & "`r(by)'" == "g"
full x, extra(1) other
assert trim("`r(options)'") == "extra(1) other"
full _all
assert "`r(varlist)'" == "x y g"
full x-y
assert "`r(varlist)'" == "x y"
capture full
assert _rc == 100
capture full nothing
assert _rc == 111
capture full x, iter(1.5)
assert _rc == 198
capture full x, by(nothing)
assert _rc == 111
program strict
  syntax varname [, Must(string)]
end
strict x
capture strict x y
assert _rc == 103
capture strict x, unknown
assert _rc == 198
capture strict x if x > 1
assert _rc == 101
program must
  syntax, Must(string)
end
must, must(a)
must, m(a)
capture must
assert _rc == 198
program anything, rclass
  syntax anything [, opt]
  return local anything `"`anything'"'
  return local opt "`opt'"
end
anything some words, opt
assert "`r(anything)'" == "some words" & "`r(opt)'" == "opt"

* 49. marksample and markout
replace x = . in 1
program marked, rclass
  syntax varlist [if] [in]
  marksample touse
  quietly count if `touse'
  return scalar n = r(N)
end
marked x
assert r(n) == 5
marked x y if g
assert r(n) == 3
marked y in 1/2
assert r(n) == 2
marked x in 1/2
assert r(n) == 1
program out, rclass
  syntax varlist [if], also(varlist)
  marksample touse
  markout `touse' `also'
  quietly count if `touse'
  return scalar n = r(N)
end
out y, also(x)
assert r(n) == 5
capture confirm variable touse
assert _rc == 111

* 49. Recursion and leaving early
program fact, rclass
  args n
  if `n' <= 1 {
    return scalar value = 1
    exit
  }
  fact `=`n'-1'
  return scalar value = `n'*r(value)
end
fact 5
assert r(value) == 120
program early
  global EARLY before
  exit
  global EARLY after
end
early
assert "$EARLY" == "before"
program leave
  exit 459
end
capture leave
assert _rc == 459

* 48. Locals are private, globals, scalars and data are shared
local mine outside
program change
  local mine inside
  global SHARED yes
  scalar shared = 7
  quietly replace y = 0
end
change
assert "`mine'" == "outside" & "$SHARED" == "yes" & shared == 7 & y == 0

* 48. do passes arguments, include shares locals, run is silent
do "$TESTS/language/called.do" one "two words"
assert "$CALLED" == "one|two words"
assert "`from_called'" == ""
run "$TESTS/language/called.do" three
assert "$CALLED" == "three|"
include "$TESTS/language/called.do"
assert "`from_called'" == "local of the called file"
capture do "$TESTS/language/fails.do"
assert _rc == 459 & "$AFTER_FAILURE" == ""
do "$TESTS/language/fails.do", nostop
assert "$AFTER_FAILURE" == "reached"
global AFTER_FAILURE
run "$TESTS/language/fails.do", nostop
assert "$AFTER_FAILURE" == "reached"
capture do "$TESTS/language/no_such_file.do"
assert _rc == 601

* 48. An error in a nested program stops all callers
program inner
  error 111
end
program middle
  inner
  global AFTER_INNER reached
end
capture middle
assert _rc == 111 & "$AFTER_INNER" == ""

* 40. Temporary names are unique and vanish at the end of the program
program temporary
  tempvar v w
  tempname s
  tempfile f
  generate `v' = 1
  scalar `s' = 3
  global TEMPVAR `v'
  global TEMPSCALAR `s'
  assert "`v'" != "`w'"
  assert `s' == 3
  quietly save "`f'"
  confirm file "`f'"
  global TEMPFILE `f'
end
temporary
capture confirm variable $TEMPVAR
assert _rc == 111
capture display scalar($TEMPSCALAR)
assert _rc == 111
capture confirm file "$TEMPFILE"
assert _rc == 601

* 50. Variables win over scalars in expressions; scalar() tells them apart
clear
set obs 2
generate price = 10
scalar price = 99
assert price == 10
assert scalar(price) == 99
scalar pri = 5
assert pri == 10
assert scalar(pri) == 5
drop price
assert price == 99
scalar text = "some text"
assert text == "some text"
scalar drop price
capture display price
assert _rc == 111
scalar a = 2
scalar b = a^3
assert b == 8
capture scalar c = no_such_thing + 1
assert _rc == 111
scalar drop _all
capture display a
assert _rc == 111

*** A program reads what it is about to return
program half, rclass
  return scalar x = `1'/2
  return matrix M = (1, 2)
  assert return(x) == 1.5 & missing(return(absent))
  matrix N = return(M)
end
half 3
assert r(x) == 1.5 & N[1,2] == 2
