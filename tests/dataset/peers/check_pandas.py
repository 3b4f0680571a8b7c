"""check_pandas.py file ...: pandas reads what test::rich_frame() (rich_frame.hpp) says. Status 77: no pandas."""
import sys

try:
    from pandas.io.stata import StataReader
except ImportError:
    sys.exit(77)

CODES = ["."] + ["." + chr(97 + k) for k in range(26)]
for file in sys.argv[1:]:
    r = StataReader(file, convert_categoricals=False, convert_dates=False, convert_missing=True)
    d = r.read()
    for t in "byte int long float double".split():
        assert [str(x) for x in d["m_" + t][:27]] == CODES, t
        assert [float(x) for x in d["m_" + t][27:]] == [27, 28, 29], t
        assert r.variable_labels()["m_" + t] == "missing values"
    assert list(d["id"]) == [k // 10 for k in range(30)]
    assert list(d["year"]) == [2000 + k % 10 for k in range(30)]
    if "lengthy" in d:
        assert list(d["lengthy"]) == ["text " * 600 + str(k) if k % 3 else "" for k in range(30)]
    if any("_%d" % v in file for v in (113, 114, 115, 117)):
        continue  # pandas takes the text of these versions for Latin-1
    assert list(d["名称"]) == ["省份" if k != 7 else "" for k in range(30)]
    assert r.value_labels()["yes_no"][1] == "yes" and r.value_labels()["yes_no"][-1] == "坏"
    assert r.data_label == "everything 全部", r.data_label
