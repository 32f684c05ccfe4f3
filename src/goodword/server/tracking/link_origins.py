"""Through which link a sharer came, where nobody says it: what is known of them, read in a fixed number of queries."""

from collections.abc import Iterable

from django.db.models.fields.json import KT

from .models import Report, ShareLink

_CHUNK = 500
_CAME_BY = ("sign_up", "purchase", "lead")


def origins_of(brand_id: int, people: Iterable[str]) -> dict[str, ShareLink]:
    """Return the link through which each of some people came, for those of whom it is known.

    First what a link of theirs says already, else the latest lead, sign-up or purchase that was reported of them
    with a link.
    """
    wanted = list(dict.fromkeys(filter(None, people)))
    found: dict[str, ShareLink] = {}
    for start in range(0, len(wanted), _CHUNK):
        some = wanted[start : start + _CHUNK]
        found |= _of_reports(brand_id, some)
        found |= _of_own_links(brand_id, some)
    return found


def _of_own_links(brand_id: int, people: list[str]) -> dict[str, ShareLink]:
    links = ShareLink.objects.filter(brand_id=brand_id, person_id__in=people, parent__isnull=False)
    return {
        link.person_id: link.parent for link in links.select_related("parent").order_by("pk") if link.parent
    }


def _of_reports(brand_id: int, people: list[str]) -> dict[str, ShareLink]:
    reports = Report.objects.filter(brand_id=brand_id, kind__in=_CAME_BY)
    named = reports.filter(person_id__in=people).annotate(link=KT("event__link_id"))
    pairs = named.filter(link__isnull=False).order_by("pk").values_list("person_id", "link")
    codes = dict(pairs)  # the latest one counts
    links = ShareLink.objects.filter(brand_id=brand_id, code__in=set(codes.values()))
    by_code = {link.code: link for link in links}
    return {
        person: by_code[code]
        for person, code in codes.items()
        if code in by_code and by_code[code].person_id != person
    }
