"""Django's settings; what differs between installations comes from the environment."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from . import environment
from .databases import database
from .mail import mail_settings

HOME = environment.home()
PACKAGE = Path(__file__).resolve().parent.parent
SECRET_KEY = environment.secret(HOME)
SECRET_KEY_FALLBACKS = [each for each in environment.variable("GOODWORD_SECRET_BEFORE").split(",") if each]
DEBUG = environment.flag("GOODWORD_DEBUG")
ALLOWED_HOSTS = environment.variable("GOODWORD_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
PUBLIC_URL = environment.variable("GOODWORD_URL")
HTTPS = PUBLIC_URL.startswith("https://")
# What share links begin with: the console's own address unless they have one of their own.
LINKS_URL = (
    environment.variable("GOODWORD_LINKS_URL")
    or PUBLIC_URL
    or f"http://127.0.0.1:{environment.variable('PORT') or 8000}"
).rstrip("/")

INSTALLED_APPS = [
    # ours first, so that our templates stand before those of the packages
    "goodword.server.audit",
    "goodword.server.accounts",
    "goodword.server.jobs",
    "goodword.server.shell",
    "goodword.server.api",
    "goodword.server.listening",
    "goodword.server.understanding",
    "goodword.server.collecting",
    "goodword.server.alerting",
    "goodword.server.visibility",
    "goodword.server.talkers",
    "goodword.server.tracking",
    "goodword.server.measuring",
    "goodword.server.studies",
    "goodword.server.imports",
    "goodword.server.insights",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "django_tasks",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "goodword.server.shell.middleware.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "goodword.server.shell.middleware.ProblemMiddleware",
]

ROOT_URLCONF = "goodword.server.urls"
WSGI_APPLICATION = "goodword.server.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "goodword.server.shell.context.shell",
            ],
        },
    },
]

METRICS_ENGINE = environment.variable("GOODWORD_ENGINE", "duckdb")  # where the console's metrics are computed

# of one token or member, and from one address
API_REQUESTS_PER_MINUTE = environment.count("GOODWORD_API_REQUESTS_PER_MINUTE", 1200)
API_BAD_TOKENS_PER_MINUTE = environment.count("GOODWORD_API_BAD_TOKENS_PER_MINUTE", 30)

DATABASES = {"default": database(environment.variable("DATABASE_URL"), HOME)}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # one counter per caller of the throttles
    }
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "CommonPasswordValidator", "NumericPasswordValidator")
] + [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "goodword.server.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_FORMS = {"login": "goodword.server.accounts.login_form.LoginForm"}
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key"}
MFA_ADAPTER = "goodword.server.accounts.adapter.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Goodword"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("zh-hans", _("Chinese"))]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

TASKS = {"default": {"BACKEND": "goodword.server.jobs.backend.JobBackend"}}

globals().update(mail_settings(environment.variable("GOODWORD_MAIL")))
DEFAULT_FROM_EMAIL = environment.variable("GOODWORD_MAIL_FROM", "goodword@localhost")

CSRF_FAILURE_VIEW = "goodword.server.shell.problems.csrf_failure"
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if PUBLIC_URL else []
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
SILENCED_SYSTEM_CHECKS: list[str] = []
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": environment.variable("GOODWORD_LOG_LEVEL", "WARNING")},
}
