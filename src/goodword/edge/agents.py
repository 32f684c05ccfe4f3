"""Machines that look at links, by what their user agent says. Our own list; in lower case, most telling part only."""

from typing import Final

PREVIEWS: Final = (
    "facebookexternalhit", "facebookcatalog", "facebot", "meta-externalfetcher", "slackbot", "slack-imgproxy", "twitterbot",
    "telegrambot", "discordbot", "linkedinbot", "skypeuripreview", "microsoftpreview", "pinterestbot", "pinterest/0.",
    "redditbot", "snap url preview", "iframely", "embedly", "vkshare", "odklbot", "line-poker", "kakaotalk-scrap",
    "cardyb", "mastodon/", "pleroma", "misskey", "summalybot", "akkoma", "lemmy/", "friendica", "synapse (bot",
    "flipboardproxy", "xing-contenttabreceiver", "quora link preview", "bitlybot", "nuzzel", "google-pagerenderer",
    "google web preview", "dingtalkbot", "larkurl2meta", "feishu-preview", "weibo-preview", "zoombot", "notionbot",
    "rocket.chat", "mattermost-bot", "viberurlpreview", "teamsbot", "imessagebot", "link preview", "linkpreview", "urlpreview",
    "unfurl", "opengraph", "ogp-bot", "hatena", "outbrain", "steamchaturllookup", "valve/steam", "wordpress.com mshots",
)  # fmt: skip
CRAWLERS: Final = (
    "googlebot", "adsbot-google", "mediapartners-google", "apis-google", "google-read-aloud", "storebot-google",
    "google-inspectiontool", "googleother", "google-extended", "feedfetcher-google", "bingbot", "bingpreview", "adidxbot",
    "msnbot", "duckduckbot", "duckassistbot", "yandex.com/bots", "yahoo! slurp", "baiduspider", "sogou web spider",
    "360spider", "yisouspider", "sosospider", "bytespider", "toutiaospider", "petalbot", "coccocbot", "naverbot",
    "applebot", "amazonbot", "meta-externalagent", "gptbot", "oai-searchbot", "chatgpt-user", "claudebot",
    "claude-user", "anthropic-ai", "perplexitybot", "perplexity-user", "ccbot", "cohere-ai", "ahrefsbot", "semrushbot",
    "mj12bot", "dotbot", "rogerbot", "dataforseobot", "seznambot", "exabot", "qwantify", "mojeekbot", "ia_archiver",
    "archive.org_bot", "heritrix", "screaming frog", "sitebulb", "uptimerobot", "pingdom", "statuscake", "site24x7",
    "betteruptime", "better stack", "datadogsynthetics", "newrelicpinger", "gtmetrix", "chrome-lighthouse", "pagespeed",
    "headlesschrome", "phantomjs", "puppeteer", "playwright", "selenium", "scrapy", "nutch", "w3c_validator", "feedburner",
    "rss-bot",
)  # fmt: skip
SCANNERS: Final = (
    "barracuda", "mimecast", "proofpoint", "urldefense", "symantec", "messagelabs", "trendmicro", "trend micro", "fireeye",
    "mcafee", "sophos", "forcepoint", "ironport", "zscaler", "kaspersky", "virustotal", "urlscan",
    "google-safety", "googlesafebrowsing", "safelinks", "ms-office", "microsoft office", "microsoft outlook",
    "googleimageproxy", "yahoomailproxy", "yahoocachesystem", "netcraft", "palo alto networks", "censysinspect", "zgrab",
    "nmap scripting", "masscan", "nessus", "qualys", "shodan", "internetmeasurement", "phishtank", "cloudmark", "spamhaus",
    "vade secure", "avanan", "abnormal security", "cyren", "mail.ru_bot", "hornetsecurity",
    "libredtail", "cloudflare-diagnostics",
)  # fmt: skip
PROGRAMS: Final = (
    "curl/", "wget", "python", "aiohttp", "go-http-client", "java/", "apache-httpclient", "okhttp", "axios/", "node",
    "undici", "got ", "libwww-perl", "lwp", "ruby", "faraday", "http.rb", "guzzle", "php", "postmanruntime", "insomnia",
    "httpie", "dart/", "dalvik/", "reqwest", "hyper/", "rust", "perl", "powershell", "mozilla/5.0 (compatible)",
    "whatsapp/", "viber/", "skype", "snapchat/", "zabbix", "prometheus", "blackbox", "kube-probe", "monitoring", "check_http",
    "feedly/", "netnewswire", "inoreader", "newsblur", "tumblr/", "wordpress/", "drupal", "ghost(", "bot", "spider", "crawler",
)  # fmt: skip
"""What a program's user agent begins with; a browser's begins with Mozilla/, Opera/ and a few others."""

GENERIC: Final = (
    "bot/",
    "bot;",
    "bot)",
    "bot ",
    "-bot",
    "_bot",
    "crawler",
    "spider",
    "+http",
    "+mailto",
    "http://",
    "https://",
)
"""What hardly any browser says of itself."""

PEOPLE: Final = ("cubot",)
"""Parts of devices' names that look like a machine's."""
