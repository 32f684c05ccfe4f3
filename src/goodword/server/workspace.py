"""The sample workspace in the database: made once, removed with one click, made anew when asked."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import pyarrow.compute as pc
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from goodword.core.errors import InputError
from goodword.core.time import local_day
from goodword.sample import BrandProfile, Workspace, brand_profile, simulate
from goodword.server import environment, sample_tables
from goodword.server.accounts.facade import (
    Actor,
    Right,
    Role,
    SampleAccounts,
    do_remove_brand,
    sample_brand,
    system_actor,
)
from goodword.server.alerting.facade import do_watch_sample
from goodword.server.collecting.facade import do_place_sources
from goodword.server.listening.facade import (
    do_add_mentions,
    do_add_rival_sample,
    do_forget_mentions,
    do_label_sample,
)
from goodword.server.measuring.facade import do_add_cost_sample
from goodword.server.studies.facade import do_add_answers, do_forget_answers
from goodword.server.talkers.facade import do_add_people, do_add_ties, do_forget_people
from goodword.server.tracking.facade import (
    do_add_events,
    do_add_link_sample,
    do_forget_events,
    do_forget_links,
)
from goodword.server.understanding.facade import do_ask_reading, do_forget_models, do_retrain
from goodword.server.visibility.facade import do_add_visibility_sample

SLUG = "lumen-school"
PASSWORD = "lumen-word-of-mouth"  # noqa: S105 - the sample's, printed for everybody to see
SURVEY = "Why do you share?"
_SEED = 7
_CHUNK = 20_000
_EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
_JUDGES = ("marketing", "after_sales", "analyst")

Report = Callable[[float, str], None]


@dataclass(frozen=True, slots=True)
class SampleLogin:
    """Somebody to sign in as."""

    email: str
    label: str


def logins() -> list[SampleLogin]:
    """Return the sample's people, one per role and one of an agency, in the active language."""
    return [
        SampleLogin(login.email, _("An agency") if login.agency else str(Role(login.role).label))
        for login in brand_profile().logins
    ]


def exists() -> bool:
    """Whether the sample is there and complete."""
    return sample_brand(SLUG) is not None and (environment.sample_folder() / "complete").is_file()


def create(*, scale: int = 1, report: Report = lambda _done, _what: None) -> None:
    """Make the sample workspace; what an interrupted attempt left is removed first."""
    remove()
    report(0.0, "people and their world")
    end = local_day(timezone.now(), brand_profile().zone) - timedelta(days=1)
    workspace = simulate(scale=scale, seed=_SEED, end_day=end, zone=brand_profile().zone)
    workspace.write(environment.sample_folder())
    report(0.3, "accounts")
    actor = _accounts(brand_profile())
    steps = list(_steps(actor, workspace))
    for number, (what, work) in enumerate(steps):
        report(0.35 + 0.65 * number / len(steps), what)
        work()
    (environment.sample_folder() / "complete").touch()
    report(1.0, "ready")


def _accounts(profile: BrandProfile) -> Actor:
    cast = [(login.name, login.email, login.role, login.agency) for login in profile.logins]
    texts = {
        "product": profile.product, "positioning": profile.positioning, "audience": profile.audience, "goal": profile.goal,
    }  # fmt: skip
    values = {name: f"{both.en}\n{both.zh}" for name, both in texts.items()}
    brand = SampleAccounts(
        slug=SLUG,
        brand=profile.name.en,
        organisation=profile.organisation.en,
        agency=profile.agency.en,
        password=PASSWORD,
        cast=cast,
        settings={
            **values,
            "time_zone": profile.zone,
            "currency": profile.currency,
            "keywords": list(profile.keywords),
            "forbidden_channels": [channel.value for channel in profile.forbidden_channels],
            "forbidden_audiences": [f"{both.en} {both.zh}" for both in profile.forbidden_audiences],
            "legal_notes": "\n".join(f"{both.en}\n{both.zh}" for both in profile.legal_notes),
        },
    ).create()
    return system_actor(brand, "sample")


def _steps(actor: Actor, workspace: Workspace) -> Iterator[tuple[str, Callable[[], object]]]:
    """Yield the writes in order: people before their ties, mentions by people, then what they did and said."""
    yield "people", lambda: do_add_people(actor, sample_tables.people(workspace))
    for part in sample_tables.chunks(workspace.ties, _CHUNK):
        yield "who knows whom", lambda part=part: do_add_ties(actor, part)  # type: ignore[misc]
    for part in sample_tables.chunks(sample_tables.mentions(workspace), _CHUNK):
        yield "mentions", lambda part=part: do_add_mentions(actor, part)  # type: ignore[misc]
    yield "what is said of a rival", lambda: do_add_rival_sample(actor)
    yield "what the team says of them", lambda: _judge(actor, workspace)
    for part in sample_tables.chunks(sample_tables.events(workspace), 50_000):
        yield "shares, clicks, purchases", lambda part=part: do_add_events(actor, part, source="sample")  # type: ignore[misc]
    yield "share links", lambda: do_add_link_sample(actor, workspace.events)
    yield "costs", lambda: _spend(actor, workspace)
    yield "search results", lambda: do_add_visibility_sample(actor)
    yield "answers", lambda: do_add_answers(actor, sample_tables.answers(workspace), survey=SURVEY)
    yield "alerts", lambda: do_watch_sample(actor)


def _spend(actor: Actor, workspace: Workspace) -> None:
    """Record what the sample's channels cost over its days."""
    days = pc.min_max(workspace.events.column("local_day")).as_py()
    first, last = (date.fromordinal(_EPOCH_ORDINAL + days[end]) for end in ("min", "max"))
    do_add_cost_sample(actor, workspace.truth["costs"], first, last)


def _judge(actor: Actor, workspace: Workspace) -> None:
    """Label some mentions as the team, and let the worker read the others, learn, and read them again."""
    names = [login.name for login in brand_profile().logins if login.role in _JUDGES]
    do_label_sample(actor, sample_tables.judgements(workspace, names, timezone.now()))
    do_ask_reading(actor)
    do_retrain(actor)


def place_sources(port: int) -> int:
    """Let the sample collect from its own places at a port of this machine; return how many sources it has."""
    brand = sample_brand(SLUG)
    return do_place_sources(system_actor(brand, "sample"), port) if brand is not None else 0


def remove() -> None:
    """Remove the sample's brand and all its data, if it is there; people and trail stay."""
    brand = sample_brand(SLUG)
    if brand is not None:
        _forget(system_actor(brand, "sample"))
    shutil.rmtree(environment.sample_folder(), ignore_errors=True)


def remove_brand(actor: Actor) -> None:
    """Remove the sample brand an actor works on; any other brand is refused."""
    actor.check(Right.BRAND_MANAGE)
    if actor.brand_slug != SLUG or sample_brand(SLUG) is None:
        raise InputError(_("Only the sample data can be removed with one click. Nothing was removed."))
    _forget(actor)
    shutil.rmtree(environment.sample_folder(), ignore_errors=True)


@transaction.atomic
def _forget(actor: Actor) -> None:
    for forget in (
        do_forget_models,
        do_forget_mentions,
        do_forget_people,
        do_forget_answers,
        do_forget_events,
        do_forget_links,
    ):
        forget(actor)
    do_remove_brand(actor)
