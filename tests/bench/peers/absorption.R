# The jobs of tests/bench/absorption.cpp with plm and estimatr. Prints "job <name> <seconds>".
set.seed(3)
best <- function(runs, f) min(replicate(runs, system.time(f())[["elapsed"]]))
report <- function(job, runs, f) cat("job", job, best(runs, f), "\n")
panel <- function(n) {
  d <- data.frame(id = rep(seq_len(n / 10), each = 10), year = rep(1:10, n / 10), x1 = rnorm(n), x2 = rnorm(n))
  d$y <- d$x1 + d$x2 + d$id %% 7 + d$year / 10 + rnorm(n)
  d
}
d <- panel(1e4)
if (requireNamespace("estimatr", quietly = TRUE)) {
  report("estimatr_4", 2, function() estimatr::lm_robust(y ~ x1 + x2, d, fixed_effects = ~id, clusters = id, se_type = "stata"))
}
if (requireNamespace("plm", quietly = TRUE)) {
  report("plm_4", 3, function() {
    m <- plm::plm(y ~ x1 + x2, d, index = c("id", "year"), model = "within")
    plm::vcovHC(m, cluster = "group")
  })
  d <- plm::pdata.frame(panel(1e5), index = c("id", "year"))
  report("plm_5", 2, function() plm::plm(y ~ x1 + x2, d, model = "within"))
  report("plm_5_two", 2, function() plm::plm(y ~ x1 + x2, d, model = "within", effect = "twoways"))
}
