"""write_pandas.py folder: data as pandas_<version>_<order>.dta, and as text (see dta_peers_test.cpp) in .txt.
Status 77: no pandas."""
import os
import sys

try:
    import numpy as np
    import pandas as pd
except ImportError:
    sys.exit(77)

folder = sys.argv[1]
r = np.random.RandomState(7)
n = 200
d = pd.DataFrame({
    "b": r.randint(-127, 101, n).astype("int8"),
    "h": r.randint(-32767, 32741, n).astype("int16"),
    "l": r.randint(-2147483647, 2147483621, n).astype("int32"),
    "f": r.standard_normal(n).astype("float32"),
    "x": r.standard_normal(n) * 10.0 ** r.randint(-300, 300, n),
    "s": ["é" * (k % 9) for k in range(n)],
    "day": pd.to_datetime("1959-12-30") + pd.to_timedelta(r.randint(0, 40000, n), "D"),
})
d.loc[3, "x"] = np.nan
d.loc[4, "f"] = np.nan
d["region"] = pd.Categorical.from_codes(r.randint(0, 3, n), ["East", "Central", "West"])


def as_text(column):
    if column.dtype == object:
        return list(column)
    if str(column.dtype) == "category":
        column = column.cat.codes
    if str(column.dtype).startswith("datetime"):
        column = (column - pd.to_datetime("1960-01-01")).dt.days
    return ["." if v != v else float(v).hex() for v in column]


for version in (114, 117, 118, 119):
    data = d.copy()
    if version > 114:
        data["lengthy"] = ["long " * 700 + str(k) if k % 4 else "" for k in range(n)]
    for order in ("<", ">"):
        if order == ">" and version > 114:
            data = d  # pandas 1.5 writes long strings in the order of the machine whatever the file says
        name = os.path.join(folder, "pandas_%d_%s" % (version, "little" if order == "<" else "big"))
        data.to_stata(name + ".dta", write_index=False, version=version, byteorder=order, data_label="made by pandas",
                      convert_dates={"day": "td"}, variable_labels={"x": "a number"},
                      **({"convert_strl": ["lengthy"]} if "lengthy" in data else {}))
        with open(name + ".txt", "w", encoding="utf-8") as out:
            out.write("D made by pandas\n")
            for v in data.columns:
                out.write(("S " if data[v].dtype == object else "N ") + v + "\n")
                out.writelines(t + "\n" for t in as_text(data[v]))
            out.write("V x a number\nL region 0 East\nL region 1 Central\nL region 2 West\n")
