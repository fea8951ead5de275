"""Settings and their safe defaults. Everything an installation may change is read from the environment here."""

import os
import secrets
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


def settings(overrides: dict[str, Any] | None = None) -> dict[str, Any]:
    """The app's configuration: defaults, then the environment, then `overrides` (tests)."""
    given = overrides or {}
    instance = Path(given.get("INSTANCE", os.environ.get("INSTANCE", ROOT / "instance"))).resolve()
    production = os.environ.get("APP_ENV", "demo") == "production"
    url = given.get("DATABASE_URL") or os.environ.get("DATABASE_URL") or f"sqlite:///{instance / 'app.sqlite'}"
    defaults: dict[str, Any] = {
        "INSTANCE": instance,
        "PRODUCTION": production,
        "SECRET_KEY": os.environ.get("SECRET_KEY") or _kept_secret(instance, given),
        "SQLALCHEMY_DATABASE_URI": _with_driver(url),
        "SQLALCHEMY_ENGINE_OPTIONS": {"pool_pre_ping": not url.startswith("sqlite"), "hide_parameters": True},
        "FILE_STORE": instance / "files",
        "FILE_STORE_URL": os.environ.get("FILE_STORE_URL", ""),
        "PUBLIC_URL": os.environ.get("PUBLIC_URL", f"http://127.0.0.1:{os.environ.get('PORT', '8000')}"),
        "MAIL_URL": os.environ.get("MAIL_URL", "" if production else f"file:{instance / 'mail'}"),
        "MAIL_FROM": os.environ.get("MAIL_FROM", "no-reply@localhost"),
        "SESSION_COOKIE_SECURE": production,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "MAX_CONTENT_LENGTH": 26 * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 4 * 1024 * 1024,
        "MAX_FORM_PARTS": 4000,
        "WTF_CSRF_TIME_LIMIT": None,
        "RATELIMIT_STORAGE_URI": os.environ.get("RATELIMIT_STORAGE_URI", "memory://"),
        "BABEL_DEFAULT_LOCALE": "vi",
        "BABEL_TRANSLATION_DIRECTORIES": str(ROOT / "nomination" / "translations"),
        "IDLE_MINUTES": 60,
        "DEMO_PASSWORD": "thidua-minhhoa",
        "SESSION_HOURS": 10,
    }
    defaults |= _signing(instance)
    trusted = os.environ.get("TRUSTED_HOSTS")
    if trusted:
        defaults["TRUSTED_HOSTS"] = [host.strip() for host in trusted.split(",")]
    return defaults | given


def _signing(instance: Path) -> dict[str, str]:
    """Keys of who signs (`SIGNING_`) and of the organisation (`SEAL_`): a PKCS#12 file or a PKCS#11 token each. Beside
    them the authorities that are trusted. The demonstration puts its own where the defaults look."""
    parts = ("FILE", "PASSWORD", "MODULE", "TOKEN", "SLOT", "CERTIFICATE")
    found = {f"{holder}_{part}": "" for holder in ("SIGNING", "SEAL") for part in parts} | {
        "SIGNING_ROOTS": "", "SIGNING_TIMESTAMP_URL": "",
    }  # fmt: skip
    kept = {"SIGNING_FILE": "chu-ky.p12", "SEAL_FILE": "dau-co-quan.p12", "SIGNING_ROOTS": "goc.pem"}
    found |= {key: str(path) for key, name in kept.items() if (path := instance / "signing" / name).exists()}
    return found | {key: os.environ[key] for key in found if key in os.environ}


def _with_driver(url: str) -> str:
    return url.replace("postgresql://", "postgresql+psycopg://", 1)


def _kept_secret(instance: Path, given: dict[str, Any]) -> str:
    """A key made once and kept beside the database, readable by its owner only."""
    if "SECRET_KEY" in given:
        return str(given["SECRET_KEY"])
    path = instance / "secret_key"
    instance.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        os.write(descriptor, secrets.token_hex(32).encode())
        os.close(descriptor)
    return path.read_text().strip()
