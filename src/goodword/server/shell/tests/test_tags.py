"""The template tags: safe, readable, joined for a screen reader, and without inline style."""

from datetime import UTC, datetime

from django import forms
from django.template import Context, Template
from django.utils.translation import override

from goodword.server.shell.components import Chip, FacetValue, Tab, steps


def render(source: str, **places) -> str:
    with override("en"):
        return Template("{% load console %}" + source).render(Context(places))


def test_text_from_outside_stays_text():
    html = render(
        "{% badge text %}{% chips chips %}{% empty text text %}",
        text="<b>x</b>",
        chips=[Chip("<i>", "<u>", "/")],
    )
    assert "<b>x" not in html
    assert "<u>" not in html
    assert html.count("&lt;b&gt;") == 3


def test_a_sign_is_colour_and_icon_and_word():
    html = render("{% sentiment 'unfavourable' %}")
    assert "badge-unfavourable" in html
    assert "#unfavourable" in html
    assert "Unfavourable" in html
    with override("zh-hans"):
        assert "差评" in Template("{% load console %}{% sentiment 'unfavourable' %}").render(Context())


def test_what_is_unknown_is_a_dash():
    assert render("{% sentiment None %}{% number None %}{% share None %}{% moment None %}").count("–") == 4


def test_a_number_shows_its_digits_on_hover():
    assert 'title="12,345 mentions">12.3k mentions<' in render("{% number 12345 'mentions' %}")


def test_a_moment_is_machine_readable():
    html = render("{% moment at %}", at=datetime(2024, 2, 29, 9, 30, tzinfo=UTC))
    assert 'datetime="2024-02-29T09:30:00+00:00"' in html
    assert ">29 Feb 2024<" in html


class Form(forms.Form):
    email = forms.EmailField(help_text="Where we write to.")
    kind = forms.ChoiceField(choices=[("a", "A")], widget=forms.RadioSelect)
    agree = forms.BooleanField()
    notes = forms.CharField(required=False)


def test_a_field_names_its_help_and_its_error():
    html = render("{% field form.email %}", form=Form({"email": "ada@"}))
    assert 'aria-describedby="id_email_help id_email_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_email_help"' in html
    assert 'id="id_email_error"' in html


def test_every_kind_of_field_has_a_label():
    form = Form()
    assert '<label for="id_email">' in render("{% field form.email %}", form=form)
    assert "<legend>" in render("{% field form.kind %}", form=form)
    assert '<label class="check" for="id_agree">' in render("{% field form.agree %}", form=form)
    assert "optional" in render("{% field form.notes %}", form=form)
    assert "optional" not in render("{% field form.email %}", form=form)


def test_steps_know_what_is_done():
    assert [state for _n, _text, state in steps(["a", "b", "c"], 2)["steps"]] == ["done", "current", ""]


def test_progress_says_the_time_left_and_works_without_a_total():
    html = render("{% progress 'Import' 3 12 seconds_left=140 %}")
    assert 'value="3" max="12"' in html
    assert "2 min left" in html
    assert "value=" not in render("{% progress 'Looking' %}")


def test_a_diff_shows_only_what_changed():
    html = render(
        "{% diff before after %}", before={"a": 1, "b": 2, "c": ["x"]}, after={"a": 1, "b": 3, "d": "new"}
    )
    assert "<dt>a</dt>" not in html
    assert html.count("<del>") == 2
    assert html.count("<ins>") == 2


def test_the_current_tab_and_facet_are_marked():
    html = render(
        "{% tabs tabs label='Parts' %}{% facet 'Sign' values %}",
        tabs=[Tab("Text", "?a", True), Tab("Thread", "?b", count=3)],
        values=[FacetValue("Good", "?c", 5, True), FacetValue("Bad", "?d", 2)],
    )
    assert html.count("aria-current") == 2
