"""What the service has to be told before it starts. There are no secret defaults: a missing secret stops the start."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

LANGUAGES = ("de", "en")
SHORTEST_SECRET = 32


class ConfigError(ValueError):
    """A setting is missing or unusable; the text says which one and what it should be."""


@dataclass(frozen=True, kw_only=True)
class ServiceConfig:
    """Settings of one web service.

    ``base_url`` is the address people type, without a slash at its end. Links in mails and feeds use only this address,
    and requests for any other host are refused. ``proxies`` is how many reverse proxies in front may be believed
    about the caller's address; 0 believes nobody.
    """

    store_url: str
    secret_key: str
    base_url: str
    languages: tuple[str, ...] = LANGUAGES
    timezone: str = "Europe/Berlin"
    proxies: int = 0
    rate_limits: bool = True
    sign_in_limit: str = "10 per minute; 60 per hour"
    feed_limit: str = "600 per minute"
    largest_upload_bytes: int = 16 * 1024 * 1024

    def __post_init__(self) -> None:
        """Refuse what would run unsafely. Raises ConfigError."""
        if len(self.secret_key) < SHORTEST_SECRET:
            raise ConfigError(
                f"ROSTER_SECRET_KEY is missing or shorter than {SHORTEST_SECRET} characters; "
                "make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
            )
        address = urlsplit(self.base_url)
        if address.scheme not in {"http", "https"} or not address.hostname or self.base_url.endswith("/"):
            raise ConfigError(f"ROSTER_BASE_URL must look like https://plan.school.example, not {self.base_url!r}")

    @property
    def secure(self) -> bool:
        """Whether people reach the service by https; then cookies are bound to it."""
        return self.base_url.startswith("https://")

    @property
    def host(self) -> str:
        """Host name of the base address, without port."""
        return urlsplit(self.base_url).hostname or ""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> ServiceConfig:
        """Read ROSTER_DATABASE, ROSTER_SECRET_KEY, ROSTER_BASE_URL and ROSTER_PROXIES. Raises ConfigError."""
        missing = [name for name in ("ROSTER_DATABASE", "ROSTER_BASE_URL") if not environment.get(name)]
        if missing:
            raise ConfigError(f"set {' and '.join(missing)} in the environment")
        return cls(
            store_url=environment["ROSTER_DATABASE"],
            secret_key=environment.get("ROSTER_SECRET_KEY", ""),
            base_url=environment["ROSTER_BASE_URL"],
            proxies=int(environment.get("ROSTER_PROXIES", "0")),
        )
