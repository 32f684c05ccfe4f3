"""The closed lists of the field, one word per thing; the glossary gives each its English and Chinese name."""

from enum import StrEnum


class SourceType(StrEnum):
    """The kind of place a mention comes from."""

    BLOG = "blog"
    WIKI = "wiki"
    PODCAST = "podcast"
    FORUM = "forum"
    SOCIAL_NETWORK = "social_network"
    CONTENT_COMMUNITY = "content_community"
    QUESTION_ANSWER = "question_answer"
    REVIEW_SITE = "review_site"
    NEWS = "news"
    SEARCH_RESULT = "search_result"


class Sentiment(StrEnum):
    """What a mention says of the brand."""

    FAVOURABLE = "favourable"
    NEUTRAL = "neutral"
    UNFAVOURABLE = "unfavourable"


class Cause(StrEnum):
    """Why a mention is unfavourable."""

    PRODUCT_DEFECT = "product_defect"
    SERVICE_PROBLEM = "service_problem"
    PRICE = "price"
    DELIVERY = "delivery"
    UNMET_EXPECTATION = "unmet_expectation"
    UNFAIR_COMMENT = "unfair_comment"
    COMPETITOR_ATTACK = "competitor_attack"
    OTHER = "other"


class Intent(StrEnum):
    """What the author of a mention is after."""

    QUESTION = "question"
    PURCHASE_INTENT = "purchase_intent"
    COMPLAINT = "complaint"
    RECOMMENDATION = "recommendation"
    OTHER = "other"


class Origin(StrEnum):
    """Who wrote a mention; only consumers count as consumer word of mouth."""

    CONSUMER = "consumer"
    BRAND = "brand"
    EMPLOYEE = "employee"
    PAID = "paid"


class Stimulus(StrEnum):
    """Whether the brand prompted a mention."""

    ORGANIC = "organic"
    STIMULATED = "stimulated"


class LabelledBy(StrEnum):
    """Who or what gave a mention its label."""

    FILE = "file"
    PERSON = "person"
    MODEL = "model"
    ACCOUNT = "account"  # the account it was said from is known


class TieKind(StrEnum):
    """How two people are connected, from the one who speaks to the one who hears unless said otherwise."""

    KNOWS = "knows"
    FOLLOWS = "follows"
    REPLIED = "replied"
    REFERRED = "referred"
    NOMINATED = "nominated"


class Channel(StrEnum):
    """Where a recommendation travels."""

    PRIVATE_MESSAGE = "private_message"
    COMMENT = "comment"
    FEED = "feed"
    COMMUNITY = "community"
    EMAIL = "email"
    PRINT = "print"
    SPOKEN = "spoken"
    OTHER = "other"


class Lever(StrEnum):
    """What makes a share worth its cost (social exchange theory), and the material reward beside it."""

    SELF_PRESENTATION = "self_presentation"
    CONNECTIVITY = "connectivity"
    HELPING = "helping"
    PRIVACY = "privacy"
    RESPONSIBILITY = "responsibility"
    MATERIAL_REWARD = "material_reward"


class TieStrength(StrEnum):
    """How close the sharer is to the one they tell (Granovetter 1973)."""

    STRONG = "strong"
    WEAK = "weak"


class CostKind(StrEnum):
    """What word of mouth costs money for."""

    REWARD = "reward"
    CONTENT = "content"
    TOOL = "tool"
    STAFF = "staff"
