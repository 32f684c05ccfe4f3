"""Languages: every script, short words, mixtures, real texts; no network."""

import random
import socket

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodword.text import detect_language
from goodword.text.characters import characters
from goodword.text.language import languages

KNOWN = {
    "en": "ok|thanks|iPhone|Starbucks|terrible|worst|lol|Nike|wifi|refund|meh|yep|thx|GREAT!!!|dm me pls|adidas",
    "zh": "好|不错|很好 ok|not bad 还不错|退款 refund please|iPhone 15 Pro Max 真好|臺灣的服務很差|鲜の每日牛奶很好喝|LV包包",
    "fr": "merci|très bien|C'est le meilleur téléphone que j'aie jamais acheté",
    "de": "danke|sehr gut|Der Kundendienst war leider überhaupt nicht freundlich",
    "es": "gracias|muy bueno|El servicio fue terrible y nunca me devolvieron el dinero",
    "it": "grazie mille",
    "pt": "muito obrigado",
    "nl": "dank je wel",
    "tr": "çok güzel teşekkürler",
    "ja": "これはいいですね|ラーメン|東京の天気は晴れ",
    "ko": "감사합니다",
    "ru": "спасибо|Очень хороший телефон, рекомендую всем",
    "uk": "Дуже дякую, все чудово",
    "ar": "شكرا جزيلا",
    "th": "ขอบคุณมาก",
    "el": "Ευχαριστώ",
    "he": "תודה רבה",
    "und": "|👍👍|123|!!!|@united|https://t.co/abc|k|   |\x00\x07",
}
EXAMPLES = [(code, text) for code, line in KNOWN.items() for text in line.split("|")]

MIXED = {
    "iPhone 15 真好用": ("zh", True),
    "买了 Starbucks 的 latte，一般": ("zh", True),
    "I love the 小米 phone": ("en", True),
    "Bought a 华为 Mate at the airport and it is great": ("en", True),
    "新しいiPhoneを買いました": ("ja", True),
    "Мой новый iPhone": ("ru", True),
    "T恤的质量不错": ("zh", False),
    "@united 谢谢 https://t.co/x": ("zh", False),
    "great phone": ("en", False),
    "¯\\_(ツ)_/¯ whatever": ("en", False),
}


@pytest.mark.parametrize(("code", "text"), EXAMPLES)
def test_known_texts_are_told_apart(code, text):
    assert detect_language([text])[0].code == code


@pytest.mark.parametrize(("text", "expected"), MIXED.items())
def test_mixed_scripts_keep_the_language_of_the_sentence(text, expected):
    language = detect_language([text])[0]
    assert (language.code, language.mixed) == expected


@pytest.mark.parametrize("text", ["Aб", "aбaбaб" * 50, "éжعहa" * 40, "好aб한かθ"])
def test_scripts_that_change_at_every_letter_are_read(text):
    assert detect_language([text] * 3) == detect_language([text]) * 3


def test_none_is_an_unknown_language():
    assert detect_language([None])[0].code == "und"


def test_no_texts_have_no_languages():
    assert detect_language([]) == []


@given(st.lists(st.text()))
def test_any_text_has_a_language_and_neighbours_do_not_matter(texts):
    together = detect_language(texts)
    assert together == [detect_language([text])[0] for text in texts]
    assert all(2 <= len(language.code) <= 3 for language in together)


def test_the_network_is_never_opened(monkeypatch):
    def refuse(*arguments, **named):
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert detect_language(["Das weiß doch niemand so genau"])[0].code == "de"


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "code"),
    [("en_airline", "en"), ("en_sst2", "en"), ("permissive_en_vader_rated", "en"), ("zh_waimai_10k", "zh")],
)
def test_real_texts_are_found(written, name, code):
    found, _ = languages(characters(written(name)))
    assert np.mean(found == code) >= 0.99


@pytest.mark.shared
def test_beginnings_of_real_texts_are_found(written):
    draw = random.Random(7)
    words = [text.split() for text in written("en_sst2")]
    english = [" ".join(each[: draw.randint(1, 6)]) for each in words]
    chinese = [text[: draw.randint(2, 12)] for text in written("zh_waimai_10k")]
    for texts, code in ((english, "en"), (chinese, "zh")):
        found, _ = languages(characters([text for text in texts if len(text.strip()) > 1]))
        assert np.mean(found == code) >= 0.99


@pytest.mark.shared
def test_chinese_with_a_brand_in_it_stays_chinese_and_is_mixed(written):
    draw = random.Random(7)
    brands = ("iPhone", "Starbucks", "ThinkPad X1", "Nike Air", "LG")
    texts = []
    for text in written("zh_waimai_10k"):
        if len(text) > 5:
            place = draw.randint(0, len(text))
            texts.append(text[:place] + draw.choice(brands) + text[place:])
    found, mixed = languages(characters(texts))
    assert np.mean((found == "zh") & mixed) >= 0.99
