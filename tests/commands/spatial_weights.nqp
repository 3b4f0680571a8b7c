* Weights and autocorrelation. Numbers: R 4.2.2, spdep 1.2-7 (moran.test, geary.test, localmoran with
* conditional = FALSE) on the same distances.
clear
input x cx cy
2 0 0
3 1 2
7 3 1
8 4 4
4 0 5
9 2 3
1 5 0
6 3 6
end
spatwmat, name(W) xcoord(cx) ycoord(cy)
assert reldif(W[1,2], 1/sqrt(5)) < 1e-15 & W[3,3] == 0 & r(n) == 8 & r(links) == 56
moran x, wmat(W)
assert reldif(r(I), -.1267093092890524) < 1e-11 & reldif(r(E), -1/7) < 1e-14
assert reldif(r(V_r), .0041133644261328) < 1e-10
assert reldif(r(V_n), .0039379662347677) < 1e-10
assert reldif(r(z), .2517767774956468) < 1e-10 & reldif(r(p), .8012136080670995) < 1e-10
moran x, wmat(W) normal
assert reldif(r(z), .2573228012630757) < 1e-10
moran x, wmat(W) rowstd local
assert reldif(r(I), -.12730453148463) < 1e-11 & reldif(r(V_r), .0036612336557079) < 1e-10
matrix L = r(local)
assert reldif(L[1,1], -.1192841123690) < 1e-9 & reldif(L[7,1], -.4963655859057) < 1e-9
assert reldif(L[7,3]^2, .0349431518215) < 1e-9 & reldif(L[7,4], -1.891118543658) < 1e-9
assert L[7,6] == 2 & L[4,6] == 1
spatgsa x, weights(W) moran geary twotail
matrix M = r(Moran)
matrix C = r(Geary)
assert reldif(M[1,1], -.1267093092890524) < 1e-11 & reldif(M[1,5], .8012136080670995) < 1e-10
assert reldif(C[1,1], 1.0046285160123845) < 1e-11 & reldif(C[1,3]^2, .0070654323540862) < 1e-10
* the mean of local statistics weighs up to the global one: Σ I_i = S0 I
scalar s = 0
forvalues i = 1/8 {
    scalar s = s + L[`i',1]
}
assert reldif(s, 8 * -.12730453148463) < 1e-9
* permutations: a p-value near that of the moments, the same for the same seed
set seed 7
moran x, wmat(W) perm(999)
scalar p1 = r(p_perm)
assert p1 >= .001 & p1 <= 1 & abs(p1 - .80) < .1
set seed 7
moran x, wmat(W) perm(999)
assert r(p_perm) == p1
* four units on a line, by hand
clear
input id x n1 n2
1 2 2 .
2 3 1 3
3 7 2 4
4 8 3 9
end
spwmat, name(W) id(id) contiguity(n1 n2) standardize eigenval(e)
assert W[2,1] == .5 & W[1,2] == 1 & r(links) == 6
assert abs(e[4,1] - 1) < 1e-12 & abs(e[1,1] + 1) < 1e-12
moran x, wmat(W)
assert abs(r(I) - .5384615) < 1e-7 & abs(r(E) + 1/3) < 1e-15
assert abs(r(V_n) - .1722222) < 1e-7 & abs(r(V_r) - .3488248) < 1e-7 & abs(r(z) - 1.476083) < 1e-6
* from a file: as written, rows dropped, made binary
preserve
clear
input w1 w2 w3
0 2 0
2 5 1
0 1 0
end
tempfile f
save `f'.dta
restore
spatwmat using `f'.dta, name(F)
preserve
use `f'.dta, clear
spmat dta G w*, normalize(minmax)
* sums of rows and of columns are 2, 3 and 1
assert reldif(G[1,2], 2/3) < 1e-14 & reldif(G[2,3], 1/3) < 1e-14 & G[2,2] == 0
spmat dta G w*, norm(spectral)
* the characteristic polynomial is x^3 - 5x
assert reldif(G[2,3], 1/sqrt(5)) < 1e-12
spmat dta G w1 w2 in 1/2
assert rowsof(G) == 2
capture spmat dta G w1 w2
assert _rc == 503
capture spmat dta
assert _rc == 198
capture spmat dta G w*, idistance
assert _rc == 459
restore
assert F[1,2] == 2 & F[2,2] == 0
spatwmat using `f'.dta, name(F) binary standardize drop(1)
assert rowsof(F) == 2 & F[1,2] == 1
* a panel: units by id(), periods by time(); economic and nearest neighbours
clear
input 地区 年份 gdp lon lat x
1 2001 10 116 40 1
2 2001 20 117 39 5
3 2001 40 121 31 2
4 2001 30 113 23 7
1 2002 12 116 40 3
2 2002 22 117 39 .
3 2002 42 121 31 4
4 2002 32 113 23 5
1 2003 14 116 40 1
2 2003 24 117 39 5
3 2003 44 121 31 2
4 2003 34 113 23 7
end
spwmat, name(D) id(地区) xcoord(lon) ycoord(lat) sphere
* 1 degree of latitude is 6371.0088 π / 180 = 111.195 km; Beijing to Tianjin about 140
assert 1/D[1,2] > 138 & 1/D[1,2] < 142 & D[1,2] == D[2,1]
spwmat, name(E) id(地区) economic(gdp)
assert reldif(E[1,2], .1) < 1e-12 & reldif(E[1,3], 1/30) < 1e-12
spwmat, name(B) id(地区) economic(gdp) xcoord(lon) ycoord(lat) sphere
assert reldif(B[1,3], D[1,3]/30) < 1e-12
spwmat, name(K) id(地区) xcoord(lon) ycoord(lat) knn(2)
assert K[1,2] == 1 & K[1,3] == 1 & K[1,4] == 0 & r(links) == 8
moran x, wmat(D) rowstd id(地区) time(年份)
matrix M = r(moran)
assert rowsof(M) == 2 & reldif(M[1,1], M[2,1]) < 1e-12
moran x if 年份 == 2001, wmat(D) id(地区) generate(m) graph
assert m_quadrant[2] < 5 & missing(m_I[5])
* what cannot be done
capture moran x, wmat(D)
assert _rc == 503
capture moran x, wmat(nothing)
assert _rc == 111
capture moran x if 年份 == 2002, wmat(D)
assert _rc == 503
capture moran x, wmat(D) id(地区)
assert _rc == 451
matrix N = D
matrix N[1,2] = -1
capture moran x if 年份 == 2001, wmat(N)
assert _rc == 402
matrix N = D[1..3,1...]
capture moran x if 年份 == 2001, wmat(N)
assert _rc == 503
capture moran x, wmat(D) id(地区) time(年份) local
assert _rc == 198
generate one = 1
capture moran one if 年份 == 2001, wmat(D)
assert _rc == 409
capture spwmat, name(Z) xcoord(lon)
assert _rc == 198
capture spwmat, name(Z)
assert _rc == 198
capture spwmat, name(Z) id(地区) xcoord(one) ycoord(one)
assert _rc == 459
capture spwmat, name(Z) id(地区) xcoord(x) ycoord(lat)
assert _rc == 459
capture spwmat, name(Z) xcoord(lon) ycoord(lat) band(5 1)
assert _rc == 198
capture spwmat using nofile, name(Z)
assert _rc == 601
capture matrix list Z
assert _rc == 111
spwmat if 年份 == 2001, name(Z) xcoord(lon) ycoord(lat) band(0 2)
assert r(islands) == 2 & rowsof(Z) == 4
clear
set obs 12000
generate z = _n
capture spwmat, name(Z) economic(z)
assert _rc == 908
* weights that know their units by name are matched by name: here they were made in another order
clear
input str6 省份 x n
"湖北" 1 1
"安徽" 5 2
"北京" 2 3
"重庆" 9 4
end
spwmat, name(A) economic(x)
generate order = _n
spwmat, name(B) id(省份) economic(x)
moran x, wmat(A) label(省份) local
scalar i = r(I)
moran x, wmat(B) id(省份)
assert reldif(r(I), i) < 1e-12
matrix L = r(moran)
gsort -x
moran x, wmat(B) id(省份)
assert reldif(r(I), i) < 1e-12
sort order
label define p 1 "湖北" 2 "安徽" 3 "北京" 4 "重庆"
label values n p
moran x, wmat(B) id(n)
assert reldif(r(I), i) < 1e-12
spatlsa x, weights(A) moran graph(moran) id(省份) symbol(id)
assert reldif(r(I), i) < 1e-12
capture spatlsa x, weights(A)
assert _rc == 198
