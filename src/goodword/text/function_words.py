"""The commonest words of languages that are easily confused in a few words of Latin letters."""

# Words that two languages share are in both lists; words of one letter are in none. Apostrophes part words.
FUNCTION_WORDS: dict[str, str] = {
    "en": (
        "about after again all am an and any are as at back be because been before being but by can could "
        "did do does doesn don ever every for from get go got had has have he her here him his how if in "
        "into is isn it its just know like ll made make me more most much my need never new no not now of "
        "off ok okay on one only or other our out over really re she should so some still such than that "
        "the their them then there these they think this those time to too up us very want was wasn way we "
        "well were what when where which while who why will with without would yes yet you your im dont "
        "cant didn didnt won wont ur idk btw gonna wanna yeah come plus always going gotta lot use used "
        "quite nothing something anything everything through between few many same even though maybe"
    ),
    "es": (
        "al algo bien buena bueno cada como con cuando de del desde donde el ella en entre era es esa ese "
        "eso esta este esto está están fue gracias ha hace hasta hay hola la las le les lo los mi más me "
        "mucho muy nada ni no nos para pero por porque que qué se si sin sobre son su sus también te tiene "
        "todo todos tu un una uno ya yo"
    ),
    "fr": (
        "au aussi aux avec avez beaucoup bien bon bonjour bonne ce ces cette comme dans de des du elle en "
        "est et eu fait il ils je la le les leur lui ma mais me merci mes moi mon même ne nous on ont ou où "
        "par pas plus pour qu quand que qui quoi sa sans se ses si son sont sur ta te tout toute tous très "
        "tu un une vous ça été être suis"
    ),
    "de": (
        "aber alle als am an auch auf aus bei bin bis bitte da danke das dass dem den der des die doch du "
        "ein eine einen einer er es für ganz gut habe haben hat hier ich ihr im in ist ja kann kein keine "
        "leider man mehr mein mich mir mit nach nicht noch nur oder schon sehr sein sich sie sind so um und "
        "uns vom von vor war was wenn wie wir wird zu zum zur über"
    ),
    "pt": (
        "ao aos as até bem boa bom com como da das de do dos ela ele em era essa esse esta este eu foi há "
        "isso isto já lhe mais mas me meu minha muito na nas no nos não nem obrigado obrigada olá os ou "
        "para pela pelo por porque que quem se sem ser seu sua são só também tem tudo um uma você está"
    ),
    "it": (
        "al alla anche buona buono che chi ci ciao come con così cosa da dal dalla degli dei del della "
        "delle di dove era fatto gli grazie ha hanno ho il in io la le lo loro ma me mi mio molto ne nel "
        "nella no noi non per perché più poi qua quando quella quello questa questo se sei si sono su sua "
        "suo ti tu tutti tutto un una però"
    ),
    "nl": (
        "aan al alles als bij ben dan dat de deze die dit doen door een en er geen goed haar had heb hebben "
        "heeft heel het hij hoe hun ik in is je kan maar me meer met mij mijn naar niet niets nog nu of om "
        "omdat ons ook op over te toch toen tot uit van veel voor waar was wat we wel werd wie wij zal ze "
        "zeer zich zijn zo zonder"
    ),
    "id": (
        "ada adalah kasih terima aku akan anda apa atau bagus baik banyak belum bisa dan dari dengan di dia "
        "hanya harus ini itu juga kalau kami kamu karena ke kita lagi lebih mereka oleh pada saja sangat "
        "sama saya sudah tapi telah tidak untuk yang"
    ),
}

# Other words by which short English texts are known.
FREQUENT_ENGLISH = (
    "great nice bad best better amazing awesome awful worst terrible happy sad lol omg wow hi hello "
    "morning night day today tomorrow year years things people fun cool sorry sucks boring easy hard "
    "help work works working service customer price quality food movie story book phone product flight "
    "using buy bought money cheap expensive slow fast worth waste disappointed recommend love thank "
    "thanks please feel look looking looks start end big little long good thing first last bit part "
    "whole"
)


def words_of(language: str) -> tuple[str, ...]:
    """Return the words by which a language is known, in the order of the alphabet.

    >>> words_of("en")[:3]
    ('about', 'after', 'again')
    """
    frequent = FREQUENT_ENGLISH if language == "en" else ""
    return tuple(sorted({*FUNCTION_WORDS[language].split(), *frequent.split()}))


# Characters that no Chinese phrase worth showing contains.
CHINESE_PARTICLES = "的了吗呢吧啊呀嘛哦嗯哈喔唉嘿呵呃么之着"
# Characters that no such phrase begins or ends with.
CHINESE_EDGES = (
    "我你他她它们这那哪很太也都就和与及或是在把被给对从让跟比又再才却而且但所因为将该其某每各您俺咱些还"
)

# Two characters that are everywhere and tell no topic.
CHINESE_COMMON = (
    "一个 一些 一下 一点 一样 一直 一次 一般 不是 不会 不能 不要 不知 不过 不错 不好 不行 "
    "不用 不太 不到 不了 不同 什么 为什 今天 他们 以后 以前 以为 但是 你们 其他 其实 其它 "
    "再也 别人 刚刚 到底 前面 另外 只是 只有 只能 可以 可是 可能 各位 各种 同时 后来 因为 "
    "因此 图片 多少 大家 太差 失望 好多 好用 如果 如此 完全 实在 对于 就是 就会 已经 希望 "
    "并且 应该 开始 当然 很多 很好 很快 很差 您的 我们 我家 所以 所有 所谓 才能 推荐 描述 "
    "收到 整体 无法 时候 昨天 是不 显然 更加 最后 有些 有点 有的 本人 根本 桌上 此次 没有 "
    "没什 没法 满意 然后 特别 现在 直接 真心 真是 真的 知道 确实 立即 第一 第二 简直 经常 "
    "结果 继续 能够 自己 自然 至于 虽然 觉得 评价 认为 谢谢 起来 超级 这么 这个 这些 这家 "
    "这样 这次 这种 这里 那么 那个 那些 那种 那里 都不 都是 都有 里面 问题 除了 需要 非常 "
    "还不 还可 还在 还好 还是 还有 还没 首先 比较 感觉 喜欢 东西 出来 之前 之后 上面 下来 "
    "不如 不然 不但 不仅 而且 而已 怎么 怎样 总之 总体 总的 每次 每天 几个 几天 两个 两天 "
    "两次 好的 好评 差评 垃圾 不满 十分 相当 挺好 蛮好 太好 一定 一起 也是 也不 也有 也没 "
    "又是 就不 就没 都没 会不 要是 而是 于是 只好 只要 只不 第三 天就 几次 半天 看看 用了 "
    "买了 不想"
)

# English words that are everywhere and tell no topic.
ENGLISH_COMMON = (
    "able absolutely across actually ago almost along already also although amazing among another "
    "anybody anyone anyway apparently appreciate appreciated aren around ask asked asking away awesome "
    "awful bad basically became become behind believe best better big bit both brilliant bring came "
    "cannot come comes completely cool couldn damn day days dear definitely despite doing done dude "
    "each easy either else end enough etc everybody everyone exactly excellent except extremely "
    "fantastic far feel feeling few find first five found four fun gave getting give given gives giving "
    "goes gone good great guess guy guys hadn haha hahaha happen happened happy hard hardly hasn hate "
    "hated haven having hell hello help hey hi highly hope horrible however incredible instead job keep "
    "keeps kept kind knew last later least less let lets literally little live ll lol long look looking "
    "looks lots love loved loves make makes making many matter may maybe mean means might mine morning "
    "mr mrs must near nearly neither next nice night nobody none nor often oh omg ones onto ought "
    "overall own part people per perfect perhaps please pls possible pretty probably put quite rather "
    "re reason recommend recommended right sad said saw say saying says see seem seems seen seriously "
    "several shall shouldn simply since six somebody someone sometimes somewhat soon sorry start stuff "
    "suck sucks super sure take taken takes taking talk tell telling terrible thank thanks thats "
    "themselves therefore thing things third though three thus till today together told tomorrow "
    "tonight took totally toward tried tries truly try trying turn twice two under unless unlike until "
    "upon usually ve versus wanna wanted wants week weeks weren whatever whether whole whose within "
    "wonderful work working works worst wouldn wow wrong wtf xx yay yeah year years yep yesterday yo "
    "yourself"
)
