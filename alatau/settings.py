"""Every setting of the city, with its unit and default. The only module that reads the environment.

`docs/reference/settings.md` repeats this list for operators, and a test compares the two. The law's numbers are not
settings: they are dated parameters in the content package.
"""

from __future__ import annotations

import os
from pathlib import Path

from alatau.core.environment import Environment
from alatau.core.keyfiles import read_or_make_secret
from alatau.core.languages import load_languages
from alatau.core.postgres.address import database_settings

ENVIRONMENT = Environment(os.environ)
CLONE = Path(__file__).resolve().parent.parent

# --- Place and mode -------------------------------------------------------------------------------------------------

#: Folder of all state: database, keys, checkpoints, lake, logs. Default: `.alatau` beside the code.
ALATAU_HOME = ENVIRONMENT.folder("ALATAU_HOME", CLONE / ".alatau")
#: `sample` (invented people, sign-in codes on screen) or `production` (checks at start, see `core.checks`).
ALATAU_MODE = ENVIRONMENT.choice("ALATAU_MODE", "sample", among=("sample", "production"))
#: Python package that holds the content of a state: its numbers, law, languages and people.
ALATAU_CONTENT = ENVIRONMENT.text("ALATAU_CONTENT", "qazaqstan")
#: Database role this process works as: `owner` is for migrations alone.
ALATAU_ROLE = ENVIRONMENT.choice("ALATAU_ROLE", "web", among=("web", "worker", "auditor", "owner"))
#: Address the web server listens on, loopback by default: a reverse proxy with TLS stands before it in production.
ALATAU_ADDRESS = ENVIRONMENT.text("ALATAU_ADDRESS", "127.0.0.1")
#: TCP port of the web server.
ALATAU_PORT = ENVIRONMENT.number("ALATAU_PORT", 8000, least=1, most=65535)
#: Public address residents see, with scheme; links in letters and QR codes start with it.
ALATAU_PUBLIC_URL = ENVIRONMENT.text("ALATAU_PUBLIC_URL", f"http://{ALATAU_ADDRESS}:{ALATAU_PORT}").rstrip("/")
#: Threads of one web process. Most of them wait: for the database, or for a commit that many payments share. Each may
#: hold a connection.
ALATAU_WEB_THREADS = ENVIRONMENT.number("ALATAU_WEB_THREADS", 24, least=1, most=256)
#: Web processes.
ALATAU_WEB_PROCESSES = ENVIRONMENT.number("ALATAU_WEB_PROCESSES", 1, least=1, most=64)
#: Jobs that one worker process does at the same time.
ALATAU_WORKER_JOBS = ENVIRONMENT.number("ALATAU_WORKER_JOBS", 4, least=1, most=64)
#: Seconds that jobs at hand get when a worker stops; those cut short run again later.
ALATAU_WORKER_STOP_SECONDS = ENVIRONMENT.number("ALATAU_WORKER_STOP_SECONDS", 10, least=0, most=3600)
#: Lowest level written to the logs.
ALATAU_LOG_LEVEL = ENVIRONMENT.choice("ALATAU_LOG_LEVEL", "info", among=("debug", "info", "warning", "error"))

PRODUCTION = ALATAU_MODE == "production"

#: Kill point (`core.faults`) at which this process dies, for tests alone. Empty in a running city.
ALATAU_FAULT = ENVIRONMENT.text("ALATAU_FAULT", "")
#: Folder of the journal's signed checkpoints, apart from the database; best on another disk or machine.
ALATAU_CHECKPOINTS = ENVIRONMENT.folder("ALATAU_CHECKPOINTS", ALATAU_HOME / "checkpoints")

#: Shows tracebacks in the browser. Refused in production.
DEBUG = ENVIRONMENT.flag("ALATAU_DEBUG", default=False)
#: Signs sessions and forms. Made in `ALATAU_HOME/keys/django-secret` unless set; production must set it.
SECRET_KEY = ENVIRONMENT.secret("ALATAU_SECRET_KEY")
SECRET_IS_SET = bool(SECRET_KEY)
SECRET_KEY = SECRET_KEY or read_or_make_secret(ALATAU_HOME, "django-secret")
#: Host names the web server answers to, comma-separated.
ALLOWED_HOSTS = ENVIRONMENT.words("ALATAU_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = [ALATAU_PUBLIC_URL]
#: Whom to tell of a security hole, as `mailto:` or `https:` (RFC 9116); empty serves no `security.txt`.
ALATAU_SECURITY_CONTACT = ENVIRONMENT.text("ALATAU_SECURITY_CONTACT", "")

# --- Database -------------------------------------------------------------------------------------------------------

#: Outside PostgreSQL, `postgres://user@host:port/name`; empty runs the embedded one under `ALATAU_HOME/postgres`.
DATABASE_URL = ENVIRONMENT.secret("DATABASE_URL")
#: Which embedded binaries to run: `16`, `18`, or the absolute folder of another PostgreSQL's programs.
ALATAU_POSTGRES = ENVIRONMENT.choice_or_folder("ALATAU_POSTGRES", "18", among=("16", "18"))
#: Name of the city's database in the embedded server.
ALATAU_DATABASE = ENVIRONMENT.text("ALATAU_DATABASE", "alatau")
#: Whether a commit waits until it is on disk. Only tests switch it off; refused in production.
ALATAU_DURABLE = ENVIRONMENT.flag("ALATAU_DURABLE", default=True)
#: Opens the keys inside backups; 12 letters or more, kept apart from them. Only `alatau backup` and `restore` need it.
ALATAU_BACKUP_PASSPHRASE = ENVIRONMENT.secret("ALATAU_BACKUP_PASSPHRASE")
#: Days for which `alatau backup` keeps the way back to any moment; older backups and log are removed, 0 keeps all.
ALATAU_BACKUP_DAYS = ENVIRONMENT.number("ALATAU_BACKUP_DAYS", 35, least=0, most=36_500)
#: So many of the newest backups stay, however old they are.
ALATAU_BACKUP_LEAST = ENVIRONMENT.number("ALATAU_BACKUP_LEAST", 3, least=1, most=1000)
#: Seconds a connection is kept between requests.
ALATAU_CONNECTION_SECONDS = ENVIRONMENT.number("ALATAU_CONNECTION_SECONDS", 600, least=0, most=86400)

DATABASES = {
    "default": database_settings(
        url=DATABASE_URL,
        home=ALATAU_HOME,
        database=ALATAU_DATABASE,
        role=ALATAU_ROLE,
        keep_seconds=ALATAU_CONNECTION_SECONDS,
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Each room's tasks live in its `jobs.py`.
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

# --- Rooms, from the ground up --------------------------------------------------------------------------------------

ROOMS = [
    "core",
    "messages",
    "access",
    "desk",
    "papers",
    "registry",
    "money",
    "rules",
    "family",
    "services",
    "web",
    "cli",
]
INSTALLED_APPS = [
    # First, so that where a library says the same sentence, the city's own words for it are the ones people read.
    *(f"alatau.{room}.apps.{room.capitalize()}Config" for room in ROOMS),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "procrastinate.contrib.django",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "alatau.core.middleware.RequestLogMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "alatau.web.language.LanguageMiddleware",
    # Outside everything that may answer in a view's place, so that their pages carry the policy too.
    "alatau.web.security.ContentSecurityPolicyMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "alatau.access.middleware.AudienceMiddleware",
    "alatau.web.failures.RefusalMiddleware",
]
ROOT_URLCONF = "alatau.web.urls"
CSRF_FAILURE_VIEW = "alatau.web.failures.csrf_failure"
WSGI_APPLICATION = "alatau.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "alatau.web.context.page_context",
            ],
            "builtins": ["alatau.web.templatetags.city"],
        },
    }
]

# --- Language and time ----------------------------------------------------------------------------------------------

# English is the source language of the code; the content package orders the languages a reader is offered.
LANGUAGES = [(language.code, language.own_name) for language in load_languages(ALATAU_CONTENT)]
LANGUAGE_CODE = LANGUAGES[0][0]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_COOKIE_NAME = "alatau_language"
LANGUAGE_COOKIE_SAMESITE = "Lax"

# --- Static files ---------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
#: Where `collectstatic` gathers them in production; the sample city serves them from where they lie.
STATIC_ROOT = ALATAU_HOME / "static" if PRODUCTION else None
#: Browser packages, laid here from `node_modules` by the set-up.
STATICFILES_DIRS = [CLONE / "static"] if (CLONE / "static").is_dir() else []
WHITENOISE_USE_FINDERS = not PRODUCTION
# In production each file carries its hash in its name, so that browsers keep it for ever, and lies compressed beside.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
SILENCED_SYSTEM_CHECKS: list[str] = []

# --- Sign-in --------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = ["alatau.access.backends.StaffBackend"]
LOGIN_URL = "access:sign_in"
LOGIN_REDIRECT_URL = "/"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
ACCOUNT_ADAPTER = "alatau.access.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
MFA_ADAPTER = "alatau.access.adapters.FactorAdapter"
MFA_ALLOW_UNVERIFIED_EMAIL = True
#: One step of 30 seconds before and after: phones' clocks drift.
MFA_TOTP_TOLERANCE = 1
SOCIALACCOUNT_ADAPTER = "alatau.access.adapters.OutsideAdapter"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 10
#: Address of an outside OpenID provider that residents may sign in with; empty offers none.
ALATAU_OPENID_URL = ENVIRONMENT.text("ALATAU_OPENID_URL", "")
#: What the sign-in page calls the provider.
ALATAU_OPENID_NAME = ENVIRONMENT.text("ALATAU_OPENID_NAME", "OpenID")
#: Name and secret the provider gave this city.
ALATAU_OPENID_CLIENT = ENVIRONMENT.text("ALATAU_OPENID_CLIENT", "")
ALATAU_OPENID_SECRET = ENVIRONMENT.secret("ALATAU_OPENID_SECRET")
#: Claim in which the provider states the person's number.
ALATAU_OPENID_NUMBER_CLAIM = ENVIRONMENT.text("ALATAU_OPENID_NUMBER_CLAIM", "individual_identification_number")
#: Scopes asked for.
ALATAU_OPENID_SCOPES = ENVIRONMENT.words("ALATAU_OPENID_SCOPES", "openid,profile")
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "outside",
                "name": ALATAU_OPENID_NAME,
                "client_id": ALATAU_OPENID_CLIENT,
                "secret": ALATAU_OPENID_SECRET,
                "settings": {"server_url": ALATAU_OPENID_URL, "scope": ALATAU_OPENID_SCOPES},
            }
        ]
        if ALATAU_OPENID_URL
        else [],
    }
}
#: Finds and seals personal numbers. Kept in `ALATAU_HOME/keys/person-numbers` unless set; losing it loses the numbers.
ALATAU_PERSON_KEY = ENVIRONMENT.secret("ALATAU_PERSON_KEY") or read_or_make_secret(ALATAU_HOME, "person-numbers")
#: Seconds without a request after which residents and staff sign in again, and seconds after which they do anyway.
ALATAU_RESIDENT_IDLE_SECONDS = ENVIRONMENT.number("ALATAU_RESIDENT_IDLE_SECONDS", 3600, least=60, most=604_800)
ALATAU_RESIDENT_SESSION_SECONDS = ENVIRONMENT.number(
    "ALATAU_RESIDENT_SESSION_SECONDS", 86_400, least=300, most=2_592_000
)
ALATAU_STAFF_IDLE_SECONDS = ENVIRONMENT.number("ALATAU_STAFF_IDLE_SECONDS", 1800, least=60, most=28_800)
ALATAU_STAFF_SESSION_SECONDS = ENVIRONMENT.number("ALATAU_STAFF_SESSION_SECONDS", 36_000, least=300, most=86_400)
#: Seconds after a proof during which sensitive acts (passkeys, powers of attorney, roles) ask for no new one.
ALATAU_PROOF_SECONDS = ENVIRONMENT.number("ALATAU_PROOF_SECONDS", 600, least=30, most=3600)
SESSION_COOKIE_NAME = "alatau_session"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_HTTPONLY = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None
#: Seconds browsers remember to use TLS only.
SECURE_HSTS_SECONDS = (
    ENVIRONMENT.number("ALATAU_HSTS_SECONDS", 31_536_000, least=0, most=63_072_000) if PRODUCTION else 0
)
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
#: Largest body of a request in bytes: a full batch of transfers fits. Files are bounded by their own pages.
DATA_UPLOAD_MAX_MEMORY_SIZE = ENVIRONMENT.number("ALATAU_BODY_BYTES", 8_388_608, least=65_536, most=104_857_600)

# --- Bank -------------------------------------------------------------------------------------------------------------

#: Folder that bank messages go through: ours to `out`, the bank's from `in`. Empty, a sample city simulates its bank.
ALATAU_BANK_FOLDER = ENVIRONMENT.text("ALATAU_BANK_FOLDER", "")

# --- Letters ----------------------------------------------------------------------------------------------------------

#: Folder of the fonts that letters are drawn with; fonts of the machine are never used.
ALATAU_LETTER_FONTS = ENVIRONMENT.folder("ALATAU_LETTER_FONTS", CLONE / "static" / "vendor" / "letters")
#: PKCS#12 file of an outside authority that signs letters; empty signs with the city's own, made on first use.
ALATAU_SIGNER_PKCS12 = ENVIRONMENT.text("ALATAU_SIGNER_PKCS12", "")
#: Password of that file.
ALATAU_SIGNER_PASSWORD = ENVIRONMENT.secret("ALATAU_SIGNER_PASSWORD")
#: Address of an outside time stamp authority (RFC 3161); empty signs without a time stamp.
ALATAU_TIME_STAMPS_URL = ENVIRONMENT.text("ALATAU_TIME_STAMPS_URL", "")
#: PEM file with that authority's certificates up to its root; with it letters can be checked for decades (PAdES B-LTA).
ALATAU_TIME_STAMPS_CHAIN = ENVIRONMENT.text("ALATAU_TIME_STAMPS_CHAIN", "")

# --- The lake of registers ------------------------------------------------------------------------------------------

#: Megabytes of memory that one process may use to read or write the lake; what needs more is done on disk.
ALATAU_LAKE_MEMORY_MB = ENVIRONMENT.number("ALATAU_LAKE_MEMORY_MB", 1800, least=128, most=1_048_576)
#: Processor cores that such a process uses.
ALATAU_LAKE_THREADS = ENVIRONMENT.number("ALATAU_LAKE_THREADS", 2, least=1, most=1024)
#: Hours that files stay after compaction has replaced them: longer than any question takes to read them.
ALATAU_LAKE_KEEP_HOURS = ENVIRONMENT.number("ALATAU_LAKE_KEEP_HOURS", 24, least=1, most=8760)
#: People of the invented city that the first start of a sample city fills its registers with; 0 leaves them empty.
ALATAU_CITY_PEOPLE = ENVIRONMENT.number("ALATAU_CITY_PEOPLE", 52_000, least=0, most=20_500_000)
#: How many buckets of the lake a run over all family cards computes at once: more take more memory and less time.
ALATAU_CARDS_BUCKETS_TOGETHER = ENVIRONMENT.number("ALATAU_CARDS_BUCKETS_TOGETHER", 4, least=1, most=256)
#: How many runs over all family cards are kept; those that a decision rests on are kept besides.
ALATAU_CARDS_KEPT = ENVIRONMENT.number("ALATAU_CARDS_KEPT", 8, least=2, most=10_000)

LOGGING_CONFIG = "alatau.core.logs.configure"
#: Days a log file is kept.
ALATAU_LOG_DAYS = ENVIRONMENT.number("ALATAU_LOG_DAYS", 30, least=1, most=3650)
#: What the error stream shows of the logs: all of them, for whoever collects them, or warnings. The files hold all. A
#: terminal shows warnings alone, and so does `alatau up`, whose greeting would scroll away.
ALATAU_LOG_STREAM = ENVIRONMENT.choice("ALATAU_LOG_STREAM", "all", among=("all", "warnings"))
LOGGING = {"level": ALATAU_LOG_LEVEL, "keep_days": ALATAU_LOG_DAYS, "stream": ALATAU_LOG_STREAM}
#: What a scraper of `/metrics` shows as its bearer token. Empty: only programs on this machine may read it.
ALATAU_METRICS_TOKEN = ENVIRONMENT.secret("ALATAU_METRICS_TOKEN")
