"""The reading model over HTTP: a text read, the version in force, new versions, what people are asked."""

from typing import Annotated, Any

from pydantic import Field

from goodword.core.vocabulary import Intent, Origin, Sentiment
from goodword.server.accounts.facade import Right
from goodword.server.api.facade import ApiRequest, Endpoints, Given, Instant, Readable, Shown, Unset
from goodword.server.listening.facade import taxonomy

from .actions import do_retrain, do_roll_back
from .models import ModelVersion, VersionState
from .queries import access_learning, access_progress, access_version, access_versions
from .readers import reader_of
from .sentences import reasons_in_words

endpoints = Endpoints("Reading model")
_MOST_TEXTS = 1000
_MANAGE = (Right.MENTIONS_READ, Right.MODEL_MANAGE)
Text = Annotated[Readable, Field(max_length=100_000)]


class TextsGiven(Given):
    """Texts to read."""

    texts: list[Text] = Field(
        min_length=1,
        max_length=_MOST_TEXTS,
        examples=[["The parcel came a week late, and nobody called me back."]],
    )


class SpanShown(Shown):
    """A part of the text that carries a label."""

    start: int = Field(description="The place of its first character, from 0.")
    end: int = Field(description="The place after its last character.")
    weight: float


class ReadingShown(Shown):
    """What the model makes of a text; a label it is not sure enough of is null."""

    language: Unset[str] = Field(description="ISO 639-1; null where the text is too short to tell.")
    mixed: bool
    sentiment: Sentiment | None
    sentiment_confidence: float | None
    cause: str | None
    cause_confidence: float | None
    intent: Intent | None
    intent_confidence: float | None
    aspects: list[str]
    origin_hint: Origin | None
    cause_hint: str | None = Field(description="What only a person may say (unfair, an attack), suspected.")
    uncertainty: float | None = Field(
        description="How unsure the model is, 0 to 1; null in a language that it does not read."
    )
    evidence: dict[str, list[SpanShown]] = Field(description="By task, what in the text carries its label.")


class ReadingsShown(Shown):
    """Readings in the order of the texts, and the version that made them."""

    version: int = Field(description="The id of the version, as `read_by` of a mention has it.")
    name: str
    items: list[ReadingShown]


class QualityShown(Shown):
    """How well a task is read, judged by labels the model has not learned from."""

    rule: str = Field(description="gold: the gold set; folds: the labels judged each other.")
    n: int = Field(description="How many labels judged.")
    accepted: bool
    accuracy: float | None
    macro_f1: float | None
    calibration_error: float | None


class VersionShown(Shown):
    """One version of the brand's model; the shipped one has the number 0."""

    id: int
    number: int
    name: str
    state: VersionState
    made_at: Instant
    in_force_at: Instant | None
    labels: dict[str, int] = Field(description="How many labels each task learned from.")
    quality: dict[str, QualityShown]
    reasons: list[str] = Field(
        description="Why it was refused or put away, or which tasks it kept as they were."
    )


class ModelShown(Shown):
    """The version in force, how far it has read, and what the team has taught since."""

    version: VersionShown
    mentions: int
    left: int = Field(description="Mentions it has not read yet.")
    labels: dict[str, int] = Field(description="How many mentions people have labelled, by task.")
    gold: dict[str, int] = Field(description="How many of them judge the model instead of teaching it.")
    new_labels: int = Field(description="Labels given since the newest version was made.")
    suggested: bool = Field(description="Whether they are worth a new version.")


class VersionsShown(Shown):
    """Every version, the newest first and the shipped one last."""

    items: list[VersionShown]


class BackGiven(Given):
    """The version to go back to."""

    number: int = Field(ge=0, le=2**31 - 1, examples=[0], description="0 is the shipped one.")


@endpoints.post(
    "/readings", rule=Right.MENTIONS_READ, response=ReadingsShown, summary="Read texts", atomic=False
)
def read_texts(request: ApiRequest, given: TextsGiven) -> dict[str, Any]:
    """What the version in force makes of up to 1,000 texts, with its evidence. Nothing is stored."""
    in_force = reader_of(request.actor.brand_id)
    readings = in_force.reader.read(given.texts)
    return {
        "version": in_force.version.pk,
        "name": in_force.version.name,
        "items": [_reading(each) for each in readings],
    }


@endpoints.get("/model", rule=Right.MENTIONS_READ, response=ModelShown, summary="The model in force")
def read_model(request: ApiRequest) -> dict[str, Any]:
    """Which version reads, how good it is, and how far it has come."""
    learning, progress = access_learning(request.actor), access_progress(request.actor)
    return {
        "version": _version(request, access_version(request.actor)),
        "mentions": progress.total,
        "left": progress.left,
        "labels": learning.labels,
        "gold": learning.gold,
        "new_labels": learning.new,
        "suggested": learning.suggested,
    }


@endpoints.get("/model/versions", rule=Right.MENTIONS_READ, response=VersionsShown, summary="List versions")
def list_versions(request: ApiRequest) -> dict[str, Any]:
    """Every version of the brand's model."""
    return {"items": [_version(request, each) for each in access_versions(request.actor)]}


@endpoints.post("/model/retrain", rule=_MANAGE, response={202: VersionShown}, summary="Make a new version")
def retrain_model(request: ApiRequest) -> dict[str, Any]:
    """A job learns from all labels; the version reads if it is not worse than the one in force, task by task."""
    return _version(request, do_retrain(request.actor))


@endpoints.post("/model/roll-back", rule=_MANAGE, response=VersionShown, summary="Go back to a version")
def roll_back_model(request: ApiRequest, given: BackGiven) -> dict[str, Any]:
    """An earlier version reads again; all mentions are read anew in the background."""
    return _version(request, do_roll_back(request.actor, given.number))


def _reading(reading: Any) -> dict[str, Any]:
    names = ("sentiment", "cause", "intent")
    values = {name: getattr(reading, name) for name in names}
    values |= {f"{name}_confidence": getattr(reading, f"{name}_probability") for name in names}
    return values | {
        "language": "" if reading.language.code == "und" else reading.language.code,
        "mixed": reading.language.mixed,
        "aspects": list(reading.aspects),
        "origin_hint": reading.origin_hint,
        "cause_hint": reading.cause_hint,
        "uncertainty": reading.uncertainty,
        "evidence": {task: list(spans) for task, spans in reading.evidence.items()},
    }


def _version(request: ApiRequest, version: ModelVersion) -> dict[str, Any]:
    shown = ("number", "name", "state", "made_at", "in_force_at")
    return {name: getattr(version, name) for name in shown} | {
        "id": version.pk,
        "labels": {task: each["n"] for task, each in version.labels.items()},
        "quality": {task: _quality(each) for task, each in version.metrics.items()},
        "reasons": reasons_in_words(version, taxonomy(request.actor)),
    }


def _quality(metrics: dict[str, Any]) -> dict[str, Any]:
    after = metrics["after"] or {}
    return {
        "rule": metrics["rule"],
        "n": metrics["n"],
        "accepted": metrics["accepted"],
        "accuracy": (after.get("accuracy") or {}).get("value"),
        "macro_f1": (after.get("macro_f1") or {}).get("value"),
        "calibration_error": after.get("calibration_error"),
    }
