* eventdd's help: ols is the default method, and options of the estimation stand behind a comma: method(, cluster(id)).
clear
set obs 60
generate id = ceil(_n/6)
generate t = mod(_n - 1, 6) + 1
generate rel = t - cond(id <= 3, 4, 5) if id <= 6
generate y = id + t + 2*(rel >= 0 & rel < .) + mod(7*_n, 5)/10
eventdd y i.t i.id, timevar(rel) method(ols, cluster(id))
scalar b = _b[lag0]
scalar s = _se[lag0]
eventdd y i.t i.id, timevar(rel) method(, cluster(id))
assert _b[lag0] == b & _se[lag0] == s
capture eventdd y i.t, timevar(rel) method(gls)
assert _rc == 198
