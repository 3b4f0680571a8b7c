* Factor variable with base level 1, quadratic via c.mpg##c.mpg; rows with missing rep78 dropped
* Source: own matrix algebra in R 4.2.2
set type double
set linesize 255
import delimited "$TESTS/reference/data/auto.csv", clear

regress price c.mpg##c.mpg weight i.rep78 i.foreign
assert abs(_b[_cons] + 3475.49107644642) <= 3.48e-06
assert abs(_b[mpg] + 188.037249120293) <= 1.88e-07
assert abs(_b[c.mpg#c.mpg] - 3.98780144135276) <= 3.99e-09
assert abs(_b[weight] - 3.28847182560124) <= 3.29e-09
assert abs(_b[2.rep78] - 502.728660750364) <= 5.03e-07
assert abs(_b[3.rep78] - 785.061305296703) <= 7.85e-07
assert abs(_b[4.rep78] - 454.142478404028) <= 4.54e-07
assert abs(_b[5.rep78] - 744.587097846108) <= 7.45e-07
assert abs(_b[1.foreign] - 3530.60838166296) <= 3.53e-06
assert abs(_se[_cons] - 7538.8831404705) <= 7.54e-06
assert abs(_se[mpg] - 404.103070792106) <= 4.04e-07
assert abs(_se[c.mpg#c.mpg] - 7.42982482328278) <= 7.43e-09
assert abs(_se[weight] - 0.829974717090828) <= 8.3e-10
assert abs(_se[2.rep78] - 1732.02627112918) <= 1.73e-06
assert abs(_se[3.rep78] - 1604.68548687874) <= 1.6e-06
assert abs(_se[4.rep78] - 1676.66313340269) <= 1.68e-06
assert abs(_se[5.rep78] - 1873.19298317236) <= 1.87e-06
assert abs(_se[1.foreign] - 906.369459814951) <= 9.06e-07
assert abs(_b[_cons]/_se[_cons] + 0.461008747806312) <= 4.61e-10
assert abs(_b[mpg]/_se[mpg] + 0.465320020339639) <= 4.65e-10
assert abs(_b[c.mpg#c.mpg]/_se[c.mpg#c.mpg] - 0.536728864569757) <= 5.37e-10
assert abs(_b[weight]/_se[weight] - 3.9621349396374) <= 3.96e-09
assert abs(_b[2.rep78]/_se[2.rep78] - 0.290254639395634) <= 2.9e-10
assert abs(_b[3.rep78]/_se[3.rep78] - 0.489230638474658) <= 4.89e-10
assert abs(_b[4.rep78]/_se[4.rep78] - 0.270860895880959) <= 2.71e-10
assert abs(_b[5.rep78]/_se[5.rep78] - 0.397496202759155) <= 3.97e-10
assert abs(_b[1.foreign]/_se[1.foreign] - 3.89533025791026) <= 3.9e-09
assert abs(2*ttail(e(df_r),abs(_b[_cons]/_se[_cons])) - 0.646459119227394) <= 1.21e-09
assert abs(2*ttail(e(df_r),abs(_b[mpg]/_se[mpg])) - 0.643386836464455) <= 1.21e-09
assert abs(2*ttail(e(df_r),abs(_b[c.mpg#c.mpg]/_se[c.mpg#c.mpg])) - 0.593439617306232) <= 1.21e-09
assert abs(2*ttail(e(df_r),abs(_b[weight]/_se[weight])) - 0.000199969777028085) <= 3.61e-12
assert abs(2*ttail(e(df_r),abs(_b[2.rep78]/_se[2.rep78])) - 0.772622264609665) <= 1.17e-09
assert abs(2*ttail(e(df_r),abs(_b[3.rep78]/_se[3.rep78])) - 0.626462179546574) <= 1.21e-09
assert abs(2*ttail(e(df_r),abs(_b[4.rep78]/_se[4.rep78])) - 0.787427665559735) <= 1.16e-09
assert abs(2*ttail(e(df_r),abs(_b[5.rep78]/_se[5.rep78])) - 0.692412220147815) <= 1.2e-09
assert abs(2*ttail(e(df_r),abs(_b[1.foreign]/_se[1.foreign])) - 0.000249328513831916) <= 4.39e-12
assert abs(_b[_cons]-invttail(e(df_r),.025)*_se[_cons] + 18555.5026027496) <= 1.86e-05
assert abs(_b[mpg]-invttail(e(df_r),.025)*_se[mpg] + 996.363741495017) <= 9.96e-07
assert abs(_b[c.mpg#c.mpg]-invttail(e(df_r),.025)*_se[c.mpg#c.mpg] + 10.8740609706073) <= 1.09e-08
assert abs(_b[weight]-invttail(e(df_r),.025)*_se[weight] - 1.62827520667755) <= 1.63e-09
assert abs(_b[2.rep78]-invttail(e(df_r),.025)*_se[2.rep78] + 2961.83971706081) <= 2.96e-06
assert abs(_b[3.rep78]-invttail(e(df_r),.025)*_se[3.rep78] + 2424.78757912473) <= 2.42e-06
assert abs(_b[4.rep78]-invttail(e(df_r),.025)*_se[4.rep78] + 2899.68313559298) <= 2.9e-06
assert abs(_b[5.rep78]-invttail(e(df_r),.025)*_se[5.rep78] + 3002.35674660596) <= 3e-06
assert abs(_b[1.foreign]-invttail(e(df_r),.025)*_se[1.foreign] - 1717.59952525487) <= 1.72e-06
assert abs(_b[_cons]+invttail(e(df_r),.025)*_se[_cons] - 11604.5204498567) <= 1.16e-05
assert abs(_b[mpg]+invttail(e(df_r),.025)*_se[mpg] - 620.28924325443) <= 6.2e-07
assert abs(_b[c.mpg#c.mpg]+invttail(e(df_r),.025)*_se[c.mpg#c.mpg] - 18.8496638533128) <= 1.88e-08
assert abs(_b[weight]+invttail(e(df_r),.025)*_se[weight] - 4.94866844452492) <= 4.95e-09
assert abs(_b[2.rep78]+invttail(e(df_r),.025)*_se[2.rep78] - 3967.29703856153) <= 3.97e-06
assert abs(_b[3.rep78]+invttail(e(df_r),.025)*_se[3.rep78] - 3994.91018971813) <= 3.99e-06
assert abs(_b[4.rep78]+invttail(e(df_r),.025)*_se[4.rep78] - 3807.96809240104) <= 3.81e-06
assert abs(_b[5.rep78]+invttail(e(df_r),.025)*_se[5.rep78] - 4491.53094229818) <= 4.49e-06
assert abs(_b[1.foreign]+invttail(e(df_r),.025)*_se[1.foreign] - 5343.61723807104) <= 5.34e-06
assert abs(e(N) - 69) <= 6.9e-08
assert abs(e(df_m) - 8) <= 8e-09
assert abs(e(df_r) - 60) <= 6e-08
assert abs(e(rss) - 286014476.351124) <= 0.286
assert abs(e(mss) - 290782482.518441) <= 0.291
assert abs(e(r2) - 0.504133175542969) <= 5.04e-10
assert abs(e(r2_a) - 0.438017598948699) <= 4.38e-10
assert abs(e(rmse) - 2183.32497333434) <= 2.18e-06
assert abs(e(F) - 7.62502879823121) <= 7.63e-09
assert abs(Ftail(e(df_m),e(df_r),e(F)) - 5.58898954257949e-07) <= 1.67e-14
testparm i.rep78
assert abs(r(F) - 0.118709644395992) <= 1.19e-10
assert abs(r(df) - 4) <= 4e-09
assert abs(r(df_r) - 60) <= 6e-08
assert abs(r(p) - 0.97534463467128) <= 1.02e-09
test mpg c.mpg#c.mpg
assert abs(r(F) - 0.188520674334676) <= 1.89e-10
assert abs(r(df) - 2) <= 2e-09
assert abs(r(df_r) - 60) <= 6e-08
assert abs(r(p) - 0.828672040973174) <= 1.14e-09
