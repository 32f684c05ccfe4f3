"""One word per thing, in English and Chinese: what the console, the API and the docs call it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the field: its name and one-sentence definition in both languages."""

    key: str
    en: str
    zh: str
    en_definition: str
    zh_definition: str

    def name(self, language: str = "en") -> str:
        """Return the term's name in a language (`zh…` is Chinese, anything else English)."""
        return self.zh if language.startswith("zh") else self.en

    def definition(self, language: str = "en") -> str:
        """Return the term's definition in a language."""
        return self.zh_definition if language.startswith("zh") else self.en_definition


_ROWS: tuple[tuple[str, str, str, str, str], ...] = (
    # the loop
    (
        "listen",
        "Listen",
        "倾听",
        "Collect and read what people say of the brand.",
        "收集并读懂人们对品牌的评价。",
    ),
    ("handle", "Handle", "处理", "Find the cause of a complaint and put it right.", "查明不满的原因并解决。"),
    ("talkers", "Talkers", "传播者", "Find the people whose word counts.", "找到说话有分量的人。"),
    (
        "activate",
        "Activate",
        "激发",
        "Give people a reason and a way to recommend.",
        "让人们愿意推荐，也方便推荐。",
    ),
    ("measure", "Measure", "衡量", "Follow a recommendation to its effect.", "追踪推荐的效果。"),
    ("study", "Study", "研究", "Ask why people share, or do not.", "了解人们为什么分享或不分享。"),
    (
        "test",
        "Test",
        "实验",
        "Try one thing against another and see which works.",
        "对比不同做法，看哪种有效。",
    ),
    ("what_next", "What next", "下一步", "The ranked list of what to do.", "按价值排序的行动清单。"),
    # things
    (
        "mention",
        "Mention",
        "提及",
        "One thing somebody said of the brand in public.",
        "某人公开谈到品牌的一条内容。",
    ),
    ("person", "Person", "人物", "Somebody who may speak of the brand.", "可能谈到品牌的人。"),
    (
        "tie",
        "Tie",
        "关系",
        "A directed connection along which one person's words reach another.",
        "一个人的话传到另一个人的有向联系。",
    ),
    ("network", "Network", "关系网", "All people and the ties between them.", "所有人物及其之间的关系。"),
    (
        "event",
        "Event",
        "事件",
        "Something that happened: a share, a click, a purchase.",
        "发生的一件事：分享、点击、购买等。",
    ),
    ("survey", "Survey", "问卷", "A set of questions put to people.", "向人们提出的一组问题。"),
    ("answer", "Answer", "答卷", "One person's filled-in survey.", "一个人填写的问卷。"),
    (
        "programme",
        "Programme",
        "推荐计划",
        "A plan by which people are invited to recommend.",
        "邀请人们推荐的计划。",
    ),
    (
        "lever",
        "Lever",
        "动因",
        "What makes a share worth its cost to the one who shares.",
        "让分享者觉得值得的理由。",
    ),
    ("channel", "Channel", "渠道", "Where a recommendation travels.", "推荐传播的途径。"),
    ("source", "Source", "来源", "The place a mention was found.", "提及出现的地方。"),
    (
        "origin",
        "Origin",
        "发布者身份",
        "Who wrote a mention: a consumer, the brand, an employee, or somebody paid.",
        "提及由谁发布：消费者、品牌、员工或受酬者。",
    ),
    ("stimulus", "Prompting", "自发性", "Whether the brand prompted a mention.", "提及是否由品牌推动。"),
    (
        "sentiment",
        "Sentiment",
        "倾向",
        "What a mention says of the brand: favourable, neutral or unfavourable.",
        "提及对品牌的态度：好评、中性或差评。",
    ),
    ("cause", "Cause", "原因", "Why a mention is unfavourable.", "产生差评的原因。"),
    (
        "net_favourable",
        "Net favourable",
        "净好评",
        "Favourable less unfavourable mentions, as a share of all consumer mentions that have a sentiment.",
        "好评数减差评数，占有倾向标注的消费者提及的比例。",
    ),
    ("intent", "Intent", "意图", "What the author of a mention is after.", "提及作者想要什么。"),
    (
        "aspect",
        "Aspect",
        "方面",
        "A side of the product or service a mention speaks of.",
        "提及所谈的产品或服务的某一面。",
    ),
    (
        "saved_query",
        "Saved query",
        "已保存的查询",
        "What a brand, a competitor or a topic is asked for by, version by version.",
        "用来查找品牌、竞争对手或话题的查询，逐版保留。",
    ),
    (
        "precision",
        "Precision",
        "精确率",
        "How much of what a query finds is meant.",
        "查询找到的内容中符合本意的比例。",
    ),
    (
        "share_of_voice",
        "Share of voice",
        "声量份额",
        "How much of all naming of a brand and its competitors falls to one of them.",
        "品牌与竞争对手被点名的总次数中，其中一家所占的比例。",
    ),
    (
        "search_reading",
        "Search reading",
        "搜索读数",
        "One look at what a search engine shows for a keyword at a place.",
        "对某关键词在某地点的搜索结果的一次读取。",
    ),
    (
        "coverage",
        "Coverage",
        "覆盖",
        "Which questions about the brand an official page answers.",
        "关于品牌的问题中，有官方页面回答的部分。",
    ),
    (
        "gap",
        "Gap",
        "缺口",
        "A time in which something could not be read; it is never taken for silence.",
        "未能读取的一段时间；绝不当作无人发言。",
    ),
    (
        "alert",
        "Alert",
        "预警",
        "A word that more is said than is usual at that hour, at a stated false-alarm rate.",
        "某一时段的声音超出平常时发出的提醒，误报率事先设定。",
    ),
    ("topic", "Topic", "话题", "What many mentions have in common.", "许多提及共同谈论的内容。"),
    ("reading", "Reading", "解读", "What the model makes of a mention.", "模型对一条提及的判断。"),
    (
        "evidence",
        "Evidence",
        "依据",
        "The words of a mention that carried a label.",
        "支持某个标注的原文词语。",
    ),
    (
        "confidence",
        "Confidence",
        "置信度",
        "How often a label of this strength is right, as measured.",
        "同等强度的标注经实测的正确比例。",
    ),
    (
        "abstention",
        "Abstention",
        "不作判断",
        "The model is not sure enough to give a label.",
        "模型把握不足，不给标注。",
    ),
    (
        "reader_model",
        "Reading model",
        "解读模型",
        "A version of what reads the mentions.",
        "解读提及所用模型的一个版本。",
    ),
    (
        "gold_set",
        "Gold set",
        "金标集",
        "Labels drawn at random and kept out of learning, by which models are judged.",
        "随机抽取且不参与学习的标注，用来评判模型。",
    ),
    ("copies", "Copies", "复制内容", "Mentions with nearly the same text.", "文字几乎相同的提及。"),
    ("import", "Import", "导入", "A file brought in.", "导入的一份文件。"),
    ("member", "Member", "成员", "A person who works here with a role.", "在此工作并拥有角色的人。"),
    ("role", "Role", "角色", "The department a member acts for.", "成员所代表的部门。"),
    (
        "agency",
        "Agency",
        "代理机构",
        "An organisation that works for other organisations' brands.",
        "为其他组织的品牌工作的机构。",
    ),
    ("brand", "Brand", "品牌", "What people recommend.", "人们所推荐的对象。"),
    (
        "audit_trail",
        "Audit trail",
        "审计记录",
        "Every change: who, what, when, from what to what.",
        "每次变更：谁、何时、改了什么。",
    ),
    ("job", "Job", "后台任务", "Work done in the background.", "在后台完成的工作。"),
    ("token", "API token", "API 令牌", "A program's way in.", "程序访问的凭证。"),
    # kinds of source
    ("blog", "Blog", "博客", "A personal or company journal.", "个人或公司的博客。"),
    ("wiki", "Wiki", "百科", "A page many people edit.", "多人编辑的页面。"),
    ("podcast", "Podcast", "播客", "A spoken programme.", "语音节目。"),
    ("forum", "Forum", "论坛", "A place for discussion by topic.", "按主题讨论的地方。"),
    (
        "social_network",
        "Social network",
        "社交网络",
        "Posts among people who follow each other.",
        "互相关注的人之间的动态。",
    ),
    (
        "content_community",
        "Content community",
        "内容社区",
        "A place to share videos, pictures or notes.",
        "分享视频、图片或笔记的社区。",
    ),
    ("question_answer", "Questions and answers", "问答", "A place to ask and answer.", "提问与回答的地方。"),
    ("review_site", "Review site", "点评网站", "A place to rate and review.", "评分和点评的地方。"),
    ("news", "News", "新闻", "Reporting by the press.", "新闻报道。"),
    ("search_result", "Search result", "搜索结果", "What a search engine shows.", "搜索引擎展示的结果。"),
    # sentiment
    ("favourable", "Favourable", "好评", "It speaks well of the brand.", "说品牌的好话。"),
    ("neutral", "Neutral", "中性", "It speaks neither well nor ill of the brand.", "不褒不贬。"),
    ("unfavourable", "Unfavourable", "差评", "It speaks ill of the brand.", "说品牌的不好。"),
    # cause
    (
        "product_defect",
        "Product defect",
        "产品缺陷",
        "The product does not do what it should.",
        "产品没有做到应有的事。",
    ),
    ("service_problem", "Service problem", "服务问题", "People were served badly.", "服务不周。"),
    ("price", "Price", "价格", "It costs too much for what it is.", "性价比不高。"),
    ("delivery", "Delivery", "交付", "It came late, wrong or not at all.", "交付迟了、错了或没有交付。"),
    (
        "unmet_expectation",
        "Unmet expectation",
        "期望落差",
        "It was promised or imagined otherwise.",
        "与承诺或想象不符。",
    ),
    (
        "unfair_comment",
        "Unfair or mistaken comment",
        "不公或误解",
        "A person judged it to rest on a mistake.",
        "经人工判断，源于误解。",
    ),
    (
        "competitor_attack",
        "Suspected competitor attack",
        "疑似竞争对手攻击",
        "A person suspects a competitor behind it.",
        "经人工判断，疑为竞争对手所为。",
    ),
    ("other", "Other", "其他", "None of the others.", "不属于以上任何一类。"),
    # intent
    ("question", "Question", "提问", "The author asks something.", "作者在询问。"),
    ("purchase_intent", "Purchase intent", "购买意向", "The author thinks of buying.", "作者有购买的打算。"),
    ("complaint", "Complaint", "投诉", "The author wants something put right.", "作者希望问题得到解决。"),
    ("recommendation", "Recommendation", "推荐", "The author tells others to try it.", "作者向他人推荐。"),
    # origin and prompting
    (
        "consumer",
        "Consumer",
        "消费者",
        "Written by somebody with no stake in the brand.",
        "与品牌无利益关系的人所写。",
    ),
    ("employee", "Employee", "员工", "Written by somebody who works for the brand.", "品牌员工所写。"),
    (
        "paid",
        "Paid",
        "受酬",
        "Written by somebody who was paid.",
        "收取报酬的人所写。",
    ),
    ("organic", "Organic", "自发", "Nobody prompted it.", "无人推动。"),
    ("stimulated", "Stimulated", "受推动", "The brand prompted it.", "由品牌推动。"),
    # who gave a label
    ("file", "From the file", "来自文件", "The label came with the data.", "标注随数据而来。"),
    ("model", "By the model", "模型标注", "A model gave the label.", "由模型标注。"),
    # ties
    ("knows", "Knows", "认识", "They know each other.", "彼此认识。"),
    ("follows", "Follows", "关注", "One follows the other.", "一方关注另一方。"),
    ("replied", "Replied", "回复", "One replied to the other.", "一方回复了另一方。"),
    ("referred", "Referred", "推荐", "One referred the other.", "一方推荐了另一方。"),
    ("nominated", "Nominated", "提名", "One nominated the other.", "一方提名了另一方。"),
    # channels
    ("private_message", "Private message", "私信", "To people chosen by name.", "发给指定的人。"),
    (
        "comment",
        "Comment",
        "评论",
        "Below something; the author chooses who may see it.",
        "在内容之下，由作者选择谁可见。",
    ),
    ("feed", "Feed", "动态", "To followers.", "发给关注者。"),
    ("community", "Community", "社群", "To the members of a group.", "发给群组成员。"),
    ("email", "E-mail", "电子邮件", "By e-mail.", "通过电子邮件。"),
    ("print", "Print", "印刷品", "On paper, with a code.", "印在纸上，附有代码。"),
    ("spoken", "Spoken", "口头", "By word of mouth.", "口口相传。"),
    # levers
    ("self_presentation", "Self-presentation", "自我呈现", "Sharing shows who one is.", "分享能展现自己。"),
    (
        "connectivity",
        "Staying connected",
        "维系关系",
        "Sharing keeps a friendship alive.",
        "分享能维系友情。",
    ),
    ("helping", "Joy of helping", "助人之乐", "Sharing helps somebody.", "分享能帮到别人。"),
    ("privacy", "Privacy", "隐私", "Sharing does not give oneself away.", "分享不会泄露隐私。"),
    (
        "responsibility",
        "Responsibility",
        "责任",
        "One is not blamed if the friend is let down.",
        "朋友失望时不会怪到自己。",
    ),
    ("material_reward", "Material reward", "物质奖励", "Sharing is paid for.", "分享能得到奖励。"),
    # events
    ("share", "Share", "分享", "Somebody recommended.", "有人作了推荐。"),
    ("view", "View", "浏览", "Somebody saw a recommendation.", "有人看到了推荐。"),
    ("click", "Click", "点击", "Somebody followed a link.", "有人点开了链接。"),
    ("visit", "Visit", "访问", "Somebody came to see.", "有人来访。"),
    ("lead", "Lead", "线索", "Somebody left a way to be reached.", "有人留下了联系方式。"),
    ("sign_up", "Sign-up", "注册", "Somebody became a user.", "有人成为用户。"),
    ("purchase", "Purchase", "购买", "Somebody paid.", "有人付款。"),
    ("refund", "Refund", "退款", "Money went back.", "款项退回。"),
    # measuring
    (
        "share_link",
        "Share link",
        "分享链接",
        "A link of one person's recommendation, by which what comes of it is counted.",
        "某个人推荐时使用的链接，用来统计之后的结果。",
    ),
    (
        "tie_strength",
        "Tie strength",
        "关系强度",
        "How close the sharer is to the one they tell.",
        "分享者与听者的亲疏程度。",
    ),
    ("strong", "Strong tie", "强关系", "Family and close friends.", "家人和好友。"),
    (
        "weak",
        "Weak tie",
        "弱关系",
        "Acquaintances, and people one only knows online.",
        "泛泛之交，以及只在网上认识的人。",
    ),
    (
        "segment",
        "Segment",
        "人群",
        "A group of people a brand looks at on its own.",
        "品牌单独观察的一群人。",
    ),
    (
        "funnel",
        "Funnel",
        "漏斗",
        "How many people came how far: seen, found, visited, decided, told.",
        "多少人走到了哪一步：看见、找到、访问、决定、告诉别人。",
    ),
    (
        "k_factor",
        "K-factor",
        "K 因子",
        "How many new customers one customer brings.",
        "一位顾客引荐多少新顾客。",
    ),
    (
        "cycle_time",
        "Cycle time",
        "传播周期",
        "How long it takes from joining to having brought somebody.",
        "从加入到引荐别人所需的时间。",
    ),
    (
        "cascade",
        "Cascade",
        "传播链",
        "A recommendation and all that was passed on from it.",
        "一次推荐以及由它引出的所有转发。",
    ),
    (
        "depth",
        "Depth",
        "深度",
        "How many hands a cascade went through: steps from the first sharer to the one furthest away.",
        "传播链经过多少次转手：从首位分享者到最远一位的步数。",
    ),
    (
        "breadth",
        "Breadth",
        "宽度",
        "The most people of a cascade who are equally many steps from the first sharer.",
        "传播链中与首位分享者步数相同的人最多有多少。",
    ),
    (
        "structural_virality",
        "Structural virality",
        "结构病毒性",
        "The mean number of steps between two people of a cascade: about 2 for a broadcast, more from hand to hand.",
        "传播链中任意两人之间的平均步数：一对多的广播约为 2，人传人更大。",
    ),
    (
        "downstream",
        "Money brought",
        "下游金额",
        "What those somebody brought spent, and those they brought in turn, refunds taken off.",
        "某人引荐的人以及他们再引荐的人一共花的钱，已扣退款。",
    ),
    (
        "top_talkers",
        "Top talkers",
        "引荐最多的人",
        "The people who brought the most money.",
        "下游金额最多的人。",
    ),
    (
        "attribution",
        "Attribution",
        "归因",
        "Which channel gets the credit for a purchase, by a rule.",
        "按某种规则把购买归功于渠道。",
    ),
    (
        "attributed",
        "Attributed",
        "归因所得",
        "Credited to a channel by a rule; not proof that it caused it.",
        "按规则归给渠道，并不证明由它带来。",
    ),
    (
        "incremental",
        "Incremental",
        "增量",
        "Caused, as a randomised test found.",
        "由随机试验证实带来的部分。",
    ),
    (
        "asked",
        "Asked",
        "询问所得",
        "What people answered when asked who told them.",
        "问“谁告诉您的”得到的回答。",
    ),
    (
        "acquisition_cost",
        "Cost of a new customer",
        "获客成本",
        "Money spent per new customer.",
        "每位新顾客花费的金额。",
    ),
    ("cost", "Cost", "成本", "Money spent on word of mouth.", "为口碑花的钱。"),
    ("reward", "Reward", "奖励", "What somebody gets for a recommendation.", "因推荐而得到的东西。"),
    (
        "content",
        "Content",
        "内容",
        "Texts, pictures and films made for word of mouth.",
        "为口碑制作的文字、图片和视频。",
    ),
    ("tool", "Tools", "工具", "Software and services paid for word of mouth.", "为口碑购买的软件和服务。"),
    (
        "staff",
        "Staff",
        "人力",
        "The working time of the people who look after it.",
        "负责口碑的人所花的工时。",
    ),
)

TERMS: dict[str, Term] = {row[0]: Term(*row) for row in _ROWS}


def term(key: str) -> Term:
    """Return the term of a key.

    >>> term("mention").name("zh-hans")
    '提及'
    """
    return TERMS[key]


def label(key: str, language: str = "en") -> str:
    """Return the name of a key in a language; a key that is no term is returned as it is.

    >>> label("favourable"), label("favourable", "zh"), label("Weibo")
    ('Favourable', '好评', 'Weibo')
    """
    return TERMS[key].name(language) if key in TERMS else key
