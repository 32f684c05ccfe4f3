"""Something to ask for at every address: objects of the school's brand for the names in its route."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.conf import settings

from goodword.core.events import EventKind
from goodword.server.accounts.actions import do_create_token, do_invite
from goodword.server.accounts.models import Membership
from goodword.server.accounts.rights import Right, Role
from goodword.server.alerting.models import Alert, AlertRule, Recipient
from goodword.server.api.tasks import prune_answers
from goodword.server.collecting.actions import do_create_source, do_draft_source
from goodword.server.imports.models import ImportRun
from goodword.server.jobs.facade import enqueue
from goodword.server.listening.factories import FIRST_MOMENT, make_mention
from goodword.server.listening.origins.actions import do_add_account
from goodword.server.listening.saved.actions import do_save_query
from goodword.server.measuring.models import Cost, Lift
from goodword.server.shell.models import SavedView
from goodword.server.studies.models import Survey
from goodword.server.talkers.models import Person
from goodword.server.tracking.models import DayCount, ShareLink, TargetHost
from goodword.server.understanding.models import Learning, ModelVersion
from goodword.server.visibility.actions import do_add_page, do_add_question
from goodword.server.visibility.models import ContentTask, Keyword, SearchHit, SearchReading

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
            route = route.replace(f"<{name}>", str(value))
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
    rule = AlertRule.objects.create(brand=brand, name="the school's own rule")
    told = Recipient.objects.create(rule=rule, kind="email", address="told@ada.example")
    hour = {"since": FIRST_MOMENT, "at": FIRST_MOMENT, "until": FIRST_MOMENT}
    figures = {
        "seen": 9,
        "expected": 1,
        "low": 0,
        "high": 4,
        "score": 5,
        "rate": 0.1,
        "p": 0.1,
        "reason": "shock",
    }
    alert = Alert.objects.create(brand=brand, rule=rule, series="volume", **hour, **figures)
    mention = make_mention(brand.pk, "the school's own words")
    question = do_add_question(actor, "the school's own question")
    official = do_add_page(actor, "https://ada.example/own")
    keyword = Keyword.objects.create(brand=brand, text="the school's own keyword")
    looked = SearchReading.objects.create(brand=brand, keyword=keyword, engine="e", at=question.created_at)
    hit = SearchHit.objects.create(reading=looked, rank=1, url="https://ada.example/", host="ada.example")
    query = do_save_query(actor, name="the school's own query", source="words")
    person = Person.objects.create(brand=brand, key="p", external_id="c-1", name="the school's own person")
    survey = Survey.objects.create(brand=brand, name="the school's own survey")
    run = ImportRun.objects.create(
        brand=brand, kind="mentions", file_name="own.csv", path="/nowhere/own.csv", fingerprint="f"
    )
    job = enqueue(prune_answers, brand_id=brand.pk, subject="the school's own job")
    view = SavedView.objects.create(brand=brand, user=cast.members["admin"], list_name="mentions", name="own")
    token = do_create_token(actor, "own token", frozenset({Right.BRAND_READ}), None)[0]
    before = ModelVersion.objects.create(brand=brand, number=1, name="own", state="retired")
    Learning.objects.create(brand=brand, version_before=before.pk)
    place = {"address": "http://127.0.0.1:9", "words": ["own"]}
    source = do_create_source(actor, "hacker_news", "the school's own source", place)
    account = do_add_account(actor, "brand", "the school's own account", platform="forum.example")
    draft = do_draft_source(actor, "hacker_news", place)
    TargetHost.objects.create(brand=brand, host="ada.example")
    left_out = Path(settings.HOME) / "reports" / f"links-{brand.pk}-{'0' * 32}.csv"
    left_out.parent.mkdir(exist_ok=True)
    left_out.touch()
    ShareLink.objects.create(brand=brand, code="own", target="https://ada.example/", root_code="own")
    spent = {"first_day": FIRST_MOMENT.date(), "last_day": FIRST_MOMENT.date()}
    cost = Cost.objects.create(brand=brand, key="own", kind="reward", amount_minor=100, **spent)
    lift = Lift.objects.create(brand=brand, share=0.4, low=0.2, high=0.6, source="own", **spent)
    DayCount.objects.create(brand=brand, local_day=20_500, kind=EventKind.SHARE, count=3)
    return Objects(
        by_word={
            "cost": cost.pk,
            "lift": lift.pk,
            "mention": mention.pk,
            "teach": mention.pk,
            "conversation": mention.pk,
            "query": query.pk,
            "question": question.pk,
            "official": official.pk,
            "hit": hit.pk,
            "task": ContentTask.objects.get(query=question).pk,
            "person": person.pk,
            "import": run.pk,
            "job": job,
            "alert": alert.pk,
            "rule": alert.rule_id,
            "source": source.pk,
            "draft": draft.pk,
            "account": account.pk,
            "view": view.pk,
            "member": Membership.objects.get(user=cast.members["sales"]).pk,
            "agency": cast.agency.pk,
            "invitation": invitation.pk,
            "token": token.pk,
        },
        by_kwarg={
            "brand": brand.slug,
            "mention_id": mention.pk,
            "query_id": query.pk,
            "figure": "matches",
            "person_id": person.pk,
            "survey_id": survey.pk,
            "import_id": run.pk,
            "job_id": job,
            "source_id": source.pk,
            "alert_id": alert.pk,
            "rule_id": alert.rule_id,
            "recipient": told.pk,
            "connector": "hacker_news",
            "secret": secret,
            "code": "own",
            "kept": "0" * 32,
            "name": "mentions",
            "metric": "funnel",
            "key": "net_favourable",
            "station": "listen",
            "measure": "accuracy",
            "number": 0,
            "kind": "cause",
            "term": "price",
        },
    )
