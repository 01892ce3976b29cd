"""Settings of the program, read from the environment; closed unless opened."""

import os
from pathlib import Path

import dj_database_url
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from sitra.kit import environment

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = environment.directory("SITRA_VAR", BASE_DIR / "var")

DEBUG = False
DEMO = environment.flag("SITRA_DEMO")
DEMO_DIR = BASE_DIR / "demo"
GUIDE_DIR = BASE_DIR / "docs" / "guide"
SECRET_KEY = environment.secret_key(VAR_DIR)
SECRET_KEY_FALLBACKS = environment.words("SITRA_FORMER_SECRET_KEYS", [])
"""Keys of before: what they sealed still opens, and sessions go on."""
ALLOWED_HOSTS = environment.words("SITRA_HOSTS", ["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = environment.words("SITRA_ORIGINS", [])
ADDRESS = next(iter(environment.words("SITRA_ADDRESS", CSRF_TRUSTED_ORIGINS)), "http://127.0.0.1:8000")
"""Where people find the platform: what mails that no visit asked for lead to."""
HTTPS = environment.flag("SITRA_HTTPS")
SOURCE_URL = os.environ.get("SITRA_SOURCE_URL", "")

INSTALLED_APPS = [
    "sitra.ledger.apps.Ledger",
    "sitra.places.apps.Places",
    "sitra.vocabulary.apps.Vocabulary",
    "sitra.catalog.apps.Catalog",
    "sitra.accounts.apps.Accounts",
    "sitra.members.apps.Members",
    "sitra.access.apps.Access",
    "sitra.media.apps.Media",
    "sitra.tourism.apps.Tourism",
    "sitra.review.apps.Review",
    "sitra.search.apps.Search",
    "sitra.delivery.apps.Delivery",
    "sitra.intake.apps.Intake",
    "sitra.notices.apps.NoticesApp",
    "sitra.doors.v002.apps.V002",
    "sitra.doors.api.apps.Api",
    "sitra.doors.workplace.apps.Workplace",
    "sitra.doors.site.apps.Site",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.idp.oidc",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "sitra.doors.site.middleware.short_way",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "sitra.doors.site.middleware.Compressed",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "sitra.doors.site.middleware.plain_errors",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
APPEND_SLASH = False

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "sitra.doors.site.context.everywhere",
            ],
        },
    },
]

DATABASES = {
    "default": dj_database_url.config(
        default="postgresql:///sitra",
        conn_max_age=600,
        conn_health_checks=True,
    ),
}
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
"""The address is unique whatever its case, by a constraint that this check does not see."""
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "sitra_cache",
    },
}

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("MinimumLengthValidator", "CommonPasswordValidator", "NumericPasswordValidator")
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "workplace:home"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_ADAPTER = "sitra.accounts.policy.ClosedAccounts"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "site:home"
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_EMAIL_SUBJECT_PREFIX = "[Sitra] "
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "reset_password": "20/m/ip,3/5m/key",
    "reset_password_from_key": "20/m/ip",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
    "identity": "60/m/ip",
}
"""Tries from one address (`ip`) are slowed; those at one account are counted for it (`key`, `user`)."""
ALLAUTH_TRUSTED_PROXY_COUNT = environment.number("SITRA_PROXIES", 0)
"""Proxies in front: without them, what `X-Forwarded-For` says is not believed."""
MFA_ADAPTER = "sitra.accounts.policy.Factors"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
"""Nobody signs up by themselves: the address of an account is that which its animator gave."""
MFA_FORMS = {"add_webauthn": "sitra.doors.site.account_forms.NewPasskey"}
USERSESSIONS_ADAPTER = "sitra.accounts.listeners.Sessions"
IDP_OIDC_ADAPTER = "sitra.delivery.listeners.Identity"
IDP_OIDC_AUTHORIZATION_CODE_EXPIRES_IN = 60
IDP_OIDC_ACCESS_TOKEN_EXPIRES_IN = 3600
IDP_OIDC_REFRESH_TOKEN_EXPIRES_IN = 30 * 24 * 3600
MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "OPTIONS": {"file_path": str(VAR_DIR / "mail")},
    },
}

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("Français")), ("en", _("Anglais"))]
LOCALE_PATHS = [BASE_DIR / "sitra" / "locale"]
USE_I18N = True
TIME_ZONE = "Europe/Paris"
USE_TZ = True

MEDIA_DIR = environment.directory("SITRA_MEDIA", VAR_DIR / "media")
"""Where files of records are kept, unless another storage is named; shared by web nodes and workers."""
MEDIA_ADDRESS = (os.environ.get("SITRA_MEDIA_ADDRESS") or ADDRESS).rstrip("/")
"""Where they are read: what records say of them begins with it."""
MEDIA_LARGEST = environment.number("SITRA_MEDIA_FILE_BYTES", 20_000_000)
MEDIA_LARGEST_CALL = environment.number("SITRA_MEDIA_CALL_BYTES", 60_000_000)
"""Bytes of one file, and of all that one call sends."""
MEDIA_LARGEST_DAY = environment.number("SITRA_MEDIA_DAY_BYTES", 5_000_000_000)
"""Bytes that one member may add in a day, so that nobody fills the storage by mistake or on purpose."""
MEDIA_PIXELS = environment.number("SITRA_MEDIA_PIXELS", 50_000_000)
"""Most pixels of a picture; of one that moves, in all its frames."""
MEDIA_DAYS = environment.number("SITRA_MEDIA_DAYS", 30)
"""Days for which a file is kept that nothing refers to."""
DATA_UPLOAD_MAX_NUMBER_FILES = environment.number("SITRA_MEDIA_FILES", 20)
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "sitra.kit.statics.Hashed"},
    "media": {
        "BACKEND": os.environ.get("SITRA_MEDIA_STORAGE") or "django.core.files.storage.FileSystemStorage",
        "OPTIONS": environment.table("SITRA_MEDIA_OPTIONS", {"location": str(MEDIA_DIR)}),
    },
}
WHITENOISE_MIMETYPES = {".mjs": "text/javascript"}

SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:", "blob:", "https:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "worker-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.NONE],
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "sitra.doors.site.errors.csrf"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000

OUTBOUND_ALLOWED = environment.words("SITRA_OUTBOUND_ALLOWED", [])
"""Servers (`host:port`) that are read although they are internal; none as a rule."""
TRANSLATION_URL = os.environ.get("SITRA_TRANSLATION_URL", "").strip()
TRANSLATION_KEY = os.environ.get("SITRA_TRANSLATION_KEY", "").strip()
"""A server that speaks the interface of DeepL, and its key; texts are sent to it when somebody asks."""
SPOOL_DIR = environment.directory("SITRA_SPOOL", VAR_DIR / "spool")
"""Where what is fetched from other servers is kept until it is taken in."""
DROP_DIR = environment.directory("SITRA_DROP", VAR_DIR / "drop")
"""The only folder in which a harvest may read files of this machine."""

PROJECT_CALLS_PER_MINUTE = environment.number("SITRA_CALLS_PER_MINUTE", 30_000)
"""Calls a minute that a project may make of a process that serves; 0 sets no limit."""
USAGE_SECONDS = 15
"""Seconds between two writings of what projects asked."""

INTAKE_DIR = environment.directory("SITRA_INTAKE", VAR_DIR / "intake")
"""Where files that members bring are kept: never served, and shared by web nodes and workers."""
READ_MODEL_DIR = environment.directory("SITRA_READ_MODEL", VAR_DIR / "readmodel")
EXPORT_DIR = environment.directory("SITRA_EXPORTS", VAR_DIR / "exports")
"""Where archives are kept: shared by web nodes and workers, served to those who know their name."""
READY_DIR = environment.directory("SITRA_READY", VAR_DIR / "ready")
"""Where records are kept as archives hold them, deflated: of this node, and made again when lost."""

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("SITRA_LOG", "WARNING")},
}
