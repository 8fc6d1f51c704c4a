"""What the list of profiles offers: profiles and the environment's keys, each with its session, and files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from gluetui.glue.aws.config import NO_PROFILE, ConfigFiles
from gluetui.glue.aws.origins import WEB_IDENTITY, Given, credentials, origins, signs_in_by
from gluetui.glue.demo import DEMO
from gluetui.glue.errors.origins import KEYS, Setting
from gluetui.screens.picker import Choice
from gluetui.session.session import Session


class Opens(NamedTuple):
    """What a choice leads to: a session that was opened for it, else a profile or the environment, or the demo."""

    session: Session | None = None
    profile: str | None = None
    region: Setting = Setting()
    is_demo: bool = False


def profile_choices(
    files: ConfigFiles, sessions: Sequence[Session], here: Session, environ: Mapping[str, str]
) -> dict[Choice, Opens]:
    """Profiles and the environment's keys, then the sources that answer without AWS; of equal sessions the last."""
    online = [each for each in (*sessions, here) if not each.aws.is_offline]
    opened = {each.profile: each for each in online}
    choices: dict[Choice, Opens] = {}
    own = [each for each in online if each.aws.origins.is_of_environment]
    signs = credentials(None, files.profiles, environ).source
    if own or environ.get(KEYS) or environ.get(WEB_IDENTITY):
        region = origins(Given(), files, environ).region
        session = own[-1] if own else None
        name = session.profile if session else "keys of the environment" if environ.get(KEYS) else str(signs)
        shown = session.aws.region if session else region.value
        choices[Choice(name, _about(shown, KEYS if environ.get(KEYS) else WEB_IDENTITY), session is here)] = Opens(
            session, None, region
        )
    known = files.profiles
    names = [each.profile for each in online if not each.aws.origins.is_of_environment]
    for name in dict.fromkeys([*known, *names]):
        session = opened.get(name)
        region = Setting(known.get(name, NO_PROFILE).settings.get("region", ""), f"region in profile {name}")
        by = signs_in_by(session.aws.given_profile if session else name, known, environ)
        about = _about(session.aws.region if session else region.value, by)
        choices[Choice(name, about, session is here)] = Opens(session, name, region)
    offline = {each.aws.source: each for each in sessions if each.aws.is_offline}
    for source in dict.fromkeys([*offline, DEMO]):
        about = "offline: a bundled example, no AWS account needed" if source == DEMO else "offline"
        session = offline.get(source)
        choices[Choice(source, about, session is here)] = Opens(session, is_demo=True)
    return choices


def _about(region: str | None, by: str) -> str:
    return " · ".join(filter(None, (region, by)))
