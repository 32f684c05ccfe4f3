"""The numbers of a diagnosis, each with everything its card says."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from math import sqrt
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from goodword.server.listening.facade import Voice
from goodword.server.shell.numbers import Number

from .counting import CONSUMER, FAVOURABLE, UNFAVOURABLE, Counts
from .frame import Frame
from .hurting import Hurt
from .scope import span_text

VERSION = "1"
Z_95 = 1.959964
FEWEST = 30  # mentions with a sentiment below which a balance says too little
FEW = 10  # mentions below which a cause says too little


@dataclass(frozen=True, slots=True)
class Figures:
    """Makes the numbers of one diagnosis."""

    brand: str
    frame: Frame
    counts: Counts
    as_of: datetime | None

    def mentions(self) -> Number:
        """Return how many consumer mentions there are."""
        n = self.counts.consumers
        return self._number(
            "mentions", name=_("Consumer mentions"), value=n, n=n,
            definition=_("Mentions written by consumers. What the brand asked for or rewarded is among them, and how "
                         "much that is stands beside them; what the brand, its employees or paid authors wrote is "
                         "counted apart and never added to them."),
            method=_("A count of published mentions by local day."),
        )  # fmt: skip

    def net_favourable(self) -> Number:
        """Return favourable less unfavourable as a share of what has a sentiment."""
        tones, n = self.counts.tones, self.counts.labelled
        return self._number(
            "net_favourable", name=_("Net favourable"), n=n, is_share=True,
            value=(tones[FAVOURABLE] - tones[UNFAVOURABLE]) / n if n else None,
            interval=net_interval(tones, n) if n else None,
            definition=_("Favourable less unfavourable consumer mentions, as a share of all that have a sentiment."),
            method=_("Difference of two shares of one sample, with the normal interval; mentions without a "
                     "sentiment are left out."),
            why_none=_("No consumer mention of the window has a sentiment yet."),
        )  # fmt: skip

    def unfavourable(self) -> Number:
        """Return the share of unfavourable mentions."""
        return self._share(
            "unfavourable", self.counts.tones[UNFAVOURABLE], self.counts.labelled, name=_("Unfavourable"),
            definition=_("Unfavourable consumer mentions, as a share of those that have a sentiment."),
            why_none=_("No consumer mention of the window has a sentiment yet."),
        )  # fmt: skip

    def favourable(self) -> Number:
        """Return the share of favourable mentions."""
        return self._share(
            "favourable", self.counts.tones[FAVOURABLE], self.counts.labelled, name=_("Favourable"),
            definition=_("Favourable consumer mentions, as a share of those that have a sentiment."),
            why_none=_("No consumer mention of the window has a sentiment yet."),
        )  # fmt: skip

    def unsure(self) -> Number:
        """Return the share of mentions without a sentiment."""
        return self._share(
            "unsure", self.counts.tones[""], self.counts.consumers, name=_("Not sure"),
            definition=_("Consumer mentions whose sentiment nobody has said: the model does not dare to, or has "
                         "not read them yet. They are in no sentiment and in no balance."),
            why_none=_("There is no consumer mention in the window."),
        )  # fmt: skip

    def cause(self, key: str, name: str) -> Number:
        """Return the share of a cause among the unfavourable mentions."""
        return self._share(
            f"cause-{key}", self.counts.causes[key], self.counts.tones[UNFAVOURABLE], name=name,
            definition=_("Unfavourable consumer mentions with this cause, as a share of all unfavourable ones."),
            why_none=_("There is no unfavourable mention in the window."),
        )  # fmt: skip

    def hurt(self, found: Hurt, name: str) -> Number:
        """Return how much a cause hurts."""
        return self._number(
            f"hurt-{found.key}", name=_("Hurt: %(cause)s") % {"cause": name}, value=round(found.hurt, 1), n=found.now,
            definition=_("What causes are ranked by: unfavourable consumer mentions with the cause, copies "
                         "included, times their growth."),
            method=_("Growth is (now + 10) / (the days before + 10), at least a half and at most two; one where "
                     "there is nothing to compare with."),
        )  # fmt: skip

    def unexplained(self) -> Number:
        """Return the share of unfavourable mentions whose cause nobody knows."""
        return self._share(
            "unexplained", self.counts.causes[""], self.counts.tones[UNFAVOURABLE], name=_("Without a cause"),
            definition=_("Unfavourable consumer mentions whose cause nobody has found yet, as a share of all "
                         "unfavourable ones."),
            why_none=_("There is no unfavourable mention in the window."),
        )  # fmt: skip

    def praise(self, key: str, name: str) -> Number:
        """Return the share of an aspect among the favourable mentions."""
        return self._share(
            f"praise-{key}", self.counts.praised[key], self.counts.tones[FAVOURABLE], name=name,
            definition=_("Favourable consumer mentions that speak of this, as a share of all favourable ones. "
                         "One mention may speak of several aspects."),
            why_none=_("There is no favourable mention in the window."),
        )  # fmt: skip

    def unanswered(self, open_ones: int, all_of_them: int) -> Number:
        """Return how many questions have no reply by the brand."""
        return self._number(
            "unanswered", name=_("Unanswered questions"), value=open_ones, n=all_of_them,
            definition=_("Questions of consumers to which no reply by the brand or its employees is among the "
                         "mentions."),
            method=_("A reply answers the question’s id or stands in its thread; copies count once."),
        )  # fmt: skip

    def accounts(self, accounts: int, known: int) -> Number:
        """Return how many accounts wrote."""
        return self._number(
            "accounts", name=_("Accounts"), value=accounts, n=known,
            definition=_("Different accounts that wrote of the brand, known by their id, handle or name at the "
                         "source."),
            method=_("A count of different accounts; mentions without an author are left out, so it is a lower bound."),
        )  # fmt: skip

    def loudest(self, top: int, known: int) -> Number:
        """Return what the ten accounts that wrote most wrote, as a share."""
        return self._share(
            "loudest", top, known, name=_("By the ten loudest accounts"), interval=False,
            definition=_("What the ten accounts with most mentions wrote, as a share of all mentions with a "
                         "known author."),
            why_none=_("No mention of the window has an author."),
        )  # fmt: skip

    def copies(self) -> Number:
        """Return the share of copies."""
        return self._share(
            "copies", self.counts.copies, self.counts.consumers, name=_("Copies"), interval=False,
            definition=_("Consumer mentions with nearly the same text as an earlier one, as a share of all."),
            why_none=_("There is no consumer mention in the window."),
        )  # fmt: skip

    def voice(self, voice: Voice) -> Number:
        """Return the share of one name among all that are named."""
        estimate = voice.share
        return self._number(
            f"voice-{voice.name.key}", name=voice.name.label, is_share=True, n=estimate.n,
            value=estimate.share, interval=estimate.interval,
            definition=_("How often a name is named, as a share of all namings of the brand and its competitors."),
            method=_("A share of namings; where mentions name several, the interval is drawn from the mentions anew."),
            why_none=_("Nobody is named in the window."),
        )  # fmt: skip

    def _share(self, key: str, count: int, n: int, *, interval: bool = True, **values: Any) -> Number:
        return self._number(
            key,
            value=count / n if n else None,
            is_share=True,
            n=n,
            interval=share_interval(count, n) if n and interval else None,
            method=_("A share of a count, with Wilson’s interval.")
            if interval
            else _("A share of a count; nothing is estimated."),
            **values,
        )  # fmt: skip

    def _number(self, key: str, **values: Any) -> Number:
        scope = self.frame.scope
        said: Mapping[str, str] = {"origin": CONSUMER} | scope.narrowing
        return Number(
            key=key,
            url=f"{reverse('diagnosis-number', kwargs={'brand': self.brand, 'key': key})}?{scope.query}",
            window=span_text(self.frame.span),
            version=VERSION,
            fresh_as_of=self.as_of,
            query="; ".join(f"{name} = {value}" for name, value in said.items()),
            **values,
        )


def net_interval(tones: Mapping[str, int], n: int) -> tuple[float, float]:
    """Return the 95 % interval of the balance of some tones.

    >>> low, high = net_interval({"favourable": 60, "unfavourable": 20}, 100)
    >>> round(low, 3), round(high, 3)
    (0.243, 0.557)
    """
    net, error = _net(tones, n)
    return max(net - Z_95 * error, -1.0), min(net + Z_95 * error, 1.0)


def net_change(now: Mapping[str, int], n: int, before: Mapping[str, int], m: int) -> tuple[float, bool]:
    """Return how a balance changed, and whether that is more than chance (95 %).

    >>> net_change({"favourable": 60}, 100, {"favourable": 20}, 100)
    (0.4, True)
    """
    (net, error), (earlier, error_before) = _net(now, n), _net(before, m)
    change = net - earlier
    return round(change, 12), abs(change) > Z_95 * sqrt(error**2 + error_before**2)


def count_change(now: int, before: int) -> tuple[float, bool]:
    """Return how a count changed as a share of the one before, and whether that is more than chance (Poisson, 95 %).

    >>> count_change(150, 100), count_change(11, 10)
    ((0.5, True), (0.1, False))
    """
    return round((now - before) / before, 12), abs(now - before) > Z_95 * sqrt(now + before)


def share_interval(count: int, n: int) -> tuple[float, float]:
    """Return the 95 % interval of a share (Wilson, 1927).

    >>> low, high = share_interval(0, 10)
    >>> round(low, 3), round(high, 3)
    (0.0, 0.278)
    """
    share, z2 = count / n, Z_95**2
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = Z_95 * sqrt(share * (1 - share) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    return max(middle - half, 0.0), min(middle + half, 1.0)


def _net(tones: Mapping[str, int], n: int) -> tuple[float, float]:
    good, bad = tones.get(FAVOURABLE, 0), tones.get(UNFAVOURABLE, 0)
    net = (good - bad) / n
    return net, sqrt(max((good + bad) / n - net**2, 0.0) / n)
