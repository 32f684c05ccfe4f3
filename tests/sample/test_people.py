"""People, their network and their answers look as they should."""

import json
import re
from collections import Counter

import numpy as np

from goodword.core.vocabulary import TieKind
from goodword.sample import SURVEY_ITEMS, Workspace, survey_definition
from goodword.sample.population import COURSES, STAGES

RESERVED = re.compile(r"^[a-z.]+\d+@example\.(com|org|net)$")


def test_people_are_invented_and_reachable_nowhere(workspace: Workspace) -> None:
    people = workspace.people.to_pylist()
    assert len({p["person_id"] for p in people}) == len({p["email"] for p in people}) == len(people)
    for person in people:
        assert RESERVED.match(person["email"])
        assert bool(re.search("[一-鿿]", person["name"])) == (person["language"] == "zh")
        assert person["stage"] in STAGES
        assert json.loads(person["extra"])["course"] in COURSES[person["segment"]]
    assert Counter(p["language"] for p in people) == {"en": 1_000, "zh": 1_000}
    assert {p["segment"] for p in people} == set(COURSES)
    assert {p["stage"] for p in people} == set(STAGES)


def test_ids_are_stable(workspace: Workspace) -> None:
    assert workspace.people["person_id"][122].as_py() == "lumen-p-000123"


def test_network_is_like_one(workspace: Workspace) -> None:
    people = {p["person_id"]: p for p in workspace.people.to_pylist()}
    ties = [t for t in workspace.ties.to_pylist() if t["kind"] in ("knows", "follows")]
    assert {t["kind"] for t in workspace.ties.to_pylist()} == {k.value for k in TieKind} - {"nominated"}
    alike = np.mean([people[t["source"]]["segment"] == people[t["target"]]["segment"] for t in ties])
    same_language = np.mean(
        [people[t["source"]]["language"] == people[t["target"]]["language"] for t in ties]
    )
    assert alike > 0.7
    assert same_language > 0.9
    known = {(t["source"], t["target"]) for t in ties if t["kind"] == "knows"}
    assert np.mean([(t, s) in known for s, t in known]) > 0.7
    heard = Counter(t["source"] for t in ties)
    degrees = sorted(heard.values(), reverse=True)
    assert degrees[0] > 8 * np.median(degrees)
    assert all(people[p]["followers"] >= n / 2 for p, n in heard.items())


def test_arcs_cover_the_ties(workspace: Workspace) -> None:
    arcs = {(a["source"], a["target"]): a for a in workspace.arcs.to_pylist()}
    assert len(arcs) == workspace.arcs.num_rows
    for tie in workspace.ties.to_pylist():
        if tie["kind"] in ("knows", "follows"):
            assert arcs[tie["source"], tie["target"]]["since"] == tie["at"]
    for arc in arcs.values():
        assert 0 < arc["effective_probability"] < arc["influence_probability"] <= 0.5


def test_answers_are_of_people_who_consented(workspace: Workspace) -> None:
    people = {p["person_id"]: p for p in workspace.people.to_pylist()}
    answers = workspace.answers.to_pylist()
    assert len({a["respondent"] for a in answers}) == len(answers)
    options = survey_definition()["who_told_you"]["options"]  # type: ignore[index]
    for answer in answers:
        person = people[answer["respondent"]]
        assert json.loads(person["extra"])["study_consent"]
        assert person["joined_at"] < answer["submitted_at"]
        assert person["language"] == answer["language"]
        assert all(1 <= answer[name] <= 5 for name in ["attention", *(i.name for i in SURVEY_ITEMS)])
        assert answer["who_told_you"] in options
        assert answer["told_by"] is None or answer["told_by"] in people


def test_who_told_you_agrees_with_the_referrals(workspace: Workspace) -> None:
    referred = {t["target"]: t["source"] for t in workspace.ties.to_pylist() if t["kind"] == "referred"}
    named = [a for a in workspace.answers.to_pylist() if a["told_by"]]
    assert named
    assert all(referred[a["respondent"]] == a["told_by"] and a["who_told_you"] == "friend" for a in named)


def test_questionnaire_has_what_a_study_needs() -> None:
    sizes = Counter(item.construct for item in SURVEY_ITEMS)
    assert len(sizes) == 6
    assert all(3 <= n <= 4 for n in sizes.values())
    assert sum(item.reverse for item in SURVEY_ITEMS) == 1
    assert len({item.name for item in SURVEY_ITEMS}) == len(SURVEY_ITEMS)
    assert all(item.en and re.search("[一-鿿]", item.zh) for item in SURVEY_ITEMS)
