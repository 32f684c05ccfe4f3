"""One English word may be several in Chinese: each is the one that its place asks for."""

import pytest
from django.template import engines
from django.utils import translation
from django.utils.translation import gettext

from goodword.server.alerting.forms import RecipientForm
from goodword.server.alerting.models import Alert
from goodword.server.collecting.lists import SOURCES
from goodword.server.collecting.models import Source
from goodword.server.collecting.words import health_of
from goodword.server.visibility.models import ContentTask


@pytest.fixture(autouse=True)
def chinese():
    with translation.override("zh-hans"):
        yield


def test_what_is_open_waits_for_somebody():
    assert (Alert.State.OPEN.label, ContentTask.State.OPEN.label, gettext("Open")) == (
        "未处理",
        "未处理",
        "打开",
    )


def test_a_source_has_a_name_and_is_collected():
    sort = SOURCES.sort("name")
    assert (str(sort.label), str(sort.reverse_label)) == ("名称 A–Z", "名称 Z–A")
    assert health_of(Source(kind="feed")).text == "尚未采集"


def test_a_recipient_has_an_address():
    assert RecipientForm().fields["address"].label == "地址"


@pytest.mark.parametrize(
    ("word", "context", "said"),
    [
        ("To", "of a message", "收件人"),
        ("Answers", "of a page", "所回答的问题"),
        ("Place", "of a search", "地点"),
    ],
)
def test_a_heading_is_of_its_table(word, context, said):
    template = f'{{% load i18n %}}{{% translate "{word}" context "{context}" %}}'
    assert engines["django"].from_string(template).render() == said


@pytest.mark.parametrize(
    "phrase", ["Own on page one", "Harmful results on page one", "Page one by whose it is"]
)
def test_page_one_of_results_is_no_home_page(phrase):
    assert gettext(phrase).startswith("第一页")
