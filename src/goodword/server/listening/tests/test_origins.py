"""Known accounts: what they say is counted apart, what was said before them too, and a person's word stands."""

from datetime import UTC, date, datetime

import pyarrow as pa
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from goodword.connectors.protocol import Author
from goodword.connectors.protocol import Mention as Item
from goodword.core.errors import ConflictError, InputError
from goodword.server.jobs.facade import run_pending
from goodword.server.jobs.models import Job
from goodword.server.listening.actions import do_correct_labels
from goodword.server.listening.facade import do_add_mentions, do_collect
from goodword.server.listening.factories import make_mention
from goodword.server.listening.models import KnownAccount, Mention
from goodword.server.listening.origins.actions import do_add_account, do_import_accounts, do_remove_account
from goodword.server.listening.origins.queries import access_split
from goodword.server.listening.origins.relabelling import relabel

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, tzinfo=UTC)
PLACE = "mastodon.social"


def collect(actor, native_id: str, author: Author, source: str = PLACE) -> Mention:
    do_collect(
        actor,
        source,
        [Item(native_id=native_id, text="Hi", author=author, published=NOW)],
        source_id=1,
        now=NOW,
    )
    return Mention.objects.get(external_id=native_id)


def told(mention: Mention) -> tuple[str, str, str]:
    mention.refresh_from_db()
    return mention.origin, mention.stimulus, mention.origin_by


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("brand", ("brand", "organic", "account")),
        ("employee", ("employee", "organic", "account")),
        ("paid", ("paid", "stimulated", "account")),
        ("rewarded", ("consumer", "stimulated", "account")),
    ],
)
def test_what_a_known_account_says_is_labelled_on_its_way_in(actor, kind, expected):
    do_add_account(actor, kind, "@Ada@School.example")
    assert told(collect(actor, "1", Author(id="7", handle="ada@school.example"))) == expected
    assert told(collect(actor, "2", Author(id="8", handle="bob"))) == ("consumer", "organic", "")


@pytest.mark.parametrize(
    "author", [Author(id="ada"), Author(id="1", handle="ADA"), Author(id="", name="Ada")]
)
def test_an_account_is_known_by_id_or_handle_and_by_name_where_that_is_all(actor, author):
    do_add_account(actor, "brand", "ada", platform=PLACE)
    assert told(collect(actor, "1", author))[0] == "brand"


@pytest.mark.parametrize("author", [Author(id="1", name="Ada"), Author(id="1", handle="eve", name="@ada")])
def test_the_name_an_author_shows_makes_nobody_the_brand(actor, author):
    do_add_account(actor, "brand", "ada", platform=PLACE)
    do_add_account(actor, "brand", "ada@school.example")
    assert told(collect(actor, "1", author))[0] == "consumer"


def test_the_same_handle_elsewhere_is_somebody_else(actor):
    do_add_account(actor, "brand", "ada@mastodon.social")
    assert told(collect(actor, "1", Author(id="1", handle="ada")))[0] == "brand"
    assert (
        told(collect(actor, "2", Author(id="1", handle="ada@mastodon.social"), "other.example"))[0] == "brand"
    )
    assert told(collect(actor, "3", Author(id="1", handle="ada"), "other.example"))[0] == "consumer"
    with pytest.raises(InputError, match="at another place"):
        do_add_account(actor, "brand", "ada")
    KnownAccount.objects.create(brand_id=actor.brand_id, kind="brand", handle="eve", folded="eve")
    assert told(collect(actor, "4", Author(id="2", handle="eve")))[0] == "consumer"


def test_a_place_and_days_narrow_an_account(actor):
    do_add_account(actor, "paid", "ada", platform="mastodon.social", until=date(2026, 3, 1))
    do_add_account(actor, "employee", "eve", platform=PLACE, since=date(2026, 3, 2))
    assert told(collect(actor, "1", Author(id="ada")))[0] == "paid"
    assert told(collect(actor, "2", Author(id="ada"), "other.example"))[0] == "consumer"
    assert told(collect(actor, "3", Author(id="eve")))[0] == "consumer"


def test_files_are_labelled_too_but_where_they_say_it_themselves(actor):
    do_add_account(actor, "brand", "ada", platform="shop.example")
    table = pa.table(
        {
            "key": ["1", "2", "3"],
            "source": ["shop.example"] * 3,
            "text": ["a", "b", "c"],
            "author": ["Ada", "Ada", "Bob"],
            "origin": [None, "paid", None],
        }
    )
    do_add_mentions(actor, table)
    rows = Mention.objects.order_by("key").values_list("origin", "origin_by")
    assert list(rows) == [("brand", "account"), ("paid", "file"), ("consumer", "")]


def test_mentions_that_are_there_are_labelled_by_a_job_and_back_again(actor, cast):
    mention = make_mention(cast.brand.pk, author="Ada")
    other = make_mention(cast.bread.pk, author="Ada")
    account = do_add_account(actor, "employee", "ada", platform="forum")
    assert told(mention)[0] == "consumer"
    run_pending()
    assert told(mention) == ("employee", "organic", "account")
    assert told(other)[0] == "consumer"
    do_remove_account(actor, account)
    run_pending()
    assert told(mention) == ("consumer", "organic", "")


def test_what_a_known_account_deleted_stays_its_own(actor):
    do_add_account(actor, "brand", "ada", platform=PLACE)
    run_pending()
    mention = collect(actor, "1", Author(id="ada"))
    do_collect(actor, PLACE, [Item(native_id="1", deleted=True)], source_id=1, now=NOW)
    assert relabel(actor.brand_id) == 0
    assert told(mention) == ("brand", "organic", "account")


def test_a_persons_word_stands_over_every_account(actor, cast):
    mention = make_mention(cast.brand.pk, author="Ada")
    do_correct_labels(actor, mention.pk, {"origin": "paid"})
    do_add_account(actor, "brand", "ada", platform="forum")
    assert relabel(cast.brand.pk) == 0
    assert told(mention)[::2] == ("paid", "person")


def test_totals_split_and_sum(actor, cast):
    for n, kind in enumerate(KnownAccount.Kind.values):
        do_add_account(actor, kind, kind, platform=PLACE)
        collect(actor, str(n), Author(id=kind))
    collect(actor, "9", Author(id="somebody"))
    split = access_split(actor)
    assert split.total == sum(split.by_origin.values()) == sum(split.by_stimulus.values()) == 5
    assert split.by_origin == {"consumer": 2, "brand": 1, "employee": 1, "paid": 1}
    assert split.by_stimulus == {"organic": 3, "stimulated": 2}


def test_a_file_of_accounts(actor):
    content = (
        "Handle,Kind,Platform,Since,Until,Note\n@ada,brand,forum,,,\nada,brand,forum,,,again\n"
        "u/eve,employee,,2026-01-01,,\nbob,boss,,,,\n,brand,,,,\nzoe,paid,forum,soon,,\nmax,paid,,,,\n"
    )
    came = do_import_accounts(actor, content.encode("utf-8-sig"))
    assert (came.added, came.already_there, len(came.wrong)) == (2, 1, 4)
    assert "Line 5" in came.wrong[0]
    assert Job.objects.filter(task_path__endswith="relabel_mentions").count() == 1


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"\xff\xfe\x00", b'"' * 9])
def test_a_file_that_is_none_is_refused_in_a_sentence(actor, content):
    with pytest.raises(InputError):
        do_import_accounts(actor, content)


def test_accounts_that_cannot_be_are_refused(actor):
    do_add_account(actor, "brand", "ada", platform=PLACE)
    with pytest.raises(ConflictError):
        do_add_account(actor, "paid", "@ADA", platform=PLACE)
    for wrong in (
        {"handle": " @ "},
        {"kind": "boss"},
        {"since": date(2026, 2, 1), "until": date(2026, 1, 1)},
    ):
        with pytest.raises(InputError):
            do_add_account(actor, **({"kind": "brand", "handle": "x", "platform": PLACE} | wrong))


def test_the_page_adds_imports_and_removes(admin_client, actor):
    def post(name: str, data: dict | None = None, **kwargs):
        return admin_client.post(reverse(name, kwargs={"brand": "ada", **kwargs}), data or {}, follow=True)

    assert "No accounts are known yet" in post("account-import").content.decode()
    ada = {"handle": "ada", "kind": "brand", "platform": PLACE}
    post("account-add", ada)
    assert post("account-add", ada).status_code == 400
    file = SimpleUploadedFile("a.csv", b"handle,kind\nu/bob,paid\n")
    assert "1 added" in post("account-import", {"file": file}).content.decode()
    shown = admin_client.get(reverse("account-list", kwargs={"brand": "ada"})).content.decode()
    assert "The brand&#x27;s own account" in shown
    post("account-remove", pk=KnownAccount.objects.get(handle="ada").pk)
    assert [each.handle for each in KnownAccount.objects.all()] == ["u/bob"]
