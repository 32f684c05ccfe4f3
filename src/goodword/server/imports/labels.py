"""What the fields of a record are called, and how sure recognition is, in the reader's language."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from goodword.connectors.files import ColumnGuess, FieldSpec, Reason, Reject
from goodword.server.shell.vocabulary import is_chinese, word

_NAMES: Mapping[str, tuple[str, str]] = {
    "external_id": ("Id", "编号"),
    "text": ("Text", "正文"),
    "title": ("Title", "标题"),
    "url": ("Web address", "链接"),
    "author": ("Author", "作者"),
    "author_id": ("Author's id", "作者编号"),
    "published_at": ("Published", "发布时间"),
    "source_type": ("Kind of source", "来源类型"),
    "language": ("Language", "语言"),
    "rating": ("Rating", "评分"),
    "thread_id": ("Conversation", "所属会话"),
    "reply_to": ("Reply to", "回复对象"),
    "name": ("Name", "姓名"),
    "email": ("E-mail address", "电子邮箱"),
    "joined_at": ("Joined", "加入时间"),
    "followers": ("Followers", "粉丝数"),
    "target": ("Who hears", "听的人"),
    "weight": ("Strength", "强度"),
    "kind": ("Kind", "类型"),
    "at": ("When", "时间"),
    "event_id": ("Event id", "事件编号"),
    "ts": ("When", "发生时间"),
    "programme_id": ("Programme", "推荐计划"),
    "person_id": ("Person", "人物"),
    "link_id": ("Share link", "分享链接"),
    "referrer_id": ("Referred by", "推荐人"),
    "root_id": ("First share", "首次分享"),
    "depth": ("Steps from the first share", "传播层级"),
    "amount": ("Amount", "金额"),
    "amount_minor": ("Amount in cents", "金额（分）"),
    "currency": ("Currency", "币种"),
    "respondent": ("Respondent", "答卷人"),
    "submitted_at": ("Handed in", "提交时间"),
}
_OF_A_KIND: Mapping[tuple[str, str], tuple[str, str]] = {("graph", "source"): ("Who speaks", "说的人")}


def field_label(kind: str, name: str) -> str:
    """Return a field's name in the reader's language."""
    names = _OF_A_KIND.get((kind, name)) or _NAMES.get(name)
    return names[is_chinese()] if names else word(name)


def field_help(spec: FieldSpec) -> str:
    """Return what a field is, in a sentence."""
    return spec.help_zh if is_chinese() else spec.help_en


def choice_label(value: str) -> str:
    """Return the name of one value of a closed list."""
    return word(value)


def in_words(reason: Reason) -> str:
    """Return a sentence in the reader's language."""
    return reason.zh if is_chinese() and reason.zh else reason.en


def reason_of(told: ColumnGuess | Reject) -> str:
    """Return why a column was taken for a field, or a row was rejected."""
    return in_words(Reason(told.reason, told.reason_zh))


def confidence(guess: ColumnGuess, column_is: str) -> tuple[str, str]:
    """Return how sure a field is, as a word and the tone to show it in; `column_is` is the field now chosen."""
    if not column_is:
        return "", ""
    if guess.field != column_is:
        return _("chosen by you"), ""
    if guess.confidence >= 0.85:
        return _("sure"), "good"
    return (_("likely"), "accent") if guess.confidence >= 0.65 else (_("please check"), "caution")


def cell_text(value: Any) -> str:
    """Return a stored value as a preview shows it."""
    if value is None:
        return ""
    return f"{value:g}" if isinstance(value, float) else str(value)
