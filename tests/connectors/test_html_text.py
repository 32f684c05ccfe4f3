"""HTML becomes what a reader sees, whatever it is."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodword.connectors.html_text import MOST_TEXT, html_blocks, html_text, plain

PIECES = st.sampled_from(
    [
        "<p>", "</p>", "<br/>", "<script>", "</script>", "<style>", "</style>", "<!--", "-->", "<![CDATA[", "]]>", "<![if",
        "<!DOCTYPE", "<?xml", "&nbsp;", "&#0;", "&#xD800;", "&#99999999;", "&", "<", ">", "<a href='", "\x00", "你好", "word",
        " ", "<svg>", "</svg>", "&#" + "9" * 5000 + ";", "<template>", "</div>", "\ud800",
    ]
)  # fmt: skip


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("plain words", "plain words"),
        ("a &lt;b&gt; &amp; c&nbsp;d &copy;", "a <b> & c d ©"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("<p>one</p><p>two<br>three</p>", "one\ntwo\nthree"),
        ("<b>bold</b>er <i>x</i>", "bolder x"),
        ("<script>alert('x')</script>seen<style>p{}</style>", "seen"),
        ("<noscript>no</noscript>yes<svg><text>no</text></svg>!", "yes!"),
        (
            '<a href="https://x.example/y"><span class="invisible">https://</span>x.example/y</a>',
            "https://x.example/y",
        ),
        ("<p>电池<b>坏</b>了</p>", "电池坏了"),
        ("<![CDATA[x]]>after", "xafter"),
        ('<a title="1 > 2" href=x>link</a>', "link"),
        ("<a href='x>found", "found"),
        ('<p class="a>b</p>seen', "b\nseen"),
        ("<![endif]-->after", "after"),
        ("", ""),
        ("<p", ""),
    ],
)
def test_a_reader_sees(html, text):
    assert html_text(html) == text


@given(st.lists(PIECES, max_size=40).map("".join) | st.text())
def test_anything_becomes_bounded_text_without_controls(html):
    text = html_text(html, most=50)
    assert len(text) <= 50
    assert text == "\n".join(plain(line) for line in text.split("\n"))


@pytest.mark.parametrize(
    "piece", ["<", "<!--", "<a ", "<![", "<a href='", "<p>", "</", "&", "<script>", "<template>", "<?", "<!x"]
)
def test_the_worst_html_is_read_in_time(piece):
    begun = time.process_time()
    html_blocks(piece * (1_000_000 // len(piece)))
    assert time.process_time() - begun < 3


def test_a_text_is_cut_at_its_bound():
    assert len(html_text("<p>" + "word " * 100_000)) <= MOST_TEXT
