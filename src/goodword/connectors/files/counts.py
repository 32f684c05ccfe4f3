"""How often something was liked, shared, answered, kept or seen: the counts that come along in exports."""

import re
import unicodedata

import pyarrow as pa

from .arrow import Array, Column, pc
from .columns import column_texts
from .messages import Reason
from .schema_types import listed
from .schemas import normal_header
from .shapes import is_empty

_NAMES = {
    "likes": (
        "likes, like count, likes count, liked count, favorites, favourites, voteup count, digg count, attitudes count, "
        "点赞数, 点赞, 点赞量, 赞, 赞数, 获赞数, 赞同数, 赞同, 喜欢数"
    ),
    "shares": (
        "shares, share count, shares count, shared count, reposts, reposts count, retweets, "
        "转发数, 转发, 转发量, 分享数, 分享, 分享量"
    ),
    "replies": (
        "评论, replies, reply count, comment count, comments count, sub comment count, "
        "评论数, 评论量, 回复数, 回复量, 留言数, 回应数"
    ),
    "saves": "saves, save count, collected count, favorite count, 收藏数, 收藏, 收藏量",
    "views": (
        "views, view count, play count, read count, impressions, "
        "阅读数, 阅读, 阅读量, 播放数, 播放量, 浏览量, 浏览数, 曝光量"
    ),
    "recommendations": "在看数, 在看, 推荐数",
}  # fmt: skip
_TITLES_ZH = {
    "likes": "点赞", "shares": "转发", "replies": "回复", "saves": "收藏", "views": "阅读", "recommendations": "在看"
}  # fmt: skip
_BY_HEADER = {normal_header(name): key for key, names in _NAMES.items() for name in listed(names)}
_UNITS = {
    "": 1,
    "千": 10**3,
    "k": 10**3,
    "万": 10**4,
    "萬": 10**4,
    "w": 10**4,
    "m": 10**6,
    "百万": 10**6,
    "亿": 10**8,
    "億": 10**8,
}
_COUNT = re.compile(
    r"(\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.(\d{1,4}))?\s*(百万|[千万萬亿億kwm])?\s*[+人次]{0,2}", re.I
)
_PLAIN = r"^\d{1,15}$"
_NONE_YET = frozenset(
    {"赞", "点赞", "转发", "评论", "分享", "收藏", "回复"}
)  # what a button says before anybody used it


def count_name(header: str) -> str:
    """Return what a column counts, empty when it is no count by its name.

    >>> count_name("点赞数"), count_name("Retweets"), count_name("price")
    ('likes', 'shares', '')
    """
    return _BY_HEADER.get(normal_header(header), "")


def count_title(header: str) -> Reason | None:
    """Return what a column counts in both languages, None when it is no count by its name."""
    name = count_name(header)
    return Reason(name, _TITLES_ZH[name]) if name else None


def count_of(value: str) -> int | None:
    """Return a count as people write it, None when it is none.

    >>> [count_of(value) for value in ("1.2万", "10万+", "3,400", "2.5w", "1.5亿", "赞", "many")]
    [12000, 100000, 3400, 25000, 150000000, 0, None]
    """
    text = unicodedata.normalize("NFKC", value).strip()
    if text in _NONE_YET:
        return 0
    found = _COUNT.fullmatch(text)
    if found is None:
        return None
    whole, part, unit = found.groups()
    scale = _UNITS[(unit or "").lower()]
    if part and scale == 1 and part.strip("0"):
        return None
    digits = part or ""
    number: int = int(whole.replace(",", "") + digits) * scale // 10 ** len(digits)
    return number


def with_counts(table: pa.Table, columns: list[str]) -> tuple[pa.Table, list[str]]:
    """Return a table and the names of columns to keep, counts under one name whatever the file calls them.

    A value that is no count stays in its own column.

    >>> with_counts(pa.table({"点赞数": ["1.2万", "很多"]}), ["点赞数"])[0].to_pylist()
    [{'点赞数': None, 'likes': 12000}, {'点赞数': '很多', 'likes': None}]
    """
    taken = set(table.column_names)
    kept = list(columns)
    for column in columns:
        name = count_name(column)
        if not name or (name in taken and name != column):
            continue
        counted, rest = _split(table.column(column))
        if counted.null_count == len(counted) or (name == column and rest.null_count < len(rest)):
            continue
        taken.add(name)
        place = table.column_names.index(column)
        if name == column:
            table = table.set_column(place, column, counted)
        else:
            table = table.set_column(place, column, rest).append_column(name, counted)
            kept.append(name)
    return table, kept


def _split(column: Column) -> tuple[Array, Array]:
    """Return what is a count, and what is none, as two columns; each value is read once, plain ones all at once."""
    texts = column_texts(column)
    if pc.all(pc.match_substring_regex(texts, _PLAIN)).as_py():
        return texts.cast(pa.int64()), pa.nulls(len(texts), pa.string())
    encoded = texts.dictionary_encode()
    values = encoded.dictionary.to_pylist()
    counts = [None if is_empty(value) else count_of(value) for value in values]
    rest = [
        value if count is None and not is_empty(value) else None
        for value, count in zip(values, counts, strict=True)
    ]
    return (
        pc.take(pa.array(counts, pa.int64()), encoded.indices),
        pc.take(pa.array(rest, pa.string()), encoded.indices),
    )
