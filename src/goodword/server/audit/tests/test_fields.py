"""Changes are told in the reader's words."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from goodword.server.audit.fields import told
from goodword.server.audit.sentences import said


def test_names_and_values_are_said_in_the_language_of_the_page():
    change = {"role": "legal", "strict": False, "sentiment": "favourable", "forbidden_channels": ["email"]}
    assert told(change) == {
        "Role": "Legal",
        "All or nothing": "no",
        "Sentiment": "Favourable",
        "Forbidden channels": ["E-mail"],
    }
    with override("zh-hans"):
        assert told({"sentiment": "favourable"}) == {"倾向": "好评"}


@pytest.fixture
def lists_known():
    """Every list, which are declared where the addresses are."""
    reverse("start")


def test_states_kinds_lists_and_rights_are_words(lists_known):
    change = {"kind": "survey", "state": "cancelled", "list": "mentions", "scopes": ["mentions:read"]}
    assert told(change) == {
        "Kind": "Survey answers",
        "State": "Stopped",
        "List": "Mentions",
        "Rights": ["Mentions: read"],
    }
    with override("zh-hans"):
        assert told({"state": "READY", "scopes": ["people:write"]}) == {
            "状态": "等待中",
            "权限": ["人物：录入与修正"],
        }


def test_every_value_an_import_or_a_job_takes_has_a_word():
    from goodword.server.imports.models import ImportRun
    from goodword.server.jobs.models import JobState

    for state in (*ImportRun.State, *JobState):
        assert told({"state": state.value}) == {"State": str(state.label)}
    for kind in ImportRun.Kind:
        assert told({"kind": kind.value}) == {"Kind": str(kind.label)}


def test_what_has_no_name_stays_as_it_is():
    assert told({"somewhere": {"deep": 1}, "name": "price"}) == {"somewhere": {"deep": 1}, "Name": "price"}
    assert told(None) == {}


def test_the_export_of_any_list_is_an_export():
    assert said("mentions.export") == said("people.export") == "exported a list"
    assert said("nobody.knows") == "nobody.knows"
