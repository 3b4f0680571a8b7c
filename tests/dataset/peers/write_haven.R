# Rscript write_haven.R folder: data as haven_8.dta ... haven_15.dta, and as text (see dta_peers_test.cpp) in .txt.
# Status 77: no haven.
if (!requireNamespace("haven", quietly = TRUE)) quit(status = 77)
folder <- commandArgs(TRUE)[1]
set.seed(7)
n <- 200
with_missing <- function(x) {
  x[3] <- NA
  x[5] <- haven::tagged_na("a")
  x[6] <- haven::tagged_na("z")
  x
}
d <- data.frame(small = with_missing(as.double(sample(-127:100, n, TRUE))))
d$real <- with_missing(rnorm(n) * 10^sample(-300:300, n, TRUE))
d$region <- haven::labelled(as.double(sample(1:3, n, TRUE)), c("East 东部" = 1, Central = 2, West = 3),
                            label = "region 地区")
d$text <- ifelse(seq_len(n) %% 7 == 0, "", strrep("省份 é,\"q\"", seq_len(n) %% 5 + 1))
d$day <- as.Date("1959-12-30") + sample(0:40000, n)
d$time <- as.POSIXct("2020-02-29 12:00:00", tz = "UTC") + seq_len(n) * 1000
d$lengthy <- ifelse(seq_len(n) %% 3 == 0, strrep("L", 3000 + seq_len(n)), "short")
d$even <- seq_len(n) %% 2 == 0
d$whole <- sample(c(-2147483647L, 5L, 2147483620L, NA), n, TRUE)

as_text <- function(x) {
  if (is.character(x)) return(x)
  if (inherits(x, "Date")) x <- as.numeric(x) + 3653
  if (inherits(x, "POSIXct")) x <- (as.numeric(x) + 315619200) * 1000
  tags <- if (is.double(x)) haven::na_tag(x) else rep(NA, length(x))
  ifelse(is.na(x), paste0(".", ifelse(is.na(tags), "", tags)), sprintf("%a", as.numeric(x)))
}
for (version in 8:15) {
  kept <- if (version < 13) d[names(d) != "lengthy"] else d
  name <- file.path(folder, paste0("haven_", version))
  haven::write_dta(kept, paste0(name, ".dta"), version = version, label = "made by haven 标签")
  lines <- c("D made by haven 标签")
  for (v in names(kept)) lines <- c(lines, paste(if (is.character(kept[[v]])) "S" else "N", v), as_text(kept[[v]]))
  labels <- attr(kept$region, "labels")
  lines <- c(lines, "V region region 地区", paste("L region", labels, names(labels)))
  writeLines(lines, paste0(name, ".txt"), useBytes = TRUE)
}
