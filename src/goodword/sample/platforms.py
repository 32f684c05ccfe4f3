"""The invented places where people talk: two for each kind of source, one in each language."""

from dataclasses import dataclass
from typing import Final

from goodword.core.vocabulary import SourceType


@dataclass(frozen=True, slots=True)
class Platform:
    """A place: its kind, language, name, host (reserved for examples), share of the mentions, what it has."""

    kind: SourceType
    language: str
    name: str
    host: str
    share: float
    threads: bool = False
    titles: bool = False
    ratings: float = 0.0
    passages: bool = False


def _both(
    kind: SourceType, share: float, host: str, names: tuple[str, str], **has: float
) -> tuple[Platform, Platform]:
    english, chinese = names
    return (
        Platform(kind, "en", english, f"{host}.example.com", share, **has),  # type: ignore[arg-type]
        Platform(kind, "zh", chinese, f"{host}-zh.example.org", share, **has),  # type: ignore[arg-type]
    )


PLATFORMS: Final = (
    *_both(
        SourceType.REVIEW_SITE, 0.24, "reviews", ("Coursewise Reviews", "课评集"), titles=True, ratings=0.95
    ),
    *_both(SourceType.FORUM, 0.16, "forum", ("Learners' Forum", "知学社区"), threads=True),
    *_both(SourceType.SOCIAL_NETWORK, 0.18, "circle", ("Circle of Learners", "学友圈子"), threads=True),
    *_both(
        SourceType.CONTENT_COMMUNITY,
        0.13,
        "studio",
        ("Study Studio", "好课笔记社"),
        threads=True,
        ratings=0.2,
    ),
    *_both(
        SourceType.QUESTION_ANSWER, 0.10, "ask", ("Ask a Learner", "学问问答录"), threads=True, titles=True
    ),
    *_both(SourceType.BLOG, 0.07, "blog", ("The Evening Student", "灯下读书志"), titles=True, passages=True),
    *_both(
        SourceType.NEWS,
        0.03,
        "gazette",
        ("Online Learning Gazette", "在线学习观察报"),
        titles=True,
        passages=True,
    ),
    *_both(
        SourceType.PODCAST,
        0.03,
        "podcast",
        ("Second Semester Podcast", "下课之后播客"),
        titles=True,
        passages=True,
    ),
    *_both(SourceType.WIKI, 0.02, "wiki", ("School Notes Wiki", "学校札记百科"), titles=True, passages=True),
    *_both(SourceType.SEARCH_RESULT, 0.04, "search", ("Example Search", "示例搜索"), titles=True),
)
"""`passages`: posts there are at least two sentences long."""
