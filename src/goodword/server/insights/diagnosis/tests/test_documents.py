"""The documents: nothing in a quote becomes markup, text can be selected, the same data are the same bytes."""

import re
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import translation
from pypdf import PdfReader

from goodword.core.errors import EnvironmentProblem
from goodword.server.insights.diagnosis import paper
from goodword.server.insights.diagnosis.document import Document
from goodword.server.insights.diagnosis.rendering import rendered
from goodword.server.insights.diagnosis.tests.cases import diagnosis, mentions, ordinary
from goodword.server.listening.factories import make_mentions

NASTY = '<script>alert({n})</script> <img src=x onerror=alert(1)> #set text(red) #read("/etc/passwd") $x$ *late* `a` {n}'
needs_fonts = pytest.mark.skipif(
    not any(paper._FONTS.glob("*.ttf")), reason="the fonts are not built (make assets)"
)
pytestmark = pytest.mark.django_db


def said(actor, language="en", **scope):
    with translation.override(language):
        return Document(diagnosis(actor, **scope)).said()


def in_language(kind, what, language):
    with translation.override(language):
        return rendered(what, kind)


def text_of(pdf: bytes) -> str:
    pages = [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]
    return re.sub(r"\s+", "", "".join(pages))


def test_a_quote_is_only_ever_text_in_html(actor, brand, admin_client):
    rows = mentions("delivery", 20, text=NASTY, url="javascript:alert(1)", source="<b>x</b>")
    make_mentions(brand.pk, rows)
    page = admin_client.get(reverse("diagnosis", kwargs={"brand": brand.slug})).content.decode()
    file = in_language("html", said(actor), "en").decode()
    for html in (page, file):
        assert "alert(" in html
        assert "<script>alert" not in html
        assert "<img src=x" not in html
        assert "<b>x</b>" not in html
        assert "javascript:" not in html


def test_the_html_file_needs_nothing_else(actor, brand):
    ordinary(brand)
    for language in ("en", "zh-hans"):
        html = in_language("html", said(actor, language), language).decode()
        assert not re.findall(r'(?:src|href)="(?!https?://)', html)
        assert "<script" not in html
        assert "<link" not in html
        assert "@import" not in html
        assert "url(" not in html


@needs_fonts
def test_a_quote_is_only_ever_text_on_paper(actor, brand):
    make_mentions(brand.pk, mentions("delivery", 20, text=NASTY))
    text = text_of(in_language("pdf", said(actor), "en"))
    assert '#read("/etc/passwd")' in text
    assert "#settext(red)" in text
    assert "*late*" in text


@needs_fonts
def test_the_text_of_the_pdf_can_be_taken_out_in_both_languages(actor, brand):
    chinese = mentions("price", 30, text="价格太贵了，课程涨价第{n}次，希望退款。", language="zh", days_ago=2)
    ordinary(brand)
    make_mentions(brand.pk, chinese)
    for language, words in (
        ("en", ("Diagnosis:Ada", "Whattodofirst", "Whathurtsmost", "parcel", "价格太贵了")),
        ("zh-hans", ("口碑诊断：Ada", "先做什么", "伤害最大的原因", "parcel", "价格太贵了")),
    ):
        text = text_of(in_language("pdf", said(actor, language), language))
        for word in words:
            assert word in text


@needs_fonts
def test_the_same_data_are_the_same_bytes(actor, brand):
    ordinary(brand)
    for language in ("en", "zh-hans"):
        first, second = (in_language("pdf", said(actor, language), language) for _time in range(2))
        assert first == second
        assert len(first) < 1_000_000
        assert in_language("html", said(actor, language), language) == in_language(
            "html", said(actor, language), language
        )
    made = PdfReader(BytesIO(first)).metadata.creation_date
    assert made is None or made.date().isoformat() == said(actor)["last_day"]


@needs_fonts
def test_an_empty_and_a_tiny_diagnosis_can_be_printed(actor, brand):
    assert b"%PDF" in in_language("pdf", said(actor), "en")
    make_mentions(brand.pk, mentions("price", 1))
    assert "single voices" in said(actor)["summary"]
    assert b"%PDF" in in_language("pdf", said(actor), "zh-hans")


def test_documents_are_sent_as_files(admin_client, brand):
    make_mentions(brand.pk, mentions("price", 3))
    answer = admin_client.get(reverse("diagnosis-html", kwargs={"brand": brand.slug}))
    assert answer["Content-Disposition"] == 'attachment; filename="diagnosis-ada-2026-03-30.html"'
    assert "default-src 'none'" in answer["Content-Security-Policy"]


def test_fonts_that_are_not_built_are_one_sentence(tmp_path, monkeypatch, actor, brand):
    make_mentions(brand.pk, mentions("price", 3))
    what = said(actor)
    monkeypatch.setattr(paper, "_FONTS", tmp_path)
    paper._fonts.cache_clear()
    with pytest.raises(EnvironmentProblem, match="make assets"):
        in_language("pdf", what, "en")
    paper._fonts.cache_clear()
