* Expected values: counted by hand.
clear
input a b c d
1 1 1 1
. . . 1
1 . . 1
1 . . .
end
misstable nested
assert r(K) == 2
assert "`r(stmt1)'" == "a(1) -> b(3) <-> c(3)"
assert "`r(stmt2)'" == "d(1) -> b(3) <-> c(3)"
misstable nested a b
assert r(K) == 1 & "`r(stmt1)'" == "a(1) -> b(3)"
misstable nested a d
assert r(K) == 0
misstable tree, frequency
assert r(N) == 4 & "`r(vars)'" == "b c a d"
misstable tree a b if d < ., asis
assert r(N) == 3 & "`r(vars)'" == "a b"
misstable patterns, bypatterns frequency
assert r(K) == 3 & r(N_complete) == 1
forvalues i = 1/8 {
	generate m`i' = .
}
capture misstable tree
assert _rc == 103
