"""Exports of platforms and tools: golden files as they come, and what is made of them."""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodword.connectors.drop.rows import read_rows
from goodword.connectors.files import (
    Profile,
    Source,
    check_mapping,
    find_formats,
    guessed_mapping,
    known_platform,
    open_source,
    platform_named,
    platform_profiles,
    prepare,
    recognise,
    schema_for,
)
from goodword.connectors.files.counts import count_of
from goodword.connectors.files.export_time import export_time
from goodword.connectors.files.relative_moments import from_micros, is_relative, read_relative
from goodword.core.time import to_microseconds
from goodword.core.vocabulary import SourceType

HERE = Path(__file__).parent
ZONE = "Asia/Shanghai"
MENTION = schema_for("mentions")


def shanghai(*parts: int) -> int:
    return to_microseconds(datetime(*parts, tzinfo=ZoneInfo(ZONE)))  # type: ignore[arg-type]


def utc(*parts: int) -> int:
    return to_microseconds(datetime(*parts, tzinfo=ZoneInfo("UTC")))  # type: ignore[arg-type]


def read(name: str) -> tuple[Source, list[dict[str, Any]], list[str]]:
    """Read a golden file the way the platform's profile says; return the rows and why others were rejected."""
    source = open_source(HERE / name)
    (profile,) = platform_profiles(source, "mentions")
    mapping = guessed_mapping(recognise(MENTION, source))
    constants = {key: value for key, value in profile.constants.items() if key not in mapping}
    check_mapping(MENTION, source, mapping, constants)
    formats = find_formats(source, MENTION, mapping, date_order=profile.date_order)
    rows, rejects = [], []
    for batch in source.batches():
        prepared = prepare(batch, MENTION, mapping, constants, zone=ZONE, formats=formats)
        for row in prepared.table.to_pylist():
            row["extra"] = json.loads(row["extra"] or "{}")
            rows.append(row)
        rejects += [each.reason for each in (*batch.rejects, *prepared.rejects)]
    return source, rows, rejects


def test_weibo() -> None:
    source, rows, rejects = read("微博_2026-05-12_1830.csv")
    assert (source.encoding, rejects) == ("gb18030", [])
    first, second, third, fourth, fifth = rows
    assert first["text"] == "#流明灯测评# 用了三个月，亮度稳定👍 @流明官方 客服也不错"
    assert (first["external_id"], first["author"], first["author_id"]) == (
        "5031234567890123",
        "灯下读书",
        "1234567890",
    )
    assert (first["source"], first["source_type"]) == ("weibo.com", "social_network")
    assert first["url"] == "https://weibo.com/1234567890/P1aBcDeFg"
    assert [row["published_at"] for row in rows] == [
        shanghai(2026, 5, 12, 15, 30),
        shanghai(2026, 5, 11, 12, 30),
        shanghai(2026, 5, 11, 8, 15),
        shanghai(2025, 12, 31, 23, 59),
        shanghai(2025, 12, 31, 23, 59),
    ]
    counts = [
        {key: row["extra"].get(key) for key in ("shares", "replies", "likes")}
        for row in (first, second, third)
    ]
    assert counts == [
        {"shares": 12, "replies": 12_000, "likes": 34_000},
        {"shares": 0, "replies": 0, "likes": 0},
        {"shares": 0, "replies": 3, "likes": 100_000},
    ]
    assert second["text"] == "充电口松了，\n换货被拒😡"
    assert fourth["text"]
    assert fifth["text"]


def test_comments_under_posts_of_weibo_count_from_their_own_row() -> None:
    _, rows, rejects = read("weibo_comments.csv")
    assert not rejects
    assert [(row["external_id"], row["thread_id"], row["author"]) for row in rows] == [
        ("901", "5031234567890123", "甲"),
        ("902", "5031234567890123", "乙"),
    ]
    assert [row["published_at"] for row in rows] == [shanghai(2026, 5, 12, 18, 25), shanghai(2026, 5, 13, 9)]


def test_zhihu() -> None:
    _, rows, rejects = read("zhihu_20260512_1830.csv")
    assert not rejects
    first, second = rows
    assert (first["title"], first["text"]) == ("流明台灯值得买吗？", "先说结论：值得。\n\n光线柔和。")
    assert (first["external_id"], first["thread_id"], first["author"]) == ("2812345678", "412345", "张三")
    assert (first["source"], first["source_type"]) == ("zhihu.com", "question_answer")
    assert [row["published_at"] for row in rows] == [shanghai(2026, 5, 10, 21, 3), shanghai(2026, 5, 11, 8)]
    assert first["extra"] == {"likes": 1024, "replies": 86}
    assert second["text"] == "不值，太贵"


def test_xiaohongshu() -> None:
    _, rows, rejects = read("xhs_20260512_1830.csv")
    assert not rejects
    first, second = rows
    assert (first["external_id"], first["title"]) == ("66fad51c000000001b0224b8", "被种草的台灯🌟")
    assert first["text"] == "真的护眼 #台灯推荐[话题]# @薯队长"
    assert (first["author"], first["author_id"]) == ("暖暖", "5ff0e6410000000001008400")
    wanted = {"likes": 12_000, "saves": 3456, "replies": 789, "shares": 1000}
    assert {key: first["extra"][key] for key in wanted} == wanted
    assert first["published_at"] == utc(2026, 5, 12, 10, 30)
    assert second["published_at"] == shanghai(2026, 5, 10, 18, 30)


def test_dianping() -> None:
    source, rows, rejects = read("dianping_20260512.csv")
    assert (source.encoding, rejects) == ("gb18030", [])
    first, second = rows
    assert (first["external_id"], first["author"], first["rating"]) == ("88001", "吃货小王", 4.5)
    assert (first["source"], first["source_type"]) == ("dianping.com", "review_site")
    assert first["extra"]["商户名称"] == "流明灯具体验店"
    assert (second["rating"], second["published_at"]) == (1.0, shanghai(2026, 5, 9))


def test_wechat() -> None:
    _, rows, rejects = read("wechat_20260512_1830.csv")
    assert not rejects
    assert [(row["text"], row["author"]) for row in rows] == [
        ("灯很好，就是物流慢[捂脸]", "晓晓"),
        ("什么时候补货？", "一只猫"),
    ]
    assert [row["published_at"] for row in rows] == [
        shanghai(2026, 5, 11, 21, 5),
        shanghai(2026, 5, 12, 16, 30),
    ]
    assert rows[0]["title"] == "五月新品"
    assert rows[0]["extra"]["views"] == 100_000


def test_brandwatch() -> None:
    _, rows, rejects = read("brandwatch.csv")
    assert not rejects
    assert len(rows) == 9
    assert [(row["text"], row["source"], row["author"], row["sentiment"]) for row in rows[:2]] == [
        ("It flickers after a week.", "blog.example", "ann", "unfavourable"),
        ("I love it, bought two.", "forum.example", "bob", "favourable"),
    ]
    assert rows[0]["external_id"] == "r-1"
    assert rows[0]["url"] == "https://blog.example/lamp"


def test_meltwater() -> None:
    source, rows, rejects = read("meltwater.csv")
    assert (source.encoding, source.delimiter, rejects) == ("utf-16-le", "\t", [])
    assert [(row["title"], row["text"], row["source"]) for row in rows] == [
        ("Lumen opens shop", "The lamp maker Lumen opened a shop.", "Example News"),
        ("Recall", "Lumen recalls a lamp.", "Example News"),
    ]
    assert [row["language"] for row in rows] == ["en", "en"]
    assert rows[0]["published_at"] == shanghai(2026, 5, 11, 10, 30)
    assert [row["sentiment"] for row in rows] == [None, "unfavourable"]


def test_trustpilot() -> None:
    _, rows, rejects = read("trustpilot.csv")
    assert not rejects
    (row,) = rows
    assert (row["external_id"], row["author"], row["rating"]) == ("5e3de1b45fb06f0001790b51", "Ana", 1.0)
    assert (row["title"], row["text"]) == ("Broke", "Broke after a week, no answer.")
    assert row["source_type"] == "review_site"


def test_google_play() -> None:
    source, rows, rejects = read("reviews_com.lumen.app_202605.csv")
    assert (source.encoding, rejects) == ("utf-16-le", [])
    assert [(row["text"], row["rating"], row["language"]) for row in rows] == [
        ("连接很快，灯光柔和👍", 5.0, "zh"),
        ("Loses the lamp every day", 2.0, "en"),
    ]
    assert rows[0]["published_at"] == utc(2026, 5, 11, 10, 15)
    assert rows[0]["url"].endswith("reviewId=r1")


def test_youtube_takeout() -> None:
    _, rows, rejects = read("comments.csv")
    assert not rejects
    assert [row["text"] for row in rows] == ["Great @lumen lamp", "And cheap"]
    assert (rows[1]["reply_to"], rows[1]["thread_id"]) == ("UgzA", "UgzA")


def test_counts_are_named_beside_their_columns() -> None:
    guesses = {
        each.column: each for each in recognise(MENTION, open_source(HERE / "微博_2026-05-12_1830.csv"))
    }
    assert "likes" in guesses["点赞数"].reason
    assert "点赞" in guesses["点赞数"].reason_zh
    assert "Weibo" in guesses["微博正文"].reason


NAMES = {
    "微博_2026-05-12_1830.csv": "Weibo",
    "weibo_comments.csv": "Weibo",
    "zhihu_20260512_1830.csv": "Zhihu",
    "xhs_20260512_1830.csv": "Xiaohongshu",
    "dianping_20260512.csv": "Dianping",
    "wechat_20260512_1830.csv": "WeChat",
    "brandwatch.csv": "Brandwatch",
    "meltwater.csv": "Meltwater",
    "trustpilot.csv": "Trustpilot",
    "reviews_com.lumen.app_202605.csv": "Google Play Console",
    "comments.csv": "YouTube Takeout",
}


@pytest.mark.parametrize(("name", "platform"), NAMES.items())
def test_each_is_known_by_its_columns_and_its_profile_can_be_kept(name: str, platform: str) -> None:
    source = open_source(HERE / name, name="export.csv")
    found = known_platform(source)
    assert found is not None
    assert found.name == platform
    profile = found.profile(source)
    assert Profile.from_dict(json.loads(json.dumps(profile.to_dict()))) == profile
    assert platform_named(found.title_zh) is not None


XHS_NOTES = (
    "note_id,type,title,desc,video_url,time,last_update_time,user_id,nickname,liked_count,collected_count,"
    "comment_count,share_count,ip_location,tag_list,last_modify_ts,note_url,source_keyword,xsec_token"
)
HEADERS = [
    ("id,bid,正文,头条文章url,原始图片url,位置,日期,工具,点赞数,评论数,转发数,话题,@用户,完整日期", "", "Weibo", "正文"),
    ("博主昵称,博主主页,微博内容,发布日期,微博地址,转发,评论,赞", "", "Weibo", "微博内容"),
    ("note_id,content,create_time,liked_count,comments_count,shared_count,note_url,ip_location,user_id,nickname",
     "note_url=https://m.weibo.cn/detail/5031", "Weibo", "content"),
    ("content_id,content_type,content_text,content_url,question_id,title,created_time,voteup_count,user_nickname", "",
     "Zhihu", "content_text"),
    (XHS_NOTES, "", "Xiaohongshu", "desc"),
    ("comment_id,create_time,ip_location,note_id,content,user_id,nickname,sub_comment_count,parent_comment_id,note_url",
     "note_url=https://www.xiaohongshu.com/explore/66fa", "Xiaohongshu", "content"),
    ("笔记标题,笔记链接,笔记类型,达人昵称,发布时间,点赞,收藏,评论,分享", "", "Xiaohongshu", "笔记标题"),
    ("评论者,星级,评论内容,评论时间,店铺名,口味,环境,服务,赞", "", "Dianping", "评论内容"),
    ("公众号,标题,链接,发布时间,阅读数,在看数,点赞数", "", "WeChat", "标题"),
]  # fmt: skip


@pytest.mark.parametrize(("header", "known", "platform", "text"), HEADERS)
def test_the_columns_other_exporters_write(
    write: Callable[..., Path], header: str, known: str, platform: str, text: str
) -> None:
    name, _, value = known.partition("=")
    row = ",".join(value if column == name else "值" for column in header.split(","))
    source = open_source(write("export.csv", f"{header}\n{row}\n".encode()), header=True)
    found = known_platform(source)
    assert found is not None
    assert (found.name, found.mapping(source)["text"]) == (platform, text)


def test_a_headline_without_a_text_is_what_was_said(write: Callable[..., Path]) -> None:
    text = "笔记id,笔记标题,笔记内容,父评论id\n1,被种草了,,0\n2,标题,正文,1\n"
    source = open_source(write("export.csv", text.encode()))
    mapping = guessed_mapping(recognise(MENTION, source))
    (batch,) = source.batches()
    rows = prepare(batch, MENTION, mapping).table.to_pylist()
    assert [(row["title"], row["text"], row["reply_to"]) for row in rows] == [
        (None, "被种草了", None),
        ("标题", "正文", "1"),
    ]


@pytest.mark.parametrize(
    "header",
    [
        "id,text,date",
        "编号,评论内容,评论时间,用户昵称,评分",
        "note id,text",
        "Date,Title,URL,Author",
        "title,content,time,url",
    ],
)
def test_a_file_of_somebody_else_is_taken_for_no_platform(write: Callable[..., Path], header: str) -> None:
    row = ",".join(["值"] * (header.count(",") + 1))
    assert known_platform(open_source(write("data.csv", f"{header}\n{row}\n".encode()))) is None


def test_without_the_time_of_the_export_a_relative_date_is_refused(write: Callable[..., Path]) -> None:
    text = "微博id,微博正文,用户昵称,发布时间\n1,很好用的灯,甲,3小时前\n2,坏了,乙,2026-05-01 10:00\n"
    source = open_source(write("weibo.csv", text.encode()))
    mapping = guessed_mapping(recognise(MENTION, source))
    formats = find_formats(source, MENTION, mapping)
    (batch,) = source.batches()
    prepared = prepare(batch, MENTION, mapping, zone=ZONE, formats=formats)
    (reject,) = prepared.rejects
    assert "when the file was exported" in reject.reason
    assert "导出时间" in reject.reason_zh
    assert prepared.table.num_rows == 1


AS_OF = datetime(2026, 5, 12, 18, 30)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("刚刚", (2026, 5, 12, 18, 30)),
        ("30秒前", (2026, 5, 12, 18, 29, 30)),
        ("5 分钟前", (2026, 5, 12, 18, 25)),
        ("半小时前", (2026, 5, 12, 18, 0)),
        ("20小时前", (2026, 5, 11, 22, 30)),
        ("2天前", (2026, 5, 10, 18, 30)),
        ("1周前", (2026, 5, 5, 18, 30)),
        ("今天 08:05", (2026, 5, 12, 8, 5)),
        ("昨天 下午3:07", (2026, 5, 11, 15, 7)),
        ("前天", (2026, 5, 10)),
        ("5月12日 12:30", (2026, 5, 12, 12, 30)),
        ("05-13", (2026, 5, 13)),
        ("05-14", (2025, 5, 14)),
        ("02-29", (2024, 2, 29)),
        ("发布于 05-12 12:30 来自 iPhone", (2026, 5, 12, 12, 30)),
        ("编辑于 昨天 21:03 浙江", (2026, 5, 11, 21, 3)),
        ("3 hours ago", (2026, 5, 12, 15, 30)),
        ("an hour ago", (2026, 5, 12, 17, 30)),
        ("Yesterday at 09:00", (2026, 5, 11, 9, 0)),
    ],
)
def test_relative_dates(text: str, expected: tuple[int, ...]) -> None:
    assert is_relative(text)
    assert read_relative(text, AS_OF) == datetime(*expected)  # type: ignore[arg-type]  # noqa: DTZ001


@pytest.mark.parametrize(
    "text", ["3个月前", "去年", "05/12", "13-40", "02-30", "25:00", "昨天 25:00", "很久以前", "1-2-3", ""]
)
def test_what_is_too_vague_or_no_date(text: str) -> None:
    assert read_relative(text, AS_OF) is None


@given(st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)), st.integers(1, 12), st.integers(1, 28))  # noqa: DTZ001
def test_a_day_without_a_year_is_the_last_one(as_of: datetime, month: int, day: int) -> None:
    found = read_relative(f"{month:02}-{day:02}", as_of)
    assert found is not None
    assert (found.month, found.day) == (month, day)
    assert -1 <= (as_of - found).days <= 366


@given(st.text(max_size=40))
def test_no_text_breaks_the_reading(text: str) -> None:
    count_of(text)
    read_relative(text, AS_OF)
    export_time(text)


@given(st.integers(0, 10**7), st.sampled_from(["", "万", "w", "亿", "千"]))
def test_counts_as_people_write_them(tenths: int, unit: str) -> None:
    scale = {"": 1, "千": 10**3, "万": 10**4, "w": 10**4, "亿": 10**8}[unit]
    if scale > 1:
        assert count_of(f"{tenths // 10}.{tenths % 10}{unit}") == tenths * scale // 10
    assert count_of(f"{tenths:,}{unit}") == tenths * scale


def test_the_time_in_a_file_name() -> None:
    found = export_time("xhs 2026-05-12 18.30.05.csv")
    assert found is not None
    assert from_micros(found) == datetime(2026, 5, 12, 18, 30, 5)  # noqa: DTZ001
    assert export_time("order 12345678901234.csv") is None


def test_a_dropped_export_is_read_in_the_same_way() -> None:
    path = HERE / "微博_2026-05-12_1830.csv"
    (rows,) = read_rows(path, path.name, ZONE)
    assert not rows.rejects
    first = rows.mentions[0]
    assert (first.source, first.source_type, first.native_id) == (
        "weibo.com",
        SourceType.SOCIAL_NETWORK,
        "weibo.com/5031234567890123",
    )
    assert first.published == datetime(2026, 5, 12, 15, 30, tzinfo=ZoneInfo(ZONE))
