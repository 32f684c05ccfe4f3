"""A picture carries its numbers: gaps stay gaps, the table and the file say the same."""

import csv
import io
import json
from html import unescape

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from goodword.server.shell.charts import BarChart, LineChart, Series, Share, ShareBar
from goodword.server.shell.point_chart import Point, PointChart

DAYS = ["2026-03-01", "2026-03-02", "2026-03-03", "2026-03-04", "2026-03-05"]


def line(values, **more) -> LineChart:
    return LineChart(
        title="Net favourable", labels=DAYS[: len(values)], series=[Series("Net", values)], **more
    )


@pytest.mark.parametrize(
    ("values", "gaps"),
    [
        ([1, 2, 3, 4, 5], []),
        ([1, None, None, 4, 5], [("2026-03-01", "2026-03-04")]),
        ([None, 2, 3, 4, None], [("2026-03-01", "2026-03-02"), ("2026-03-04", "2026-03-05")]),
        ([None, None, None, None, None], [("2026-03-01", "2026-03-05")]),
    ],
)
def test_a_stretch_without_data_is_a_gap_with_a_word(values, gaps):
    assert [(first, last) for first, last, _word in line(values).gaps] == gaps
    assert all(word == "no data" for *_ends, word in line(values).gaps)


def test_a_day_one_series_knows_is_no_gap():
    series = [Series("a", [1, None, 3]), Series("b", [None, 2, 3])]
    assert LineChart(title="Two", labels=DAYS[:3], series=series).gaps == []


@given(st.lists(st.one_of(st.none(), st.floats(-1e9, 1e9)), min_size=1, max_size=5))
def test_the_file_gives_back_the_values(values):
    rows = list(csv.reader(io.StringIO(line(values).csv)))
    assert rows[0] == ["Day", "Net"]
    assert [None if cell == "" else float(cell) for _day, cell in rows[1:]] == values


def test_the_file_runs_no_formula():
    chart = BarChart(title="Causes", labels=["=cmd()"], series=[Series("n", [-3])])
    assert "'=cmd()" in chart.csv
    assert ",-3" in chart.csv


def test_an_interval_has_columns_of_its_own():
    chart = LineChart(
        title="Net",
        labels=DAYS[:2],
        series=[Series("Net", [0.5, None], [0.4, None], [0.6, None])],
        percent=True,
    )
    assert chart.header == ["Day", "Net", "Net, low", "Net, high"]
    assert chart.rows == [
        ["2026-03-01", "50%", "40%", "60%"],
        ["2026-03-02", "no data", "no data", "no data"],
    ]


def test_lengths_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match="2 values for 3 labels"):
        LineChart(title="x", labels=DAYS[:3], series=[Series("a", [1, 2])])
    with pytest.raises(ValueError, match="Give both or neither"):
        Series("a", [1], low=[0])
    with pytest.raises(ValueError, match="different lengths"):
        Series("a", [1], low=[0, 0], high=[2, 2])


def test_the_page_carries_the_specification_and_the_table():
    html = Template("{% load console %}{% chart picture %}").render(
        Context({"picture": line([1, None, 3], n=4)})
    )
    spec = json.loads(unescape(html.split('<template id="')[1].split(">", 1)[1].split("</template>")[0]))
    assert spec["series"][0]["values"] == [1, None, 3]
    assert html.count("<tr>") == 4
    assert "no data" in html
    assert "style=" not in html


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=8))
def test_shares_fill_the_line(counts):
    bar = ShareBar(title="Signs", parts=[Share(str(at), count) for at, count in enumerate(counts)])
    widths = [float(segment["width"]) for segment in bar.segments]
    assert sum(widths) == pytest.approx(100 if sum(counts) else 0, abs=0.01)
    for before, after in zip(bar.segments, bar.segments[1:], strict=False):
        assert float(after["x"]) == pytest.approx(float(before["x"]) + float(before["width"]), abs=0.002)


def test_points_say_in_the_table_what_they_show():
    points = [Point(0.5, 0.4, 12, 0.2, 0.6), Point(0.9, 0.95)]
    picture = PointChart(title="True", points=points, x_title="Promised", y_title="Right", diagonal=True)
    assert picture.header == ["Promised", "Right", "Right, low", "Right, high", "n"]
    assert picture.rows == [["50%", "40%", "20%", "60%", "12"], ["90%", "95%", "", "", ""]]
    assert list(csv.reader(io.StringIO(picture.csv)))[1] == ["0.5", "0.4", "0.2", "0.6", "12"]
    drawn = Template("{% load console %}{% chart picture %}").render(Context({"picture": picture}))
    assert "Right against Promised" in drawn


def test_points_without_intervals_or_counts_have_no_columns_for_them():
    picture = PointChart(title="Kept", points=[Point(1.0, 0.8)], x_title="Kept", y_title="Right", joined=True)
    assert picture.header == ["Kept", "Right"]
    with pytest.raises(ValueError, match="one end"):
        Point(0.1, 0.2, low=0.1)
