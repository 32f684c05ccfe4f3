"""Invented names: common given names beside uncommon family names, and the Chinese ones with their pinyin."""

from string import ascii_lowercase
from typing import Final

import numpy as np

_GIVEN: Final = (  # noqa: SIM905
    "Ada Agnes Alan Alma Anita Arthur Beatrice Bernard Blake Bridget Cecil Clara Claude Connie Daniel "
    "Delia Doris Edith Edwin Elena Elliot Elsie Esther Felix Fiona Flora Frances Gemma Gilbert Grace "
    "Greta Harriet Hazel Hugo Ida Imogen Irene Isaac Ivy Jasper Joan Jonah Julia Keith Leah Leonard "
    "Lewis Lydia Mabel Marcus Martha Miles Miriam Nadia Naomi Nora Oscar Owen Paula Percy Phoebe Ralph "
    "Rebecca Robin Rosalind Rupert Sadie Silas Simon Stella Tess Theo Tobias Ursula Vera Vincent Wendy "
    "Winifred Zoe"
).split()
_FAMILY: Final = (  # noqa: SIM905
    "Abbotside Aldercott Ashgrove Barrowmere Birchall Blackwold Bramcote Brindlewood Calderwick "
    "Carrowby Claywell Coldbrook Cotterham Cranleigh Dalebourne Denholme Downham Eastcliffe Eldermoor "
    "Elmstead Fairholt Farrowdale Fenwright Foxley Garthwell Glenmoor Greystoke Hallcroft Hartmoor "
    "Hawksby Hazeldine Heathcote Hollinworth Ingleby Kelderby Kirkham Langthorne Larkspur Linwood "
    "Lockridge Longmire Maplethorpe Marlowe Merrydew Millbank Netherby Northcott Oakeshott Oldroyd "
    "Penhallow Quillon Radcote Ravensby Redfern Rookwood Rushmere Saltmarsh Sedgewick Sheldrake "
    "Silverdale Southby Stanmere Stonehouse Tallowby Thistleton Thornhill Tillbrook Underhill Vexley "
    "Wakelin Waverley Westerby Whitlock Wickham Winterby Woolcott Yarrowby Yewdale"
).split()
_ZH_FAMILY: Final = (  # noqa: SIM905
    "安an 白bai 蔡cai 曹cao 陈chen 程cheng 崔cui 戴dai 邓deng 丁ding 董dong 杜du 段duan 范fan 方fang "
    "冯feng 傅fu 高gao 葛ge 龚gong 顾gu 郭guo 韩han 郝hao 何he 贺he 洪hong 侯hou 胡hu 黄huang 贾jia "
    "江jiang 姜jiang 蒋jiang 金jin 孔kong 赖lai 雷lei 黎li 李li 梁liang 廖liao 林lin 刘liu 龙long 卢lu "
    "陆lu 罗luo 马ma 孟meng 潘pan 彭peng 秦qin 邱qiu 任ren 沈shen 石shi 史shi 宋song 苏su 孙sun 谭tan "
    "汤tang 唐tang 陶tao 田tian 汪wang 王wang 韦wei 魏wei 吴wu 夏xia 萧xiao 谢xie 徐xu 许xu 薛xue "
    "严yan 阎yan 杨yang 姚yao 叶ye 尹yin 余yu 袁yuan 曾zeng 张zhang 赵zhao 郑zheng 钟zhong 周zhou "
    "朱zhu"
).split()
_ZH_GIVEN: Final = (  # noqa: SIM905
    "安然anran 柏言boyan 博闻bowen 昌明changming 承宇chengyu 楚宁chuning 初夏chuxia 丹青danqing "
    "芳洲fangzhou 冠霖guanlin 海宁haining 浩然haoran 和悦heyue 红叶hongye 怀瑾huaijin 慧敏huimin "
    "佳音jiayin 嘉树jiashu 建华jianhua 静姝jingshu 君雅junya 可欣kexin 兰心lanxin 乐川lechuan "
    "立言liyan 林溪linxi 凌云lingyun 明哲mingzhe 沐阳muyang 念真nianzhen 佩玲peiling 启文qiwen "
    "巧云qiaoyun 清扬qingyang 秋实qiushi 若水ruoshui 尚文shangwen 诗涵shihan 书宁shuning 思齐siqi "
    "思远siyuan 素秋suqiu 天佑tianyou 婉清wanqing 文轩wenxuan 惜时xishi 夏荷xiahe 晓峰xiaofeng "
    "心怡xinyi 星河xinghe 秀兰xiulan 雅文yawen 彦博yanbo 亦凡yifan 逸飞yifei 永康yongkang 雨桐yutong "
    "语嫣yuyan 远山yuanshan 云帆yunfan 泽楷zekai 知夏zhixia 志成zhicheng 子墨zimo 梓涵zihan 紫薇ziwei"
).split()


def _split(words: list[str]) -> list[tuple[str, str]]:
    """Return the Chinese part and the pinyin of each word."""
    chinese = [word.rstrip(ascii_lowercase) for word in words]
    return [(part, word.removeprefix(part)) for part, word in zip(chinese, words, strict=True)]


_ZH_FAMILIES: Final = _split(_ZH_FAMILY)
_ZH_GIVENS: Final = _split(_ZH_GIVEN)
_DOMAINS: Final = ("example.com", "example.org", "example.net")


def invent(generator: np.random.Generator, languages: list[str]) -> list[tuple[str, str]]:
    """Return an invented name and an address part (ASCII, not unique) for each language code.

    >>> invent(np.random.default_rng(0), ["en", "zh"])[1][1].isascii()
    True
    """
    draws = generator.integers(0, 1 << 31, (len(languages), 2))
    return [_one(language, int(a), int(b)) for language, (a, b) in zip(languages, draws, strict=True)]


def _one(language: str, a: int, b: int) -> tuple[str, str]:
    if language == "zh":
        family, given = _ZH_FAMILIES[a % len(_ZH_FAMILIES)], _ZH_GIVENS[b % len(_ZH_GIVENS)]
        return family[0] + given[0], f"{given[1]}.{family[1]}"
    given_en, family_en = _GIVEN[a % len(_GIVEN)], _FAMILY[b % len(_FAMILY)]
    return f"{given_en} {family_en}", f"{given_en}.{family_en}".lower()


def address(part: str, number: int) -> str:
    """Return an e-mail address on a domain reserved for examples (RFC 2606).

    >>> address("ada.foxley", 4)
    'ada.foxley4@example.org'
    """
    return f"{part}{number}@{_DOMAINS[number % len(_DOMAINS)]}"
