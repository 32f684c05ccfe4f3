"""Lumen School as its people would describe it in the brand settings, and who signs in."""

from dataclasses import dataclass
from typing import Final

from goodword.core.vocabulary import Channel


@dataclass(frozen=True, slots=True)
class Bilingual:
    """The same words in English and Chinese."""

    en: str
    zh: str


@dataclass(frozen=True, slots=True)
class Login:
    """A person of the sample cast; `role` is marketing, sales, after_sales, legal, analyst or admin.

    `agency` is true for the one who works for an agency and sees this brand only.
    """

    name: str
    email: str
    role: str
    language: str
    agency: bool = False


@dataclass(frozen=True, slots=True)
class BrandProfile:
    """What the brand settings hold."""

    name: Bilingual
    organisation: Bilingual
    agency: Bilingual
    website: str
    zone: str
    currency: str
    product: Bilingual
    positioning: Bilingual
    audience: Bilingual
    goal: Bilingual
    baseline_acquisition_cost_minor: int
    keywords: tuple[str, ...]
    forbidden_channels: tuple[Channel, ...]
    forbidden_audiences: tuple[Bilingual, ...]
    legal_notes: tuple[Bilingual, ...]
    logins: tuple[Login, ...]


_CAST: Final = (
    Login("Mara Wexcombe", "marketing@lumen.example", "marketing", "en"),
    Login("苏明川", "sales@lumen.example", "sales", "zh"),
    Login("Tobias Fenwright", "care@lumen.example", "after_sales", "en"),
    Login("顾立言", "legal@lumen.example", "legal", "zh"),
    Login("Imogen Ashgrove", "analyst@lumen.example", "analyst", "en"),
    Login("Hugo Birchall", "admin@lumen.example", "admin", "en"),
    Login("叶知夏", "agency@lumen.example", "marketing", "zh", agency=True),
)
_KEYWORDS: Final = (
    "Lumen School", "Lumen online school", "Lumen logic course", "Lumen programming course",
    "Lumen School reviews", "is Lumen School worth it", "流明学堂", "流明学堂 怎么样", "流明 逻辑课",
    "流明 编程课", "流明 人文课", "流明学堂 退款",
)  # fmt: skip
_PRODUCT: Final = Bilingual(
    "Live online courses in logic, humanities and programming in small groups, with a printed "
    "workbook and a trial lesson. Money back within 14 days.",
    "逻辑、人文、编程三类在线直播小班课，配纸质练习册，可先试听；14 天内可退款。",
)
_POSITIONING: Final = Bilingual(
    "The school for people who want to think for themselves: few courses, taught well, and a teacher "
    "who answers.",
    "给愿意独立思考的人的学堂：课不多，讲得透，老师会回答你的问题。",
)
_AUDIENCE: Final = Bilingual(
    "Adults who study beside their work, and parents who look for a course for teenagers.",
    "边工作边学习的成年人，以及为十几岁孩子选课的家长。",
)
_GOAL: Final = Bilingual(
    "Grow by recommendation alone: in a year, half of the new learners come through another learner, "
    "at a lower cost for each than paid advertising had.",
    "只靠口碑增长：一年内，一半新学员由老学员推荐而来，获客成本低于过去的广告投放。",
)
_FORBIDDEN_AUDIENCES: Final = (
    Bilingual("Children under 14, addressed directly.", "不得直接面向 14 周岁以下的儿童。"),
    Bilingual("Pupils as paid recommenders.", "不得让中小学生做有偿推荐。"),
)
_LEGAL_NOTES: Final = (
    Bilingual(
        "Paid advertising of after-school tutoring is not allowed where we work; no programme may buy reach.",
        "我们所在地区不允许校外培训投放付费广告，任何活动都不得购买曝光。",
    ),
    Bilingual(
        "Whoever gets anything for a recommendation says so in the recommendation itself.",
        "凡因推荐获得任何好处的人，须在推荐内容中写明。",
    ),
    Bilingual(
        "No promise of results or marks. No comparison with a named competitor.",
        "不得承诺效果或分数，不得点名与同行比较。",
    ),
    Bilingual(
        "Reviews are never removed, hidden or paid to be changed.", "不删除、不隐藏评价，也不付费让人改评价。"
    ),
)


def brand_profile() -> BrandProfile:
    """Return the brand settings of Lumen School and the sample logins; the caller sets the password.

    >>> brand_profile().name.en, len(brand_profile().logins)
    ('Lumen School', 7)
    """
    return BrandProfile(
        name=Bilingual("Lumen School", "流明学堂"),
        organisation=Bilingual("Lumen Education", "流明教育"),
        agency=Bilingual("Two Lamps Agency", "双灯传播"),
        website="https://lumen.example",
        zone="Asia/Shanghai",
        currency="CNY",
        product=_PRODUCT,
        positioning=_POSITIONING,
        audience=_AUDIENCE,
        goal=_GOAL,
        baseline_acquisition_cost_minor=38_000,
        keywords=_KEYWORDS,
        forbidden_channels=(Channel.PRINT,),
        forbidden_audiences=_FORBIDDEN_AUDIENCES,
        legal_notes=_LEGAL_NOTES,
        logins=_CAST,
    )
