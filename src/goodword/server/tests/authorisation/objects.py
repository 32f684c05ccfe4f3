"""Something to ask for at every address: objects of the school's brand for the names in its route."""

from dataclasses import dataclass, field

import pytest

from goodword.core.events import EventKind
from goodword.server.accounts.actions import do_create_token, do_invite
from goodword.server.accounts.models import Membership
from goodword.server.accounts.rights import Right, Role
from goodword.server.api.tasks import prune_answers
from goodword.server.imports.models import ImportRun
from goodword.server.jobs.facade import enqueue
from goodword.server.listening.factories import make_mention
from goodword.server.shell.models import SavedView
from goodword.server.studies.models import Survey
from goodword.server.talkers.models import Person
from goodword.server.tracking.models import DayCount

from .addresses import Address


@dataclass
class Objects:
    """One thing of each kind, by the word its addresses begin with, and the other names routes have."""

    by_word: dict[str, object]
    by_kwarg: dict[str, object] = field(default_factory=dict)

    def fill(self, address: Address) -> str:
        """Return an address with something real for every name in its route."""
        values = {name: self._value(address, name) for name in address.kwargs}
        route = address.route.removesuffix("^.*$")
        for name, value in values.items():
            for converter in ("int", "str", "slug", "uuid", "path"):
                route = route.replace(f"<{converter}:{name}>", str(value))
        if "<" in route:
            pytest.fail(f"The route {address.route} has a part that objects.py cannot fill.")
        return f"/{route}"

    def _value(self, address: Address, name: str) -> object:
        if name == "pk":
            word = address.name.split("-")[0]
            if word in self.by_word:
                return self.by_word[word]
            pytest.fail(f"Say in objects.py what {address.name} is about: there is no {word!r}.")
        if name not in self.by_kwarg:
            pytest.fail(f"Say in objects.py what to put for {name!r} in {address.route}.")
        return self.by_kwarg[name]


def make_objects(cast) -> Objects:
    """Make one thing of each kind on the school's brand."""
    actor, brand = cast.actor("admin"), cast.brand
    invitation, secret = do_invite(actor, "new@ada.example", Role.SALES)
    mention = make_mention(brand.pk, "the school's own words")
    person = Person.objects.create(brand=brand, key="p", external_id="c-1", name="the school's own person")
    survey = Survey.objects.create(brand=brand, name="the school's own survey")
    run = ImportRun.objects.create(
        brand=brand, kind="mentions", file_name="own.csv", path="/nowhere/own.csv", fingerprint="f"
    )
    job = enqueue(prune_answers, brand_id=brand.pk, subject="the school's own job")
    view = SavedView.objects.create(brand=brand, user=cast.members["admin"], list_name="mentions", name="own")
    token = do_create_token(actor, "own token", frozenset({Right.BRAND_READ}), None)[0]
    DayCount.objects.create(brand=brand, local_day=20_500, kind=EventKind.SHARE, count=3)
    return Objects(
        by_word={
            "mention": mention.pk,
            "person": person.pk,
            "import": run.pk,
            "job": job,
            "view": view.pk,
            "member": Membership.objects.get(user=cast.members["sales"]).pk,
            "agency": cast.agency.pk,
            "invitation": invitation.pk,
            "token": token.pk,
        },
        by_kwarg={
            "brand": brand.slug,
            "mention_id": mention.pk,
            "person_id": person.pk,
            "survey_id": survey.pk,
            "import_id": run.pk,
            "job_id": job,
            "secret": secret,
            "name": "mentions",
            "key": "net_favourable",
            "station": "listen",
        },
    )
