"""A home directory of the tests' own, with AWS config files and an SSO cache, and nothing of this machine's."""

from __future__ import annotations

import hashlib
from pathlib import Path

import botocore.credentials
import botocore.tokens
import pytest

SSO_SESSION = "[sso-session corp]\nsso_start_url = https://x.example\nsso_region = eu-west-1\n"
SSO = "sso_session = corp\nsso_account_id = 1\nsso_role_name = r\n"
KEYS = "aws_access_key_id = AKIDEXAMPLE\naws_secret_access_key = x\n"


class AwsHome:
    """Files in `path`."""

    def __init__(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.path = path
        self.config_path = path / ".aws" / "config"
        self._cache = path / ".aws" / "sso" / "cache"
        self._cache.mkdir(parents=True)
        monkeypatch.setenv("HOME", str(path))
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            monkeypatch.delenv(name, raising=False)
        # botocore expands these when it is imported, so that HOME alone does not move them.
        for provider in (botocore.tokens.SSOTokenProvider, botocore.credentials.SSOProvider):
            monkeypatch.setattr(provider, "_SSO_TOKEN_CACHE_DIR", str(self._cache))

    def config(self, text: str) -> None:
        self.config_path.write_text(text)

    def sso_token(self, text: str, name: str = "corp") -> None:
        """What is cached of a sign-in, by the name of the sso-session."""
        (self._cache / f"{hashlib.sha1(name.encode()).hexdigest()}.json").write_text(text)

    def program(self, name: str, script: str) -> Path:
        """An executable shell script in the folder `bin`."""
        path = self.path / "bin" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)
        return path
