"""Every sentence that says why a file, or the way it is to be read, cannot be used, in English and Chinese."""

from goodword.core.errors import InputError

from .messages import Reason, filled

_SENTENCES: dict[str, tuple[str, str]] = {
    "missing": ("There is no file at {path}. Check the path.", "{path} 处没有文件。请检查路径。"),
    "folder": ("{path} is a folder. Choose a file in it.", "{path} 是文件夹。请选择其中的一个文件。"),
    "unreadable": (
        "{path} cannot be read ({detail}). Check its permissions.",
        "无法读取 {path}（{detail}）。请检查其权限。",
    ),
    "empty": (
        "{name} is empty. Choose a file with a header and at least one row.",
        "{name} 是空的。请选择有表头且至少有一行数据的文件。",
    ),
    "no_rows": (
        "{name} holds no rows. Choose a file with a header and at least one row.",
        "{name} 中没有数据行。请选择有表头且至少有一行数据的文件。",
    ),
    "no_objects": (
        "{name} holds no JSON objects. Give one object per line, or an array of objects.",
        "{name} 中没有 JSON 对象。请每行写一个对象，或写一个对象数组。",
    ),
    "not_data": (
        "{name} is {what}. Save the data as CSV or XLSX and import that.",
        "{name} 是{what}。请将数据另存为 CSV 或 XLSX 再导入。",
    ),
    "not_text": (
        "{name} is not a text file. Give CSV, TSV, JSON, Parquet or XLSX.",
        "{name} 不是文本文件。请提供 CSV、TSV、JSON、Parquet 或 XLSX 文件。",
    ),
    "not_an_array": (
        "{name} is not an array of JSON objects. Give one object per line, or [{{…}}, {{…}}].",
        "{name} 不是 JSON 对象数组。请每行写一个对象，或写成 [{{…}}, {{…}}]。",
    ),
    "open_document": (
        "{name} is an OpenDocument file. Save it as XLSX or CSV.",
        "{name} 是 OpenDocument 文件。请另存为 XLSX 或 CSV。",
    ),
    "other_packing": (
        "{name} is packed with {packing}. Unpack it first, or pack it with gzip or zip.",
        "{name} 是用 {packing} 压缩的。请先解压，或改用 gzip 或 zip 压缩。",
    ),
    "packed_twice": (
        "{name} is packed twice. Unpack it once and import the result.",
        "{name} 压缩了两层。请先解压一层再导入。",
    ),
    "empty_zip": (
        "{name} is a zip file with no data file in it. Choose one that holds a data file.",
        "{name} 是没有数据文件的 zip 文件。请选择含有数据文件的 zip 文件。",
    ),
    "many_in_zip": (
        "{name} holds {count} files: {listed}. Unpack it and import them one by one.",
        "{name} 中有 {count} 个文件：{listed}。请解压后逐个导入。",
    ),
    "damaged_zip": (
        "{name} is a damaged zip file. Pack it or download it again.",
        "{name} 是损坏的 zip 文件。请重新压缩或下载。",
    ),
    "damaged_file": (
        "{name} is damaged ({detail}). Pack it or download it again.",
        "{name} 已损坏（{detail}）。请重新压缩或下载。",
    ),
    "damaged_parquet": (
        "{name} is a damaged Parquet file. Write or download it again.",
        "{name} 是损坏的 Parquet 文件。请重新生成或下载。",
    ),
    "damaged_workbook": (
        "{name} is a damaged workbook. Save it as XLSX or CSV again.",
        "{name} 是损坏的工作簿。请重新另存为 XLSX 或 CSV。",
    ),
    "protected_zip": (
        "{name} is protected or packed in a way that is not read. Pack it as a plain zip.",
        "{name} 受密码保护，或其压缩方式无法读取。请压缩为普通 zip 文件。",
    ),
    "protected_workbook": (
        "{name} is protected by a password. Save it without one.",
        "{name} 受密码保护。请取消密码后另存。",
    ),
    "no_sheet": (
        "{name} has no sheet {sheet!r}. It has: {listed}.",
        "{name} 中没有工作表“{sheet}”。现有工作表：{listed}。",
    ),
    "workbook_too_large": (
        "{name} unpacks to more than {most}. Save it as CSV, which has no such limit.",
        "{name} 解压后超过 {most}。请另存为 CSV，CSV 没有此限制。",
    ),
    "unpacks_too_large": (
        "{name} unpacks to more than {most}. Split it, or import it unpacked.",
        "{name} 解压后超过 {most}。请拆分文件，或解压后再导入。",
    ),
    "zip_bomb": (
        "{name} unpacks to more than {ratio} times its size, as a zip bomb does. "
        "If you trust it, unpack it yourself and import the result.",
        "{name} 解压后超过其大小的 {ratio} 倍，与压缩炸弹相似。如果信任该文件，请自行解压后再导入。",
    ),
    "many_columns": (
        "{name} has {found} columns; at most {most} are read.",
        "{name} 有 {found} 列，最多读取 {most} 列。",
    ),
    "not_delimiter": (
        "{given!r} is not a delimiter. Give one character, for example , ; | or \\t.",
        "“{given}”不能作为分隔符。请给出一个字符，例如 , ; | 或 \\t。",
    ),
    "not_encoding": (
        "{given!r} is not an encoding. Try utf-8, utf-16, gb18030 or windows-1252.",
        "“{given}”不是编码名称。请尝试 utf-8、utf-16、gb18030 或 windows-1252。",
    ),
    "not_date_order": (
        "{given!r} is not a date order. Use dmy (31/05/2026) or mdy (05/31/2026).",
        "“{given}”不是日期顺序。请使用 dmy（31/05/2026）或 mdy（05/31/2026）。",
    ),
    "no_kind": (
        "{kind!r} cannot be imported. Choose one of {listed}.",
        "无法导入“{kind}”。请选择以下之一：{listed}。",
    ),
    "not_a_pair": (
        "{flag} {pair!r} cannot be read. Write it as {form}.",
        "无法识别 {flag} “{pair}”。请写成 {form}。",
    ),
    "pair_twice": (
        "{flag} gives {name} twice. Keep one of them.",
        "{flag} 给出了两次 {name}。请只保留一个。",
    ),
    "column_and_constant": (
        "{name} is given by a column and by --set. Keep one of them.",
        "{name} 既由列给出，又由 --set 给出。请只保留一个。",
    ),
    "no_field": (
        "{kind} have no field {name!r}.{hint} Fields: {listed}.",
        "{kind} 没有字段“{name}”。{hint}现有字段：{listed}。",
    ),
    "no_column": (
        "{name} has no column {column!r}.{hint} Columns: {listed}.",
        "{name} 中没有列“{column}”。{hint}现有列：{listed}。",
    ),
    "did_you_mean": (" Did you mean {near!r}?", "您是否指“{near}”？"),
    "column_needed": (
        "No column of {name} gives {fields}. Pass {flags} (columns: {listed}), "
        "or --set {first}=VALUE for every row.",
        "{name} 中没有列能作为 {fields}。请使用 {flags}（现有列：{listed}），"
        "或用 --set {first}=VALUE 为每一行指定同一个值。",
    ),
    "currency_needed": (
        "An amount needs a currency. Pass --map currency=COLUMN or --set currency=EUR.",
        "金额需要币种。请使用 --map currency=COLUMN 或 --set currency=EUR。",
    ),
    "bad_constant": (
        "--set {name}={value} cannot be used. {why}",
        "--set {name}={value} 无法使用。{why}",
    ),
    "unknown_ending": (
        "{name} does not say how to write it. Give it one of these endings: {endings}.",
        "从 {name} 看不出要写成什么格式。请使用以下扩展名之一：{endings}。",
    ),
    "profile_field": (
        "The profile names {name!r}, which {kind} do not have. Save it again.",
        "读取方式中的“{name}”不是 {kind} 的字段。请重新保存。",
    ),
    "profile_incomplete": (
        "The profile is not complete: it needs a name and a list of columns. Save it again.",
        "读取方式不完整：需要名称和列名列表。请重新保存。",
    ),
    "profile_object": (
        "The {part} of the profile is not an object. Save the profile again.",
        "读取方式中的 {part} 不是对象。请重新保存。",
    ),
}


class FileError(InputError):
    """A file, or the way it is to be read, cannot be used; `reason` says why in both languages.

    >>> FileError(Reason("It is empty.", "它是空的。")).reason.zh
    '它是空的。'
    """

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.en)
        self.reason = reason


def problem(code: str, **values: object) -> FileError:
    """Return the error for a sentence with its values filled in, ready to be raised.

    >>> str(problem("folder", path="/data"))
    '/data is a folder. Choose a file in it.'
    """
    return FileError(filled(_SENTENCES[code], values))


def hint(code: str, **values: object) -> Reason:
    """Return a part of a sentence with its values filled in.

    >>> hint("did_you_mean", near="text").zh
    '您是否指“text”？'
    """
    return filled(_SENTENCES[code], values)
