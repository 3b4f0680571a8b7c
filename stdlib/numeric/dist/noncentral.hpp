// Noncentral chi-squared, F, beta and t as Poisson or chi mixtures of the central ones, under the names and argument
// orders of the language. NaN outside the domain, which ends at a noncentrality of 10,000 (for t at 1,000); about 1e-12
// relative.
#pragma once

namespace nqp::numeric::dist {

double nchi2den(double df, double ncp, double x);
double invnchi2tail(double df, double ncp, double p);
double npnchi2(double df, double x, double p);              // the ncp with nchi2(df, ncp, x) = p

double nF(double df1, double df2, double ncp, double f);
double nFden(double df1, double df2, double ncp, double f);
double invnF(double df1, double df2, double ncp, double p);
double invnFtail(double df1, double df2, double ncp, double p);
double npnF(double df1, double df2, double f, double p);    // the ncp with nF(df1, df2, ncp, f) = p

double nibeta(double a, double b, double ncp, double x);
double nbetaden(double a, double b, double ncp, double x);
double invnibeta(double a, double b, double ncp, double p);

double nt(double df, double ncp, double t);
double ntden(double df, double ncp, double t);
double invnt(double df, double ncp, double p);
double invnttail(double df, double ncp, double p);
double npnt(double df, double t, double p);                 // the ncp with nt(df, ncp, t) = p

}  // namespace nqp::numeric::dist
