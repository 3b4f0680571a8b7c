* Quantile regression
* Source: R 4.2.2, quantreg 5.94
* Runs when the environment variable NQP_SHARED_DATA names the folder with the data set.
local data : environment NQP_SHARED_DATA
if "`data'" == "" exit
set type double
set linesize 255
import delimited "`data'/auto.csv", clear

qreg price mpg weight length, quantile(0.1)
assert abs(_b[_cons] - 4506.24860947244) <= 0.000451
assert abs(_b[mpg] - -4.9548289229731) <= 4.95e-07
assert abs(_b[weight] - 1.31087139726951) <= 1.31e-07
assert abs(_b[length] - -23.493847968987) <= 2.35e-06
predict double r1, residuals
generate double loss1 = r1*(0.1-(r1<0))
quietly summarize loss1
assert abs(r(sum) - 17616.623360863) <= 0.00176

qreg price mpg weight length, quantile(0.25)
assert abs(_b[_cons] - 2956.93344487823) <= 0.000296
assert abs(_b[mpg] - -14.3943112102621) <= 1.44e-06
assert abs(_b[weight] - 0.704573340769661) <= 7.05e-08
assert abs(_b[length] - -1.87023610336495) <= 1.87e-07
predict double r2, residuals
generate double loss2 = r2*(0.25-(r2<0))
quietly summarize loss2
assert abs(r(sum) - 38953.3266871166) <= 0.0039

qreg price mpg weight length, quantile(0.5)
assert abs(_b[_cons] - 4982.39381854437) <= 0.000498
assert abs(_b[mpg] - -72.6540378863411) <= 7.27e-06
assert abs(_b[weight] - 0.490900027191151) <= 4.91e-08
assert abs(_b[length] - 1.4301640532947) <= 1.43e-07
predict double r3, residuals
generate double loss3 = r3*(0.5-(r3<0))
quietly summarize loss3
assert abs(r(sum) - 64097.9650140488) <= 0.00641

qreg price mpg weight length, quantile(0.75)
assert abs(_b[_cons] - 29250.91484263) <= 0.00293
assert abs(_b[mpg] - -91.7165201018465) <= 9.17e-06
assert abs(_b[weight] - 8.49021760061621) <= 8.49e-07
assert abs(_b[length] - -241.377944669106) <= 2.41e-05
predict double r4, residuals
generate double loss4 = r4*(0.75-(r4<0))
quietly summarize loss4
assert abs(r(sum) - 60372.6313306374) <= 0.00604

qreg price mpg weight length, quantile(0.9)
assert abs(_b[_cons] - 44322.481558421) <= 0.00443
assert abs(_b[mpg] - -308.694391094735) <= 3.09e-05
assert abs(_b[weight] - 6.98512523027474) <= 6.99e-07
assert abs(_b[length] - -260.843217183395) <= 2.61e-05
predict double r5, residuals
generate double loss5 = r5*(0.9-(r5<0))
quietly summarize loss5
assert abs(r(sum) - 30931.4731705405) <= 0.00309
