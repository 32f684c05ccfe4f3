"""Changes to a brand's causes and aspects. No label is touched by any of them."""

import re
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from goodword.core.errors import ConflictError, InputError
from goodword.core.ids import content_key
from goodword.server.accounts.facade import Actor, Right
from goodword.server.audit.facade import record, snapshot

from .models import KEY_LENGTH, TaxonomyTerm
from .taxonomy import ASPECT, CAUSE, Taxonomy, Term, taxonomy

_FIELDS = ("kind", "key", "name_en", "name_zh", "cues", "merged_into", "retired")
FEWEST_CAUSES = 2  # a model chooses among them
_LONGEST_NAME, _MOST_TERMS, _MOST_CUES, _LONGEST_CUE = 80, 60, 200, 80


def do_add_term(
    actor: Actor, kind: str, name_en: str, name_zh: str, cues: Sequence[str] = ()
) -> TaxonomyTerm:
    """Add a cause or an aspect of the brand's own; an aspect's `cues` are the words that rules find it by."""
    actor.check(Right.MODEL_MANAGE)
    words = _checked(kind, name_en, name_zh, cues)
    known = taxonomy(actor)
    if len(known.every(kind)) >= _MOST_TERMS:
        raise ConflictError(
            _("There are %(n)s of them already. Put some away or merge some.") % {"n": _MOST_TERMS}
        )
    _check_names(known, kind, "", words)
    key = _new_key(known, kind, words["name_en"] or words["name_zh"])
    with transaction.atomic():
        term = TaxonomyTerm.objects.create(brand_id=actor.brand_id, kind=kind, key=key, **words)
        record(actor, "term.add", term, after=snapshot(term, _FIELDS))
    return term


def do_rename_term(
    actor: Actor, kind: str, key: str, name_en: str, name_zh: str, cues: Sequence[str] | None = None
) -> TaxonomyTerm:
    """Give a cause or an aspect other names, and with `cues` other words that rules find it by."""
    actor.check(Right.MODEL_MANAGE)
    words = _checked(kind, name_en, name_zh, cues or ())
    if cues is None:
        del words["cues"]
    known = taxonomy(actor)
    _known(known, kind, key)
    _check_names(known, kind, key, words)
    return _change(actor, "term.rename", kind, key, **words)


def do_merge_terms(actor: Actor, kind: str, key: str, into: str) -> TaxonomyTerm:
    """Let one cause or aspect mean another one from now on, wherever it was given."""
    actor.check(Right.MODEL_MANAGE)
    known = taxonomy(actor)
    term, target = _known(known, kind, key), _known(known, kind, into)
    if term.only_a_person or target.only_a_person:
        raise ConflictError(
            _("“%(name)s” is only ever said by a person, so it is not merged with anything.")
            % {"name": term.name if term.only_a_person else target.name}
        )
    if key == into or term.merged_into or not target.is_offered:
        raise ConflictError(
            _("“%(name)s” cannot be merged into “%(into)s”. Choose two that are both in use.")
            % {"name": term.name, "into": target.name}
        )
    _check_choice_is_left(known, term)
    return _change(actor, "term.merge", kind, key, merged_into=into)


def do_unmerge_term(actor: Actor, kind: str, key: str) -> TaxonomyTerm:
    """Take a merge back: every label means again what it was given as."""
    actor.check(Right.MODEL_MANAGE)
    term = _known(taxonomy(actor), kind, key)
    if not term.merged_into:
        raise ConflictError(_("“%(name)s” is not merged with anything.") % {"name": term.name})
    return _change(actor, "term.unmerge", kind, key, merged_into="")


def do_retire_term(actor: Actor, kind: str, key: str, *, retired: bool = True) -> TaxonomyTerm:
    """Put a cause or an aspect away, so that it is not offered any more; or take it out again."""
    actor.check(Right.MODEL_MANAGE)
    known = taxonomy(actor)
    term = _known(known, kind, key)
    if retired:
        _check_choice_is_left(known, term)
    return _change(actor, "term.retire" if retired else "term.restore", kind, key, retired=retired)


def _change(actor: Actor, action: str, kind: str, key: str, **changes: Any) -> TaxonomyTerm:
    with transaction.atomic():
        term, _made = TaxonomyTerm.objects.select_for_update().get_or_create(
            brand_id=actor.brand_id, kind=kind, key=key
        )
        names = tuple(changes)
        before = snapshot(term, names)
        for name, value in changes.items():
            setattr(term, name, value)
        term.save(update_fields=names)
        record(actor, action, term, before=before, after=snapshot(term, names))
    return term


def _known(known: Taxonomy, kind: str, key: str) -> Term:
    _check_kind(kind)
    term = known.find(kind, key)
    if term is None:
        raise InputError(
            _("There is no “%(key)s”. Choose one of: %(known)s.")
            % {"key": key[:KEY_LENGTH], "known": ", ".join(each.key for each in known.every(kind))}
        )
    return term


def _check_choice_is_left(known: Taxonomy, term: Term) -> None:
    """Refuse to take away a cause where the model would have none to choose from."""
    causes = [each.key for each in known.causes if not each.only_a_person]
    if term.kind == CAUSE and term.key in causes and len(causes) <= FEWEST_CAUSES:
        raise ConflictError(
            _("The model chooses among the causes, so %(n)s of them stay on offer. Add another one first.")
            % {"n": FEWEST_CAUSES}
        )


def _check_kind(kind: str) -> None:
    if kind not in TaxonomyTerm.Kind.values:
        raise InputError(
            _("“%(value)s” is not a known value. Choose from: %(known)s.")
            % {"value": kind[:40], "known": ", ".join(TaxonomyTerm.Kind.values)}
        )


def _checked(kind: str, name_en: str, name_zh: str, cues: Sequence[str]) -> dict[str, Any]:
    _check_kind(kind)
    names = [" ".join(name.split()) for name in (name_en, name_zh)]
    if not any(names) or any(len(name) > _LONGEST_NAME or not name.isprintable() for name in names):
        raise InputError(
            _("Give a name of 1 to %(n)s characters in at least one language.") % {"n": _LONGEST_NAME}
        )
    words = list(dict.fromkeys(" ".join(cue.split()) for cue in cues if cue.strip()))
    if len(words) > _MOST_CUES or any(len(word) > _LONGEST_CUE or not word.isprintable() for word in words):
        raise InputError(
            _("Give up to %(n)s cue words of at most %(length)s characters.")
            % {"n": _MOST_CUES, "length": _LONGEST_CUE}
        )
    if kind == ASPECT:
        _check_words(names, words)
    return {"name_en": names[0], "name_zh": names[1], "cues": words}


def _check_words(names: Sequence[str], cues: Sequence[str]) -> None:
    """Refuse what an aspect cannot be found by: cue words, or where there are none, its names."""
    from goodword.text.rules import is_phrase, literal  # compiled code: only where it is needed

    for word in cues or [literal(name) or name for name in names if name]:
        if not is_phrase(word):
            raise InputError(
                _(
                    "“%(word)s” cannot be looked for. Write a word or a phrase: (this|that) stands for either, * after a "
                    "word's beginning for any ending."
                )
                % {"word": word}
            )


def _check_names(known: Taxonomy, kind: str, own_key: str, words: dict[str, Any]) -> None:
    """Refuse a name that another one of the kind has."""
    for term in known.every(kind):
        for field in ("name_en", "name_zh"):
            name = words[field]
            if term.key != own_key and name and name.casefold() == getattr(term, field).casefold():
                raise ConflictError(_("There is “%(name)s” already. Choose another name.") % {"name": name})


def _new_key(known: Taxonomy, kind: str, name: str) -> str:
    """Return a key for a name: its Latin letters, or a digest where it has none."""
    plain = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")[: KEY_LENGTH - 9]
    digest = content_key(kind, name)[:8]
    key = plain or f"{kind}_{digest}"
    return f"{key}_{digest}" if known.find(kind, key) else key
