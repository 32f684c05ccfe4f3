"""The people of a cascade or a table by name, for those who may read people; a pseudonym for everybody else."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from goodword.server.accounts.facade import Actor, Right
from goodword.server.talkers.facade import ERASED, access_people, pseudonym

_AT_ONCE = 10_000  # SQLite takes no more than some 30,000 values in one question


@dataclass(frozen=True, slots=True)
class Who:
    """A person as the actor may know them; `url` is their page, if there is one."""

    name: str
    url: str = ""


def names_of(actor: Actor, ids: Collection[str]) -> dict[str, Who]:
    """Return who each id is, in one question for every ten thousand.

    Without the right to read people it is a pseudonym, the same on every page of the brand and unlike on another's.
    """
    if not actor.may(Right.PEOPLE_READ):
        return {each: Who(pseudonym(actor, each)) for each in ids}
    known: dict[str, Who] = {}
    for some in _parts(sorted(set(ids))):
        rows = access_people(actor).filter(external_id__in=some).order_by("-pk")
        for pk, external_id, name in rows.values_list("pk", "external_id", "name"):
            url = reverse("person-detail", kwargs={"brand": actor.brand_slug, "pk": pk})
            known[external_id] = Who(name or external_id, url)
    return {each: known.get(each) or Who(_unknown(each)) for each in ids}


def _unknown(person_id: str) -> str:
    return _("Erased person") if person_id.startswith(ERASED) else person_id


def _parts(ids: list[str]) -> Iterable[list[str]]:
    return (ids[at : at + _AT_ONCE] for at in range(0, len(ids), _AT_ONCE))
