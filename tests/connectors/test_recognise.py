"""Columns recognised by header and values."""

from collections.abc import Callable
from pathlib import Path

import pytest

from goodword.connectors.files import ColumnGuess, guessed_mapping, open_source, recognise, schema_for


def guess(write: Callable[..., Path], kind: str, text: str) -> dict[str, str]:
    return guessed_mapping(recognise(schema_for(kind), open_source(write("data.csv", text.encode()))))


def test_chinese_headers(write: Callable[..., Path]) -> None:
    text = "编号,评论内容,评论时间,用户昵称,评分,情感倾向\n1,物流很快，推荐,2026-05-31,小李,5,好评\n2,差,2026-06-01,小王,1,差评\n"
    text = text.replace("，", "、")
    assert guess(write, "mentions", text) == {
        "external_id": "编号",
        "text": "评论内容",
        "published_at": "评论时间",
        "author": "用户昵称",
        "rating": "评分",
        "sentiment": "情感倾向",
    }


def test_values_overrule_a_header(write: Callable[..., Path]) -> None:
    text = "text,date,sentiment\n" + "".join(
        f"comment number {i} is long,chapter {i},0.{i}7\n" for i in range(30)
    )
    assert guess(write, "mentions", text) == {"text": "text"}


def test_values_speak_where_headers_do_not(write: Callable[..., Path]) -> None:
    rows = "".join(
        f"2026-05-{i + 1:02} 10:00,I liked it very much for reason number {i},https://e.org/{i}\n"
        for i in range(9)
    )
    assert guess(write, "mentions", "c1,c2,c3\n" + rows) == {"published_at": "c1", "text": "c2", "url": "c3"}


def test_an_id_that_repeats_does_not_identify(write: Callable[..., Path]) -> None:
    text = "id,text\n" + "".join(f"{i // 3},comment number {i} about it\n" for i in range(30))
    guesses = recognise(schema_for("mentions"), open_source(write("data.csv", text.encode())))
    assert guessed_mapping(guesses) == {"text": "text"}
    assert "external_id" in guesses[0].reason


def test_each_field_is_given_once(write: Callable[..., Path]) -> None:
    text = "text,comment,date,created_at\n" + "".join(
        f"body text {i},and {i},2026-05-31,2026-05-30\n" for i in range(9)
    )
    guesses = recognise(schema_for("mentions"), open_source(write("data.csv", text.encode())))
    fields = [g.field for g in guesses if g.field]
    assert len(fields) == len(set(fields))
    assert all(0 <= g.confidence <= 1 and g.reason and g.reason_zh for g in guesses)
    assert [g.column for g in guesses] == ["text", "comment", "date", "created_at"]


def test_an_edge_list_without_header(write: Callable[..., Path]) -> None:
    assert guess(write, "graph", "0 1\n0 2\n1 3\n2 3\n") == {"source": "column_1", "target": "column_2"}


def test_events(write: Callable[..., Path]) -> None:
    text = "order_id,event,time,customer,amount,currency\n1,purchase,2026-05-31 10:00,7,12.50,EUR\n2,click,2026-05-31 11:00,8,,\n"
    assert guess(write, "events", text) == {
        "event_id": "order_id",
        "kind": "event",
        "ts": "time",
        "person_id": "customer",
        "amount": "amount",
        "currency": "currency",
    }


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "kind", "mapping"),
    [
        (
            "text/en_airline.parquet",
            "mentions",
            {
                "external_id": "tweet_id",
                "text": "text",
                "sentiment": "sentiment",
                "published_at": "tweet_created",
            },
        ),
        (
            "text/en_coursera_reviews.parquet",
            "mentions",
            {"text": "text", "rating": "rating", "published_at": "date_reviews"},
        ),
        ("text/zh_online_shopping_10_cats.parquet", "mentions", {"text": "text", "sentiment": "label"}),
        ("graphs/epinions.parquet", "graph", {"source": "src", "target": "dst"}),
        ("marketing/medInnovations_nodes.csv", "people", {"external_id": "id"}),
        (
            "marketing/medInnovations_edges.csv",
            "graph",
            {"source": "source", "target": "target", "weight": "weight"},
        ),
        ("marketing/hillstrom.csv.gz", "people", {}),
        ("marketing/cdnow_summary.csv", "people", {"external_id": "ID"}),
    ],
)
def test_real_files(shared: Callable[[str], Path], name: str, kind: str, mapping: dict[str, str]) -> None:
    guesses = recognise(schema_for(kind), open_source(shared(name)))
    assert guessed_mapping(guesses) == mapping
    assert all(isinstance(g, ColumnGuess) and g.confidence >= 0.5 for g in guesses if g.field)
