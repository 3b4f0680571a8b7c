// Noncentral distributions with noncentrality np, and the studentized range; one row each.
#include "interpreter/eval/functions/distribution_tables.hpp"
#include "interpreter/eval/functions/kernel.hpp"
#include "stdlib/numeric/dist/distributions.hpp"
#include "stdlib/numeric/dist/multiple_range.hpp"
#include "stdlib/numeric/dist/noncentral.hpp"

namespace nqp::eval {
namespace {

namespace dist = numeric::dist;

// Noncentralities end where the language says, so that no sum becomes endless.
double nchi2(double df, double np, double x) { return np <= 10000 ? dist::nchi2(df, np, x) : missing; }
double nchi2tail(double df, double np, double x) { return np <= 10000 ? dist::nchi2tail(df, np, x) : missing; }
double invnchi2(double df, double np, double p) { return np <= 10000 ? dist::invnchi2(df, np, p) : missing; }
double nttail(double df, double np, double t) { return std::fabs(np) <= 1000 ? dist::nttail(df, np, t) : missing; }

double nFtail(double df1, double df2, double np, double f) {
  return np <= 10000 ? dist::nFtail(df1, df2, np, f) : missing;
}

constexpr Function distribution_noncentral_list[] = {
    // Chi-squared
    {"nchi2", "nnn", 'n', nchi2, "nchi2(df,np,x)", "The noncentral chi-squared distribution.", "nchi2(2,0,2)",
     ".63212056"},
    {"nchi2tail", "nnn", 'n', nchi2tail, "nchi2tail(df,np,x)",
     "The upper tail of the noncentral chi-squared distribution.", "nchi2tail(2,0,2)", ".36787944"},
    {"nchi2den", "nnn", 'n', dist::nchi2den, "nchi2den(df,np,x)", "The noncentral chi-squared density.",
     "nchi2den(4,3,5.5)", ".09970852"},
    {"invnchi2", "nnn", 'n', invnchi2, "invnchi2(df,np,p)", "The x with nchi2(df,np,x) = p.",
     "invnchi2(1,0,.95)", "3.8414588"},
    {"invnchi2tail", "nnn", 'n', dist::invnchi2tail, "invnchi2tail(df,np,p)", "The x with nchi2tail(df,np,x) = p.",
     "invnchi2tail(1,0,.05)", "3.8414588"},
    {"npnchi2", "nnn", 'n', dist::npnchi2, "npnchi2(df,x,p)", "The np with nchi2(df,np,x) = p.",
     "nchi2(4,npnchi2(4,5.5,.3),5.5)", ".3"},

    // F
    {"nF", "nnnn", 'n', dist::nF, "nF(df1,df2,np,f)", "The noncentral F distribution.", "nF(3,10,2.5,1.7)",
     ".51601771"},
    {"nFtail", "nnnn", 'n', nFtail, "nFtail(df1,df2,np,f)", "The upper tail of the noncentral F distribution.",
     "nFtail(3,10,2.5,1.7)", ".48398229"},
    {"nFden", "nnnn", 'n', dist::nFden, "nFden(df1,df2,np,f)", "The noncentral F density.", "nFden(3,10,2.5,1.7)",
     ".2560023"},
    {"invnF", "nnnn", 'n', dist::invnF, "invnF(df1,df2,np,p)", "The f with nF(df1,df2,np,f) = p.", "invnF(2,4,0,.75)",
     "2"},
    {"invnFtail", "nnnn", 'n', dist::invnFtail, "invnFtail(df1,df2,np,p)", "The f with nFtail(df1,df2,np,f) = p.",
     "invnFtail(2,4,0,.25)", "2"},
    {"npnF", "nnnn", 'n', dist::npnF, "npnF(df1,df2,f,p)", "The np with nF(df1,df2,np,f) = p.",
     "nF(3,10,npnF(3,10,1.7,.2),1.7)", ".2"},

    // Beta
    {"nibeta", "nnnn", 'n', dist::nibeta, "nibeta(a,b,np,x)", "The noncentral beta distribution.",
     "nibeta(2,3,1.5,.4)", ".38769832"},
    {"nbetaden", "nnnn", 'n', dist::nbetaden, "nbetaden(a,b,np,x)", "The noncentral beta density.",
     "nbetaden(2,3,1.5,.4)", "1.6484626"},
    {"invnibeta", "nnnn", 'n', dist::invnibeta, "invnibeta(a,b,np,p)", "The x with nibeta(a,b,np,x) = p.",
     "invnibeta(1,2,0,.75)", ".5"},

    // t
    {"nt", "nnn", 'n', dist::nt, "nt(df,np,t)", "The noncentral t distribution.", "nt(8,1.5,2)", ".65185387"},
    {"nttail", "nnn", 'n', nttail, "nttail(df,np,t)", "The upper tail of the noncentral t distribution.",
     "nttail(8,1.5,2)", ".34814613"},
    {"ntden", "nnn", 'n', dist::ntden, "ntden(df,np,t)", "The noncentral t density.", "ntden(8,1.5,2)", ".30685427"},
    {"invnt", "nnn", 'n', dist::invnt, "invnt(df,np,p)", "The t with nt(df,np,t) = p.", "invnt(10,0,.975)",
     "2.2281389"},
    {"invnttail", "nnn", 'n', dist::invnttail, "invnttail(df,np,p)", "The t with nttail(df,np,t) = p.",
     "invnttail(10,0,.025)", "2.2281389"},
    {"npnt", "nnn", 'n', dist::npnt, "npnt(df,t,p)", "The np with nt(df,np,t) = p.", "nt(8,npnt(8,2,.1),2)", ".1"},

    // Multiple comparisons
    {"tukeyprob", "nnn", 'n', dist::tukeyprob, "tukeyprob(k,df,x)",
     "The distribution of the studentized range of k means with df degrees of freedom.", "tukeyprob(3,20,3.577935)",
     ".95000002"},
    {"invtukeyprob", "nnn", 'n', dist::invtukeyprob, "invtukeyprob(k,df,p)", "The x with tukeyprob(k,df,x) = p.",
     "invtukeyprob(3,20,.95)", "3.5779347"},
    {"dunnettprob", "nnn", 'n', dist::dunnettprob, "dunnettprob(k,df,x)",
     "The distribution of the largest |t| of k treatments against one control, with df degrees of freedom.",
     "dunnettprob(3,20,2.54)", ".94996406"},
    {"invdunnettprob", "nnn", 'n', dist::invdunnettprob, "invdunnettprob(k,df,p)",
     "The x with dunnettprob(k,df,x) = p.", "string(invdunnettprob(2,10,.95),\"%4.2f\")", "2.57"},
};

}  // namespace

std::span<const Function> distributions::noncentral_functions() { return distribution_noncentral_list; }

}  // namespace nqp::eval
