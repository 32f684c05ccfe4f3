"""Sixty and more machines that must not count, sixty and more people that must."""

import pytest

from goodword.edge.hygiene import Hygiene, Machine

HEADERS = {
    "accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "accept-language": "en",
}
SAFARI = "AppleWebKit/605.1.15 (KHTML, like Gecko)"
CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0"
IPHONE = f"Mozilla/5.0 (iPhone; CPU iPhone OS 17_5_1 like Mac OS X) {SAFARI}"
ANDROID = "Mozilla/5.0 (Linux; Android 14; {}) " + CHROME

MACHINES = {
    Machine.PREVIEW: """
facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)
facebookexternalhit/1.1 Facebot Twitterbot/1.0
facebookcatalog/1.0
meta-externalfetcher/1.1 (+https://developers.facebook.com/docs/sharing/webmasters/crawler)
Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)
Slackbot 1.0 (+https://api.slack.com/robots)
Slack-ImgProxy (+https://api.slack.com/robots)
Twitterbot/1.0
TelegramBot (like TwitterBot)
Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)
LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)
Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5 skype-url-preview@microsoft.com
Mozilla/5.0 (compatible; MicrosoftPreview/2.0; +https://aka.ms/MicrosoftPreview)
Mozilla/5.0 (compatible; Pinterestbot/1.0; +https://www.pinterest.com/bot.html)
Pinterest/0.2 (+https://www.pinterest.com/bot.html)
Mozilla/5.0 (compatible; redditbot/1.0; +http://www.reddit.com/feedback)
Mozilla/5.0 (Windows NT 6.1; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/41.0 Safari/537.36 (Snap URL Preview Service)
WhatsApp/2.24.10.76 A
WhatsApp/2.2413.51 N
Viber/13.3.0.0
Iframely/1.3.1 (+https://iframely.com/docs/about)
Mozilla/5.0 (compatible; Embedly/0.2; +http://support.embed.ly/)
Mozilla/5.0 (compatible; vkShare; +http://vk.com/dev/Share)
Mozilla/5.0 (compatible; OdklBot/1.0 like Linux; klass@odnoklassniki.ru)
facebookexternalhit/1.1;line-poker/1.0
facebookexternalhit/1.1; kakaotalk-scrap/1.0; +https://devtalk.kakao.com/t/scrap/33984
Mozilla/5.0 (compatible; Bluesky Cardyb/1.1; +mailto:support@bsky.app)
http.rb/5.1.1 (Mastodon/4.2.9; +https://mastodon.example/)
Misskey/2024.5.0 (https://misskey.example)
Synapse (bot; +https://github.com/matrix-org/synapse)
Mozilla/5.0 (compatible; FlipboardProxy/1.2; +http://flipboard.com/browserproxy)
XING-contenttabreceiver/2.0
Mozilla/5.0 (compatible; Google-PageRenderer Google (+https://developers.google.com/+/web/snippet/))
DingTalkBot-LinkService/1.0 (+https://open.dingtalk.com/document)
Rocket.Chat/6.8.0
Mozilla/5.0 (compatible; Hatena::Bookmark/4.0; http://b.hatena.ne.jp)
""",
    Machine.CRAWLER: """
Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)
Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36 (compatible; Googlebot/2.1)
AdsBot-Google (+http://www.google.com/adsbot.html)
Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)
Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) BingPreview/1.0b
DuckDuckBot/1.1; (+http://duckduckgo.com/duckduckbot.html)
Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)
Mozilla/5.0 (compatible; Yahoo! Slurp; http://help.yahoo.com/help/us/ysearch/slurp)
Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)
Sogou web spider/4.0(+http://www.sogou.com/docs/help/webmasters.htm#07)
Mozilla/5.0 (compatible; Bytespider; spider-feedback@bytedance.com)
Mozilla/5.0 (Linux; Android 7.0;) AppleWebKit/537.36 (KHTML, like Gecko) Mobile Safari/537.36 (compatible; PetalBot)
Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_5) AppleWebKit/605.1.15 Version/13.1.1 Safari/605.1.15 (Applebot/0.1)
Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)
Mozilla/5.0 (compatible; ClaudeBot/1.0; +claudebot@anthropic.com)
Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)
Mozilla/5.0 (compatible; SemrushBot/7~bl; +http://www.semrush.com/bot.html)
Mozilla/5.0 (compatible; archive.org_bot +http://archive.org/details/archive.org_bot)
Mozilla/5.0 (compatible; UptimeRobot/2.0; http://www.uptimerobot.com/)
Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/126.0.0.0 Safari/537.36
Mozilla/5.0 (Linux; Android 11; moto g) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36 Chrome-Lighthouse
Mozilla/5.0 (compatible; SomethingNew/0.1; +https://unheard.of/robot)
Screaming Frog SEO Spider/20.1
""",
    Machine.SCANNER: """
BarracudaCentral.com/1.0
Mozilla/5.0 (compatible; Mimecast URL Protect)
Mozilla/5.0 (Windows NT 10.0; Win64; x64) Proofpoint-URLDefense/1.0
Mozilla/5.0 (compatible; Symantec Email Security.cloud)
Mozilla/5.0 (compatible; TrendMicro WTP)
Sophos Email URL Scanner
Mozilla/4.0 (compatible; ms-office; MSOffice rmj)
Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.17628; Pro)
Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)
YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html
Expanse, a Palo Alto Networks company, searches across the global IPv4 space
Mozilla/5.0 (compatible; CensysInspect/1.1; +https://about.censys.io/)
VirusTotal
""",
    Machine.PROGRAM: """
curl/8.5.0
Wget/1.21.4
python-requests/2.32.3
python-httpx/0.27.0
Go-http-client/2.0
okhttp/4.12.0
Java/17.0.11
Apache-HttpClient/4.5.14 (Java/17.0.11)
axios/1.7.2
PostmanRuntime/7.39.0
Dalvik/2.1.0 (Linux; U; Android 14; Pixel 8)
""",
}
PEOPLE = f"""
{IPHONE} Version/17.5 Mobile/15E148 Safari/604.1
Mozilla/5.0 (iPad; CPU OS 16_7 like Mac OS X) {SAFARI} Version/16.6 Mobile/15E148 Safari/604.1
Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {SAFARI} Version/17.5 Safari/605.1.15
Mozilla/5.0 (Windows NT 10.0; Win64; x64) {CHROME} Safari/537.36
Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {CHROME} Safari/537.36
Mozilla/5.0 (X11; Linux x86_64) {CHROME} Safari/537.36
Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {CHROME} Safari/537.36
{ANDROID.format("K")} Mobile Safari/537.36
{ANDROID.format("Pixel 8 Build/UD1A.230803.041; wv")} Version/4.0 Mobile Safari/537.36
{ANDROID.format("SM-S918B")} SamsungBrowser/25.0 Mobile Safari/537.36
{IPHONE} CriOS/126.0.6478.54 Mobile/15E148 Safari/604.1
{IPHONE} FxiOS/127.0 Mobile/15E148 Safari/605.1.15
{IPHONE} EdgiOS/125.0 Version/17.0 Mobile/15E148 Safari/604.1
{IPHONE} GSA/320.0 Mobile/15E148 Safari/604.1
{IPHONE} DuckDuckGo/7 Mobile/15E148 Safari/605.1.15
{IPHONE} OPT/4.6 Mobile/15E148
Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:127.0) Gecko/20100101 Firefox/127.0
Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:115.0) Gecko/20100101 Firefox/115.0
Mozilla/5.0 (Android 14; Mobile; rv:127.0) Gecko/127.0 Firefox/127.0
Mozilla/5.0 (Windows NT 10.0; Win64; x64) {CHROME} Safari/537.36 Edg/126.0.0.0
Mozilla/5.0 (Windows NT 10.0; Win64; x64) {CHROME} Safari/537.36 OPR/111.0.0.0
Mozilla/5.0 (Windows NT 10.0; Win64; x64) {CHROME} Safari/537.36 Vivaldi/6.8
Mozilla/5.0 (Windows NT 10.0; Win64; x64) {CHROME} YaBrowser/24.6 Safari/537.36
Mozilla/5.0 (Windows NT 10.0; WOW64; Trident/7.0; rv:11.0) like Gecko
Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 6.1; Trident/4.0)
Opera/9.80 (Android; Opera Mini/36.2.2254/119.132; U; id) Presto/2.12.423 Version/12.16
{IPHONE} Mobile/15E148 [FBAN/FBIOS;FBAV/468.0.0.34.71;FBBV/606;FBDV/iPhone15,3;FBMD/iPhone;FBSN/iOS;FBSV/17.5]
{ANDROID.format("SM-A546B; wv")} Mobile Safari/537.36 [FB_IAB/FB4A;FBAV/468.0.0.34;]
{ANDROID.format("SM-A546B; wv")} Mobile Safari/537.36 [FB_IAB/Orca-Android;FBAV/460.0]
{IPHONE} Mobile/15E148 Instagram 336.0.0.28.72 (iPhone15,3; iOS 17_5; en_GB; en; scale=3.00; 1290x2796)
{ANDROID.format("Pixel 7; wv")} Mobile Safari/537.36 Instagram 336.0.0.35.90 Android
{IPHONE} Mobile/15E148 Barcelona 337.0.0.31
{IPHONE} Mobile/15E148 Twitter for iPhone/10.45
{IPHONE} Mobile/15E148 [LinkedInApp]/9.29.8964
{IPHONE} Mobile/15E148 [Pinterest/iOS]
{ANDROID.format("Pixel 7; wv")} Mobile Safari/537.36 [Pinterest/Android]
{IPHONE} Mobile/15E148 Snapchat/13.0.0.34 (like Safari/8617.2.4, panda)
{IPHONE} Mobile/15E148 musical_ly_34.9.0 JsSdk/2.0 NetType/WIFI Channel/App Store ByteLocale/en Region/GB BytedanceWebview
{ANDROID.format("V2227A; wv")} Mobile Safari/537.36 aweme_300801 JsSdk/1.0 NetType/5G BytedanceWebview/d8a21c6
{IPHONE} Mobile/15E148 MicroMessenger/8.0.49(0x1800312c) NetType/WIFI Language/zh_CN
{ANDROID.format("V2227A; wv")} Version/4.0 Mobile Safari/537.36 XWEB/1260059 MMWEBSDK/20240404 MicroMessenger/8.0.49 WeChat/arm64
Mozilla/5.0 (Windows NT 10.0; WOW64) {CHROME} Safari/537.36 NetType/WIFI MicroMessenger/7.0.20.1781 WindowsWechat
{IPHONE} Mobile/15E148 QQ/9.0.60.614 V1_IPH_SQ_9.0.60_1_APP_A Pixel/1179
{ANDROID.format("PGT-AN10")} MQQBrowser/15.1 Mobile Safari/537.36 COVC/046
{IPHONE} Mobile/15E148 Weibo (iPhone15,2__weibo__14.6.0__iphone__os17.5)
{IPHONE} Mobile/21F90 AliApp(DingTalk/7.5.20) com.laiwang.DingTalk/39 Channel/201200
{IPHONE} Mobile/15E148 AliApp(TB/10.38.10) WindVane/8.7.2
{IPHONE} Mobile/15E148 AlipayClient/10.6.0.6000 Language/zh-Hans
{IPHONE} Mobile/15E148 Lark/7.19.5 LarkLocale/zh_CN ttnet
{ANDROID.format("22081212C")} XiaoMi/MiuiBrowser/18.5 Mobile Safari/537.36
{ANDROID.format("ALN-AL00")} HuaweiBrowser/15.0.4 Mobile Safari/537.36
{ANDROID.format("PFFM10")} HeyTapBrowser/45.10 Mobile Safari/537.36
{ANDROID.format("V2309A")} VivoBrowser/20.2 Mobile Safari/537.36
{IPHONE} Mobile/15E148 baiduboxapp/13.57.0.10 (Baidu; P2 17.5)
Mozilla/5.0 (Linux; U; Android 12; zh-CN; PEGM00) AppleWebKit/537.36 Version/4.0 Chrome/100.0 UCBrowser/16.0 Mobile Safari/537.36
{IPHONE} Mobile/15E148 Line/14.9.0/IAB
{IPHONE} Mobile/15E148 KAKAOTALK 10.8.2
{ANDROID.format("SM-G991N; wv")} Mobile Safari/537.36 NAVER(inapp; search; 1200; 12.6.2)
{ANDROID.format("CUBOT X19")} Mobile Safari/537.36
{ANDROID.format("CUBOT")} Mobile Safari/537.36
{ANDROID.format("Nokia G42 5G; wv")} Mobile Safari/537.36 Telegram-Android/10.13.1 (Hmd Nokia; Android 14; SDK 34; AVERAGE)
Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {CHROME} Electron/30.0 Slack/4.38.127 Safari/537.36
Mozilla/5.0 (Windows NT 10.0; Win64; x64) {CHROME} Safari/537.36 Edg/126.0 Teams/24152
Mozilla/5.0 (Windows NT 10.0; rv:115.0) Gecko/20100101 Thunderbird/115.11.0
Mozilla/5.0 (PlayStation; PlayStation 5/9.20) {SAFARI} Version/15.4 Safari/605.1.15
Mozilla/5.0 (SMART-TV; Linux; Tizen 7.0) AppleWebKit/537.36 Version/7.0 TV Safari/537.36
Mozilla/5.0 (Mobile; Nokia 2780 Flip; rv:84.0) Gecko/84.0 Firefox/84.0 KAIOS/3.1
Lynx/2.9.0 libwww-FM/2.14
w3m/0.5.3+git20230121
"""


def lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line]


@pytest.mark.parametrize(
    ("kind", "agent"), [(kind, agent) for kind, agents in MACHINES.items() for agent in lines(agents)]
)
def test_machines_are_known_even_with_a_browsers_headers(kind, agent):
    assert Hygiene().machine("GET", {**HEADERS, "user-agent": agent}) is kind


@pytest.mark.parametrize("agent", lines(PEOPLE))
def test_no_person_is_lost(agent):
    assert Hygiene().machine("GET", {**HEADERS, "user-agent": agent}) is None


def test_both_lists_are_long_enough():
    assert len({agent for agents in MACHINES.values() for agent in lines(agents)}) >= 60
    assert len(set(lines(PEOPLE))) >= 60


@pytest.mark.parametrize(
    ("method", "headers", "kind"),
    [
        ("GET", {"sec-purpose": "prefetch"}, Machine.PREFETCH),
        ("GET", {"purpose": "prefetch"}, Machine.PREFETCH),
        ("GET", {"x-moz": "prefetch"}, Machine.PREFETCH),
        ("GET", {"x-purpose": "preview"}, Machine.PREFETCH),
        ("HEAD", {}, Machine.SCANNER),
        ("GET", {"user-agent": ""}, Machine.PROGRAM),
        ("GET", {"user-agent": " "}, Machine.PROGRAM),
        ("GET", {"user-agent": "x" * 100_000 + "googlebot"}, None),
    ],
)
def test_headers_tell_as_well(method, headers, kind):
    human = {**HEADERS, "user-agent": lines(PEOPLE)[0]}
    hygiene = Hygiene()
    for _ in range(2):  # the second time from memory
        assert hygiene.machine(method, {**human, **headers}) is kind


def test_a_browser_that_says_nothing_of_language_or_kind_is_a_program():
    hygiene = Hygiene()
    agent = {"user-agent": lines(PEOPLE)[0]}
    assert hygiene.machine("GET", {**agent, "accept": "*/*"}) is Machine.PROGRAM
    assert hygiene.machine("GET", {**agent, "accept": "text/html"}) is None
    assert hygiene.machine("GET", {**agent, "accept": "*/*", "accept-language": "zh"}) is None


def test_memory_of_agents_is_bounded():
    hygiene = Hygiene()
    for number in range(20_000):
        assert hygiene.machine("GET", {**HEADERS, "user-agent": f"Mozilla/5.0 Firefox/{number}"}) is None
    assert len(hygiene._seen) <= 8_192
