"""The page of causes and aspects: added, renamed, merged with a preview and back, put away, and wrong input."""

import pytest

from goodword.server.listening.facade import access_term_counts, do_correct_labels, packed, taxonomy
from goodword.server.listening.factories import make_mentions

from .test_model_pages import HTMX, browse, plain

__all__ = ["browse"]


@pytest.fixture
def said(actor, brand):
    """Three mentions with causes and aspects that people gave."""
    mentions = make_mentions(brand.pk, [{"text": f"text {n}", "sentiment": "unfavourable"} for n in range(3)])
    for mention, cause in zip(mentions, ("price", "price", "delivery"), strict=True):
        do_correct_labels(actor, mention.pk, {"cause": cause})
    do_correct_labels(actor, mentions[0].pk, {"aspects": packed(["price", "service"])})
    return mentions


def test_counts_are_of_mentions_and_of_what_people_said(actor, said):
    counts = access_term_counts(actor)
    assert (counts["cause", "price"].mentions, counts["cause", "price"].labels) == (2, 2)
    assert (counts["aspect", "service"].mentions, counts["aspect", "service"].labels) == (1, 1)
    assert ("cause", "other") not in counts


@pytest.mark.parametrize("kind", ["cause", "aspect"])
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_list_names_every_word_in_both_languages(browse, actor, said, kind, language):
    html = browse.html("word-list", f"?kind={kind}", headers={"Accept-Language": language})
    for term in getattr(taxonomy(actor), f"{kind}s"):
        assert term.name_en in html.replace("&#x27;", "'")
        assert term.name_zh in html
    assert html.count("badge-accent") == (2 if kind == "cause" else 0)  # those only a person may give
    assert browse.get("word-list", "?kind=mood").status_code == 400


def test_a_word_is_added_and_a_second_of_its_name_is_not(browse, actor):
    cues = "pick-up\n取件\n"
    browse.post("word-add", {"name_en": "Pick-up", "name_zh": "取件", "cues": cues}, kind="aspect")
    term = taxonomy(actor).find("aspect", "pick_up")
    assert term.cues == ("pick-up", "取件")
    again = browse.post("word-add", {"name_en": "pick-up"}, kind="aspect")
    assert again.status_code == 400
    assert "There is “pick-up” already." in plain(again.content.decode())
    assert browse.post("word-add", {}, kind="cause").status_code == 400
    assert browse.post("word-add", {"name_en": "x"}, kind="mood").status_code == 400


def test_a_word_gets_another_name_and_keeps_its_labels(browse, actor, said):
    assert "2 mentions, 2 labels by people" in plain(
        browse.html("word-detail", kind="cause", term="price", headers=HTMX)
    )
    browse.post("word-rename", {"name_en": "Too dear", "name_zh": "太贵"}, kind="cause", term="price")
    assert taxonomy(actor).name("cause", "price") == "Too dear"
    assert access_term_counts(actor)["cause", "price"].labels == 2
    wrong = browse.post("word-rename", {"name_en": "Delivery"}, kind="cause", term="price")
    assert wrong.status_code == 400
    assert "There is “Delivery” already." in plain(wrong.content.decode())


def test_a_merge_is_shown_before_it_is_made_and_taken_back(browse, actor, said):
    preview = browse.html("word-merge-preview", "?into=delivery", kind="cause", term="price")
    assert plain(preview) == (
        "2 mentions and 2 labels by people count as “Delivery” then, 3 mentions together."
    )
    assert plain(browse.html("word-merge-preview", kind="cause", term="price")) == ""
    browse.post("word-merge", {"into": "delivery"}, kind="cause", term="price")
    html = browse.html("word-list")
    assert "means “Delivery” from now on" in html
    assert "with “Price”" in html
    assert "data-undo" in html
    assert taxonomy(actor).current("cause", "price") == "delivery"
    assert browse.post("word-unmerge", kind="cause", term="price", headers=HTMX).status_code == 204
    assert taxonomy(actor).current("cause", "price") == "price"
    assert access_term_counts(actor)["cause", "price"].labels == 2


@pytest.mark.parametrize(
    ("term", "into", "complaint"),
    [
        ("price", "price", "cannot be merged into"),
        ("price", "unfair_comment", "only ever said by a person"),
        ("unfair_comment", "price", "only ever said by a person"),
        ("price", "", "There is no “”."),
        ("price", "nonsense", "There is no “nonsense”."),
    ],
)
def test_merges_that_cannot_be_are_refused_in_a_sentence(browse, actor, term, into, complaint):
    answer = browse.post("word-merge", {"into": into}, kind="cause", term=term)
    assert answer.status_code == 302
    assert complaint in plain(browse.html("word-detail", kind="cause", term=term))
    assert taxonomy(actor).current("cause", term) == term


def test_a_word_is_put_away_and_taken_out_again(browse, actor, said):
    browse.post("word-retire", kind="cause", term="price")
    assert "Not on offer any more" in browse.html("word-list")
    assert "price" not in [term.key for term in taxonomy(actor).causes]
    browse.post("word-retire", {"back": "1"}, kind="cause", term="price")
    assert "price" in [term.key for term in taxonomy(actor).causes]


def test_the_last_causes_a_model_can_choose_from_stay_on_offer(browse, actor):
    sayable = [term.key for term in taxonomy(actor).causes if not term.only_a_person]
    for key in sayable[2:]:
        browse.post("word-retire", kind="cause", term=key)
    browse.post("word-retire", kind="cause", term="unfair_comment")
    browse.post("word-retire", kind="cause", term=sayable[0])
    assert "so 2 of them stay on offer" in plain(browse.html("word-detail", kind="cause", term=sayable[0]))
    browse.post("word-merge", {"into": sayable[1]}, kind="cause", term=sayable[0])
    assert "so 2 of them stay on offer" in plain(browse.html("word-detail", kind="cause", term=sayable[0]))
    assert [term.key for term in taxonomy(actor).causes] == [*sayable[:2], "competitor_attack"]
    for term in taxonomy(actor).aspects:
        browse.post("word-retire", kind="aspect", term=term.key)
    assert taxonomy(actor).aspects == []


def test_words_that_are_not_there_are_refused(browse):
    assert browse.get("word-detail", kind="cause", term="nonsense").status_code == 400
    assert browse.post("word-unmerge", kind="cause", term="price").status_code == 409


def test_whoever_may_not_manage_reads_only(client, cast, said):
    client.force_login(cast.members["sales"])
    html = client.get("/b/ada/model/words/").content.decode()
    assert "new-word" not in html
    assert client.post("/b/ada/model/words/cause/price/merge/", {"into": "delivery"}).status_code == 403
