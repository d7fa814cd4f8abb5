"""Secrets that people carry: sign-in links, browser sessions, feed addresses. Only their hashes are stored.

A token has a prefix that says what it opens (so that a leaked one can be recognised) and 32 random bytes. With that
much chance in it a plain SHA-256 is enough; nobody can try them all.
"""

from __future__ import annotations

import hashlib
import secrets

SIGN_IN = "rsi"
SESSION = "rse"
FEED = "rfd"


def new_token(prefix: str) -> str:
    """A fresh secret such as ``rsi_Zk3...``: the prefix, then 43 characters for 256 random bits; safe in a URL."""
    return f"{prefix}_{secrets.token_urlsafe(32)}"


def token_hash(token: str) -> str:
    """What the database keeps of a secret: its SHA-256 in hexadecimal."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
