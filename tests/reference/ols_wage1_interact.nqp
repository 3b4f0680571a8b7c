* 1.female##c.educ, c.exper##c.exper, i.region##i.female; region = 1 base (none), 2 northcen, 3 south, 4 west
* (generate it)
* Source: own matrix algebra in R 4.2.2
set type double
set linesize 255
import delimited "$TESTS/reference/data/wage1.csv", clear
generate byte region = cond(northcen==1, 2, cond(south==1, 3, cond(west==1, 4, 1)))

regress lwage i.female##c.educ c.exper##c.exper i.region i.female#i.region, vce(robust)
assert abs(_b[_cons] - 0.497876182462281) <= 4.98e-10
assert abs(_b[1.female] + 0.431616311838948) <= 4.32e-10
assert abs(_b[educ] - 0.0813850932328272) <= 8.14e-11
assert abs(_b[exper] - 0.0398175684436513) <= 3.98e-11
assert abs(_b[c.exper#c.exper] + 0.000702302652587315) <= 7.02e-13
assert abs(_b[2.region] + 0.117132721899365) <= 1.17e-10
assert abs(_b[3.region] + 0.148765427869811) <= 1.49e-10
assert abs(_b[4.region] - 0.029346910788974) <= 2.93e-11
assert abs(_b[1.female#c.educ] - 0.00222272860144139) <= 2.22e-12
assert abs(_b[1.female#2.region] - 0.102656480396337) <= 1.03e-10
assert abs(_b[1.female#3.region] - 0.077674774191609) <= 7.77e-11
assert abs(_b[1.female#4.region] - 0.0414226936598158) <= 4.14e-11
assert abs(_se[_cons] - 0.137452737140455) <= 1.37e-10
assert abs(_se[1.female] - 0.200057401759379) <= 2e-10
assert abs(_se[educ] - 0.0092233936760454) <= 9.22e-12
assert abs(_se[exper] - 0.00482061712799411) <= 4.82e-12
assert abs(_se[c.exper#c.exper] - 0.000103661833314) <= 1.04e-13
assert abs(_se[2.region] - 0.0754108145593598) <= 7.54e-11
assert abs(_se[3.region] - 0.0664350633319351) <= 6.64e-11
assert abs(_se[4.region] - 0.0819300305870869) <= 8.19e-11
assert abs(_se[1.female#c.educ] - 0.0152207324729226) <= 1.52e-11
assert abs(_se[1.female#2.region] - 0.104097224776141) <= 1.04e-10
assert abs(_se[1.female#3.region] - 0.0972713778576463) <= 9.73e-11
assert abs(_se[1.female#4.region] - 0.122776286765503) <= 1.23e-10
assert abs(_b[_cons]/_se[_cons] - 3.62216273622497) <= 3.62e-09
assert abs(_b[1.female]/_se[1.female] + 2.15746234852175) <= 2.16e-09
assert abs(_b[educ]/_se[educ] - 8.82376878742551) <= 8.82e-09
assert abs(_b[exper]/_se[exper] - 8.25984876758293) <= 8.26e-09
assert abs(_b[c.exper#c.exper]/_se[c.exper#c.exper] + 6.77493953304865) <= 6.77e-09
assert abs(_b[2.region]/_se[2.region] + 1.55326159230336) <= 1.55e-09
assert abs(_b[3.region]/_se[3.region] + 2.23926072180471) <= 2.24e-09
assert abs(_b[4.region]/_se[4.region] - 0.358194798399104) <= 3.58e-10
assert abs(_b[1.female#c.educ]/_se[1.female#c.educ] - 0.146032959017943) <= 1.46e-10
assert abs(_b[1.female#2.region]/_se[1.female#2.region] - 0.986159627378138) <= 9.86e-10
assert abs(_b[1.female#3.region]/_se[1.female#3.region] - 0.798536793683376) <= 7.99e-10
assert abs(_b[1.female#4.region]/_se[1.female#4.region] - 0.337383502556413) <= 3.37e-10
assert abs(2*ttail(e(df_r),abs(_b[_cons]/_se[_cons])) - 0.000321147189654136) <= 5.49e-12
assert abs(2*ttail(e(df_r),abs(_b[1.female]/_se[1.female])) - 0.0314323508929243) <= 2.49e-10
assert abs(2*ttail(e(df_r),abs(_b[educ]/_se[educ])) - 1.73285444536395e-17) <= 1.35e-24
assert abs(2*ttail(e(df_r),abs(_b[exper]/_se[exper])) - 1.24408165276962e-15) <= 8.66e-23
assert abs(2*ttail(e(df_r),abs(_b[c.exper#c.exper]/_se[c.exper#c.exper])) - 3.41667743223841e-11) <= 1.68e-18
assert abs(2*ttail(e(df_r),abs(_b[2.region]/_se[2.region])) - 0.1209761321178) <= 6.32e-10
assert abs(2*ttail(e(df_r),abs(_b[3.region]/_se[3.region])) - 0.0255659096918395) <= 2.13e-10
assert abs(2*ttail(e(df_r),abs(_b[4.region]/_se[4.region])) - 0.720344596098532) <= 1.19e-09
assert abs(2*ttail(e(df_r),abs(_b[1.female#c.educ]/_se[1.female#c.educ])) - 0.88395262220266) <= 1.1e-09
assert abs(2*ttail(e(df_r),abs(_b[1.female#2.region]/_se[1.female#2.region])) - 0.324518763967175) <= 1.05e-09
assert abs(2*ttail(e(df_r),abs(_b[1.female#3.region]/_se[1.female#3.region])) - 0.424927851091016) <= 1.15e-09
assert abs(2*ttail(e(df_r),abs(_b[1.female#4.region]/_se[1.female#4.region])) - 0.735965548507989) <= 1.19e-09
assert abs(_b[_cons]-invttail(e(df_r),.025)*_se[_cons] - 0.227837909546793) <= 2.28e-10
assert abs(_b[1.female]-invttail(e(df_r),.025)*_se[1.female] + 0.824647082843963) <= 8.25e-10
assert abs(_b[educ]-invttail(e(df_r),.025)*_se[educ] - 0.063264906246999) <= 6.33e-11
assert abs(_b[exper]-invttail(e(df_r),.025)*_se[exper] - 0.030347032238176) <= 3.03e-11
assert abs(_b[c.exper#c.exper]-invttail(e(df_r),.025)*_se[c.exper#c.exper] + 0.000905955653740443) <= 9.06e-13
assert abs(_b[2.region]-invttail(e(df_r),.025)*_se[2.region] + 0.265284054105657) <= 2.65e-10
assert abs(_b[3.region]-invttail(e(df_r),.025)*_se[3.region] + 0.279283088968513) <= 2.79e-10
assert abs(_b[4.region]-invttail(e(df_r),.025)*_se[4.region] + 0.131612008035921) <= 1.32e-10
assert abs(_b[1.female#c.educ]-invttail(e(df_r),.025)*_se[1.female#c.educ] + 0.0276797702138188) <= 2.77e-11
assert abs(_b[1.female#2.region]-invttail(e(df_r),.025)*_se[1.female#2.region] + 0.101851886469579) <= 1.02e-10
assert abs(_b[1.female#3.region]-invttail(e(df_r),.025)*_se[1.female#3.region] + 0.113423602073885) <= 1.13e-10
assert abs(_b[1.female#4.region]-invttail(e(df_r),.025)*_se[1.female#4.region] + 0.199782371607489) <= 2e-10
assert abs(_b[_cons]+invttail(e(df_r),.025)*_se[_cons] - 0.767914455377769) <= 7.68e-10
assert abs(_b[1.female]+invttail(e(df_r),.025)*_se[1.female] + 0.0385855408339334) <= 3.86e-11
assert abs(_b[educ]+invttail(e(df_r),.025)*_se[educ] - 0.0995052802186555) <= 9.95e-11
assert abs(_b[exper]+invttail(e(df_r),.025)*_se[exper] - 0.0492881046491266) <= 4.93e-11
assert abs(_b[c.exper#c.exper]+invttail(e(df_r),.025)*_se[c.exper#c.exper] + 0.000498649651434186) <= 4.99e-13
assert abs(_b[2.region]+invttail(e(df_r),.025)*_se[2.region] - 0.0310186103069273) <= 3.1e-11
assert abs(_b[3.region]+invttail(e(df_r),.025)*_se[3.region] + 0.0182477667711085) <= 1.82e-11
assert abs(_b[4.region]+invttail(e(df_r),.025)*_se[4.region] - 0.190305829613869) <= 1.9e-10
assert abs(_b[1.female#c.educ]+invttail(e(df_r),.025)*_se[1.female#c.educ] - 0.0321252274167015) <= 3.21e-11
assert abs(_b[1.female#2.region]+invttail(e(df_r),.025)*_se[1.female#2.region] - 0.307164847262253) <= 3.07e-10
assert abs(_b[1.female#3.region]+invttail(e(df_r),.025)*_se[1.female#3.region] - 0.268773150457103) <= 2.69e-10
assert abs(_b[1.female#4.region]+invttail(e(df_r),.025)*_se[1.female#4.region] - 0.28262775892712) <= 2.83e-10
assert abs(e(N) - 526) <= 5.26e-07
assert abs(e(df_m) - 11) <= 1.1e-08
assert abs(e(df_r) - 514) <= 5.14e-07
assert abs(e(rss) - 86.9878700962728) <= 8.7e-08
assert abs(e(mss) - 61.3418813133737) <= 6.13e-08
assert abs(e(r2) - 0.413550759240229) <= 4.14e-10
assert abs(e(r2_a) - 0.401000289107238) <= 4.01e-10
assert abs(e(rmse) - 0.4113843717919) <= 4.11e-10
assert abs(e(F) - 35.5001806241221) <= 3.55e-08
assert abs(Ftail(e(df_m),e(df_r),e(F)) - 2.72513912728186e-56) <= 7e-63
testparm i.female#i.region
assert abs(r(F) - 0.367748187401032) <= 3.68e-10
assert abs(r(df) - 3) <= 3e-09
assert abs(r(df_r) - 514) <= 5.14e-07
assert abs(r(p) - 0.776317760793894) <= 1.17e-09
