"""The trail can be added to, verified, and nothing else."""

import pytest
from django.db import connection, transaction

from goodword.server.audit.actions import record
from goodword.server.audit.chain import broken_links, first_broken_link
from goodword.server.audit.models import AppendOnlyError, Entry


def write(actor, brand, count=5):
    for number in range(count):
        record(actor, "brand.change", brand, before={"name": "Aà中"}, after={"name": str(number)})


def tamper(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_a_chain_written_in_order_is_whole(actor, brand):
    write(actor, brand)
    assert first_broken_link(actor.owner_id) is None
    assert [entry.sequence for entry in Entry.objects.order_by("sequence")] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("sql", "values", "where", "reason"),
    [
        ("UPDATE audit_entry SET actor_name = %s WHERE sequence = 3", ["Mallory"], 3, "changed"),
        ("UPDATE audit_entry SET at = %s WHERE sequence = 2", ["2020-01-01 00:00:00+00:00"], 2, "changed"),
        ("DELETE FROM audit_entry WHERE sequence = %s", [4], 4, "missing"),
        ("DELETE FROM audit_entry WHERE sequence = %s", [5], 5, "missing"),
        ("UPDATE audit_entry SET previous_hash = %s WHERE sequence = 2", ["0" * 64], 2, "follow"),
    ],
)
def test_tampering_is_named_with_its_first_broken_link(actor, brand, sql, values, where, reason):
    write(actor, brand)
    tamper(sql, *values)
    [broken] = broken_links([actor.owner_id])
    assert broken.sequence == where
    assert reason in broken.reason


def test_rewriting_an_entry_with_a_fitting_hash_breaks_the_next_link(actor, brand):
    from goodword.server.audit.chain import entry_hash

    write(actor, brand)
    entry = Entry.objects.get(sequence=2)
    entry.actor_name = "Mallory"
    tamper(
        "UPDATE audit_entry SET actor_name = %s, hash = %s WHERE sequence = 2", "Mallory", entry_hash(entry)
    )
    assert first_broken_link(actor.owner_id).sequence == 3


def first_values() -> dict:
    return Entry.objects.values().first()


def test_the_last_entry_rewritten_with_a_fitting_hash_is_named(actor, brand):
    from goodword.server.audit.chain import entry_hash

    write(actor, brand, 3)
    entry = Entry.objects.get(sequence=3)
    entry.actor_name = "Mallory"
    tamper(
        "UPDATE audit_entry SET actor_name = %s, hash = %s WHERE sequence = 3", "Mallory", entry_hash(entry)
    )
    assert first_broken_link(actor.owner_id).sequence == 3


@pytest.mark.parametrize("sql", ["DELETE FROM audit_head", "UPDATE audit_head SET sequence = 0, hash = ''"])
def test_a_lost_count_is_noticed(actor, brand, sql):
    write(actor, brand, 2)
    tamper(sql)
    assert "count" in first_broken_link(actor.owner_id).reason


@pytest.mark.parametrize(
    "attempt",
    [
        lambda: Entry.objects.update(actor_name="x"),
        lambda: Entry.objects.all().delete(),
        lambda: Entry.objects.first().delete(),
        lambda: Entry.objects.first().save(),
        lambda: Entry.objects.bulk_update([Entry.objects.first()], ["actor_name"]),
        lambda: Entry._base_manager.filter(sequence=1).update(actor_name="x"),
        lambda: Entry(**{**first_values(), "actor_name": "x"}).save(),
        lambda: Entry.objects.first().save_base(),
        lambda: Entry.objects.update_or_create(sequence=1, defaults={"actor_name": "x"}),
        lambda: Entry.objects.bulk_create(
            [Entry(**{**first_values(), "actor_name": "x"})],
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=["actor_name"],
        ),
    ],
)
def test_no_entry_can_be_changed_or_removed_through_the_orm(actor, brand, attempt):
    write(actor, brand, 1)
    with pytest.raises(AppendOnlyError, match="append-only"), transaction.atomic():
        attempt()
    assert Entry.objects.get().actor_name == actor.name


def test_an_organisation_with_a_trail_cannot_be_deleted(actor, brand, cast):
    from django.db.models import ProtectedError

    write(actor, brand, 1)
    brand.delete()
    with pytest.raises(ProtectedError):
        cast.school.delete()


def test_two_organisations_have_chains_of_their_own(cast, actor, brand):
    from goodword.server.accounts.queries import access_brand

    write(actor, brand, 2)
    record(access_brand(cast.members["stranger"], "bread"), "brand.change", cast.bread, after={"name": "Rye"})
    assert list(Entry.objects.filter(organisation=cast.bakery).values_list("sequence", flat=True)) == [1]


def test_an_agency_reads_the_entries_of_its_brand_only(cast, actor, brand):
    from dataclasses import replace

    from goodword.server.accounts.rights import Right
    from goodword.server.audit.queries import access_entries

    write(actor, brand, 2)
    record(actor, "member.invite", brand, brand_id=0)
    agent = replace(cast.actor("agent"), rights=frozenset(Right))
    assert access_entries(agent).count() == 2
    assert access_entries(actor).count() == 3
