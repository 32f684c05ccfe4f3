"""Every sentence that goes into a reject report, beside a file or beside a recognised column, in English and Chinese."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reason:
    """The same sentence in both languages."""

    en: str
    zh: str


_SENTENCES: dict[str, tuple[str, str]] = {
    "ragged": (
        "The row has {columns}; the header has {expected}.",
        "该行有 {columns}，而表头有 {expected} 列。",
    ),
    "unclosed": (
        "A quotation mark opens in this row and is never closed.",
        "该行有一个引号打开后没有关闭。",
    ),
    "too_long_row": (
        "The row is longer than {limit}. Shorten it or remove it.",
        "该行超过 {limit}，请缩短或删除。",
    ),
    "undecodable": (
        "The row holds bytes that are not {encoding}. Save the file as UTF-8, or name its encoding.",
        "该行含有不属于 {encoding} 的字节。请将文件另存为 UTF-8，或指定其编码。",
    ),
    "bad_json": ("This is not a JSON object: {detail}.", "这不是 JSON 对象：{detail}。"),
    "damaged": (
        "The file ends or is damaged here ({detail}); what follows could not be read.",
        "文件在此处中断或损坏（{detail}），其后的内容无法读取。",
    ),
    "required": ("{field} is empty; every row needs it.", "{field} 为空；每一行都必须填写。"),
    "too_long": (
        "The text has {found} characters; at most {limit} are kept.",
        "文本有 {found} 个字符，最多保留 {limit} 个。",
    ),
    "not_moment": (
        "This is not a date or time that can be read. Write it as 2026-05-31 14:30.",
        "无法识别为日期或时间。请写成 2026-05-31 14:30。",
    ),
    "relative_moment": (
        "This counts from when the file was exported, which nothing here says. "
        "Put it into the file's name (weibo_2026-05-31_1430.csv) or into a column 采集时间.",
        "这是相对于导出时间的日期，但文件没有注明何时导出。"
        "请在文件名中写明（如 weibo_2026-05-31_1430.csv），或增加“采集时间”一列。",
    ),
    "ambiguous_date": (
        "Day and month cannot be told apart. Pass --date-order dmy or --date-order mdy.",
        "无法区分日和月。请使用 --date-order dmy 或 --date-order mdy。",
    ),
    "not_int": ("This is not a whole number.", "这不是整数。"),
    "not_number": ("This is not a number.", "这不是数字。"),
    "out_of_range": ("The number is outside {low} … {high}.", "数字超出范围 {low} … {high}。"),
    "not_choice": ("This is not one of: {allowed}.", "不在可选值之内：{allowed}。"),
    "not_json": ("This is not a JSON value.", "这不是 JSON 值。"),
    "damaged_id": (
        "A spreadsheet has rounded this id. Export the column as text.",
        "该编号已被电子表格取整。请将该列按文本导出。",
    ),
    "no_currency": (
        "The amount has no currency. Map a column to currency or pass --set currency=EUR.",
        "金额没有币种。请映射币种列，或使用 --set currency=EUR。",
    ),
    "bad_currency": ("This is not a three-letter currency code.", "这不是三个字母的币种代码。"),
    "not_payable": (
        "The amount has more decimals than {currency} allows.",
        "金额的小数位数超过 {currency} 允许的位数。",
    ),
    "amounts_differ": ("amount and amount_minor do not agree.", "amount 与 amount_minor 不一致。"),
    "header_exact": ("The header says so.", "表头一致。"),
    "platform": ("This is what an export of {name} calls it.", "{name}的导出文件就是这样命名该列的。"),
    "header_words": ("A word of the header fits.", "表头中的词相符。"),
    "header_near": ("The header is close to “{alias}”.", "表头接近“{alias}”。"),
    "values_fit": ("{share} of its values fit.", "{share} 的值相符。"),
    "values_only": ("Its values look like it ({share} fit).", "其值看起来相符（{share} 相符）。"),
    "values_against": (
        "The header suggests {field}, but only {share} of the values fit.",
        "表头像是 {field}，但只有 {share} 的值相符。",
    ),
    "taken": ("{column} is a better fit for {field}.", "{column} 更适合作为 {field}。"),
    "nothing": ("Kept as it is in extra.", "原样保留在附加信息中。"),
    "count": ("Kept beside as a number: {name}.", "作为数字保留在附加信息中：{name}。"),
    "answer": ("Kept as an answer.", "作为答案保留。"),
    "cut_off": ("it was cut off", "文件被截断"),
    "packing_broken": ("its packing is broken", "压缩数据已损坏"),
    "json_cut_off": ("it is broken or cut off", "不完整或被截断"),
    "json_too_deep": ("nested too deeply", "嵌套过深"),
    "json_other": ("found {type}", "实际是 {type}"),
    "json_unwritable": ("it holds characters that cannot be written", "含有无法写出的字符"),
    "title_lines": (
        "A title of {lines} at the top was left out.",
        "开头的 {lines}标题未作为数据读取。",
    ),
    "no_header": (
        "The file has no header; its columns are called column_1, column_2 and so on.",
        "文件没有表头，各列依次命名为 column_1、column_2 等。",
    ),
    "other_sheets": (
        "Sheet “{name}” is read; left out: {listed}.",
        "读取的是工作表“{name}”，未读取：{listed}。",
    ),
    "not_packed": (
        "The file is called {ending} but is not packed; it was read as it is.",
        "文件名以 {ending} 结尾但并未压缩，已按原样读取。",
    ),
    "not_binary": (
        "The file is called {ending} but is not such a file; it was read as text.",
        "文件名以 {ending} 结尾但并非此类文件，已按文本读取。",
    ),
    "control_characters": (
        "Some texts hold control characters (NUL); those are taken out.",
        "部分文本含有控制字符（NUL），这些字符将被去除。",
    ),
    "some_not_utf8": (
        "Some rows hold bytes that are not UTF-8; those are rejected.",
        "部分行含有不属于 UTF-8 的字节，这些行将被拒绝。",
    ),
    "taken_as_western": (
        "The encoding was not clear; it was read as Windows-1252 (Western).",
        "编码不明确，已按 Windows-1252（西欧）读取。",
    ),
    "pdf": ("a PDF document", " PDF 文档"),
    "old_workbook": ("an old or password-protected Excel workbook", "旧版或受密码保护的 Excel 工作簿"),
    "picture": ("a picture", "图片"),
    "sqlite": ("an SQLite database", " SQLite 数据库"),
    "web_page": ("a web page", "网页"),
    "web_or_xml": ("a web page or XML", "网页或 XML"),
    "xml": ("XML", " XML"),
}


def reason(code: str, **values: object) -> Reason:
    """Return one sentence in both languages with its values filled in.

    >>> reason("not_choice", allowed="a, b").en
    'This is not one of: a, b.'
    """
    return filled(_SENTENCES[code], values)


def filled(sentence: tuple[str, str], values: Mapping[str, object]) -> Reason:
    """Return an English and a Chinese sentence with their values; a value may itself differ by language.

    >>> filled(("It is {what}.", "它是{what}。"), {"what": Reason("a picture", "图片")})
    Reason(en='It is a picture.', zh='它是图片。')
    """
    english, chinese = sentence
    return Reason(
        english.format(**{name: v.en if isinstance(v, Reason) else v for name, v in values.items()}),
        chinese.format(**{name: v.zh if isinstance(v, Reason) else v for name, v in values.items()}),
    )


def both(*reasons: Reason) -> Reason:
    """Return several sentences as one.

    >>> both(reason("header_exact"), reason("values_fit", share="99%")).en
    'The header says so. 99% of its values fit.'
    """
    return Reason(" ".join(r.en for r in reasons), "".join(r.zh for r in reasons))


def listed(names: Sequence[str], most: int = 20) -> Reason:
    """Return names one after the other, at most so many of them.

    >>> listed(["a", "b", "c"], 2).en, listed(["a", "b", "c"], 2).zh
    ('a, b and 1 more', 'a、b 等 3 个')
    """
    beyond = len(names) - most
    return Reason(
        ", ".join(names[:most]) + (f" and {beyond} more" if beyond > 0 else ""),
        "、".join(names[:most]) + (f" 等 {len(names)} 个" if beyond > 0 else ""),
    )


def counted(number: int, one: str, many: str, chinese: str) -> Reason:
    """Return a number with what it counts.

    >>> counted(1, "line", "lines", "行"), counted(2, "line", "lines", "行").en
    (Reason(en='1 line', zh='1 行'), '2 lines')
    """
    return Reason(f"{number} {one if number == 1 else many}", f"{number} {chinese}")


def megabytes(size: int) -> str:
    """Return a size in bytes as people say it.

    >>> megabytes(3 << 20), megabytes(1500)
    ('3 MB', '2 kB')
    """
    return f"{size >> 20} MB" if size >= 1 << 20 else f"{max(1, round(size / 1000))} kB"
