"""`goodword report` on a workspace."""

import sys

import pytest

from goodword.cli import main
from goodword.server.accounts.models import Brand
from goodword.server.insights.diagnosis.tests.cases import ordinary

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(tmp_path, monkeypatch, capsys, cast):
    """Run `goodword report …` on the test's own workspace; Ada is its only brand."""
    Brand.objects.exclude(pk=cast.brand.pk).delete()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GOODWORD_PREPARED", "1")

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["goodword", "report", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        return int(ended.value.code or 0), capsys.readouterr()

    return run


def test_the_workspace_becomes_a_file_in_either_language(report, brand, tmp_path):
    ordinary(brand)
    code, said = report("-o", "one.html")
    assert code == 0
    assert "one.html" in said.out
    assert "What to do first" in (tmp_path / "one.html").read_text()
    assert report("-o", "two.html", "--language", "zh", "--days", "90")[0] == 0
    assert "先做什么" in (tmp_path / "two.html").read_text()


def test_it_can_be_narrowed(report, brand, tmp_path):
    ordinary(brand)
    assert report("-o", "lamp.html", "--product", "Lamp")[0] == 0
    assert "parcel" in (tmp_path / "lamp.html").read_text()
    code, said = report("-o", "none.html", "--product", "Chair")
    assert code == 1
    assert "No consumer mention fits" in said.err


def test_an_empty_workspace_and_wrong_days_are_one_sentence(report, tmp_path):
    code, said = report("-o", "one.html")
    assert (code, said.err.count("\n")) == (1, 1)
    assert "no consumer mention" in said.err
    code, said = report("-o", "one.html", "--days", "soon")
    assert code == 1
    assert "is no number of days" in said.err
    assert not (tmp_path / "one.html").exists()
