"""The few pages the edge shows itself, in English and Chinese: polite words where a link leads nowhere, and the card."""

from base64 import b64encode
from enum import StrEnum
from hashlib import sha256
from html import escape
from typing import Final

from goodword.edge.table import Link

_STYLE: Final = (
    "body{font:1.1rem/1.6 system-ui,sans-serif;margin:15vh auto;max-width:32rem;padding:0 1.25rem;color:#1d2430;"
    "background:#fff}h1{font-size:1.5rem;line-height:1.3}a{color:#1f5fa8}"
    "@media(prefers-color-scheme:dark){body{color:#e6eaf0;background:#14181f}a{color:#8fbcf2}}"
)
CONTENT_SECURITY: Final = (
    f"default-src 'none'; style-src 'sha256-{b64encode(sha256(_STYLE.encode()).digest()).decode()}'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


class Reason(StrEnum):
    """Why a link leads nowhere."""

    UNKNOWN = "unknown"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    OVERSIZED = "oversized"
    MALFORMED = "malformed"


STATUS: Final = {
    Reason.UNKNOWN: 404,
    Reason.EXPIRED: 410,
    Reason.WITHDRAWN: 410,
    Reason.OVERSIZED: 414,
    Reason.MALFORMED: 400,
}
WORDS: Final[dict[str, dict[Reason, tuple[str, str]]]] = {
    "en": {
        Reason.UNKNOWN: (
            "We do not know this link",
            "Perhaps a letter is missing. Please check it, or ask the person who sent it to you.",
        ),
        Reason.EXPIRED: (
            "This link has expired",
            "What it led to is over. The person who sent it may have a newer one.",
        ),
        Reason.WITHDRAWN: (
            "This link is no longer in use",
            "It was taken back. The person who sent it may have another one.",
        ),
        Reason.OVERSIZED: (
            "This link is too long",
            "Something was added to it on the way. Please ask for it once more.",
        ),
        Reason.MALFORMED: (
            "This is not one of our links",
            "It holds signs that our links never have. Please check it, or ask for it once more.",
        ),
    },
    "zh": {
        Reason.UNKNOWN: ("没有找到这个链接", "也许少了一个字符。请核对一下，或者问问把它发给您的人。"),
        Reason.EXPIRED: ("这个链接已经过期", "它指向的内容已经结束。发给您的人也许有新的链接。"),
        Reason.WITHDRAWN: ("这个链接已停用", "它已被收回。发给您的人也许有别的链接。"),
        Reason.OVERSIZED: ("这个链接太长了", "传递途中多出了一些内容。请让对方再发一次。"),
        Reason.MALFORMED: (
            "这不是我们的链接",
            "其中有我们的链接不会出现的字符。请核对一下，或者请对方再发一次。",
        ),
    },
}
LATER: Final = {
    "en": (
        "Just a moment",
        "Your link is fine, but what leads you on is not ready. Please try again in a few seconds.",
    ),
    "zh": ("请稍候", "您的链接没有问题，只是跳转服务还没有准备好。请过几秒再试。"),
}
_OPEN = {"en": "Open", "zh": "打开"}
_HTML_LANG = {"en": "en", "zh": "zh-Hans"}


def language_of(accepted: str | None) -> str:
    """Return `en` or `zh`, whichever an Accept-Language header likes better; English when it likes neither.

    >>> language_of("fr, zh-CN;q=0.8, en;q=0.5"), language_of(None)
    ('zh', 'en')
    """
    best, found = 0.0, "en"
    for part in (accepted or "")[:500].split(","):
        name, _, quality = part.strip().partition(";q=")
        language = name[:2].lower()
        try:
            liking = float(quality or 1)
        except ValueError:
            continue
        if language in WORDS and liking > best:
            best, found = liking, language
    return found


def polite_page(reason: Reason, language: str) -> str:
    """Return the page for a link that leads nowhere."""
    title, text = WORDS[language][reason]
    return _page(language, title, "", f"<h1>{escape(title)}</h1><p>{escape(text)}</p>")


def later_page(language: str) -> str:
    """Return the page for a link that cannot be followed this minute."""
    title, text = LATER[language]
    return _page(language, title, "", f"<h1>{escape(title)}</h1><p>{escape(text)}</p>")


def preview_card(link: Link, language: str) -> str:
    """Return what a messenger reads to show a card, and what a person who gets it after all can click."""
    card = link.campaign.card
    target = link.location.rpartition("gw=")[0].rstrip("&?") + link.fragment
    title = card.title or target.split("/")[2]
    tags = {
        "og:title": title,
        "og:description": card.description,
        "og:image": card.image,
        "og:type": "website",
    }
    meta = "".join(
        f'<meta property="{name}" content="{escape(value)}">' for name, value in tags.items() if value
    )
    meta += '<meta name="robots" content="noindex">'
    text = f"<p>{escape(card.description)}</p>" if card.description else ""
    link_text = f'<p><a rel="nofollow" href="{escape(target)}">{_OPEN[language]}</a></p>'
    return _page(language, title, meta, f"<h1>{escape(title)}</h1>{text}{link_text}")


def _page(language: str, title: str, meta: str, body: str) -> str:
    return (
        f'<!doctype html><html lang="{_HTML_LANG[language]}"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">{meta}<style>{_STYLE}</style></head>'
        f"<body><main>{body}</main></body></html>"
    )
