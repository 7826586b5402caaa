"""The frame around every page as plain values, so that base.html only prints it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from labspace.words import lazy_gettext as _l

LANGUAGES: Final = {"de": "Deutsch", "en": "English"}
THEMES: Final = {"auto": _l("Automatisch"), "light": _l("Hell"), "dark": _l("Dunkel")}


@dataclass(frozen=True, kw_only=True)
class NavItem:
    """One link of the frame. `current` is true on the page itself and on pages below it."""

    label: str
    url: str
    current: bool = False
    icon: str = ""
    in_bar: bool = True
    """Whether it has a place in the phone's bottom bar; otherwise it stands in the menu there."""


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One value of a setting that a link switches to: a language, a theme."""

    code: str
    label: str
    url: str
    current: bool


@dataclass(frozen=True, kw_only=True)
class FrameUser:
    """Who is signed in, as far as the frame shows it; `houses` are (slug, name) they run."""

    name: str
    houses: Sequence[tuple[str, str]] = ()
    is_administrator: bool = False


@dataclass(frozen=True, kw_only=True)
class SiteFrame:
    """All that base.html shows around the content."""

    home_url: str
    nav: Sequence[NavItem]
    team: Sequence[NavItem]
    asking: Sequence[NavItem]
    """Where one asks for what is not booked at once."""
    account: Sequence[NavItem]
    account_name: str
    sign_out_url: str
    """Where the sign-out form posts to; empty when nobody is signed in."""
    languages: Sequence[Choice]
    themes: Sequence[Choice]
    legal: Sequence[NavItem]
    language: str
    theme: str
    demo: bool


def build_frame(
    *,
    path: str,
    query: Sequence[tuple[str, str]] = (),
    root: str = "",
    language: str = "de",
    theme: str = "auto",
    user: FrameUser | None = None,
    demo: bool = False,
) -> SiteFrame:
    """The frame of the page at `path` (without `root`, the prefix the site is mounted under)."""

    def link(label: str, target: str, *, icon: str = "", in_bar: bool = True) -> NavItem:
        current = path == target or (target != "/" and path.startswith(target + "/"))
        return NavItem(label=label, url=root + target, current=current, icon=icon, in_bar=in_bar)

    def choices(name: str, labels: Mapping[str, str], now: str) -> tuple[Choice, ...]:
        return tuple(
            Choice(code=code, label=label, current=code == now, url=_switched(root + path, query, name, code))
            for code, label in labels.items()
        )

    signed_in = user is not None
    houses = link(_l("Häuser"), "/", icon="house")
    if path.startswith(("/standorte", "/flaechen")):
        houses = NavItem(label=houses.label, url=houses.url, icon=houses.icon, current=True)
    nav = [houses]
    if signed_in:
        bookings = link(_l("Buchungen"), "/buchungen", icon="ticket")
        if path.startswith(("/serien", "/ausgefallene-termine", "/partner")):
            bookings = NavItem(label=bookings.label, url=bookings.url, icon=bookings.icon, current=True)
        nav.append(bookings)
    nav.append(link(_l("Kalender"), "/kalender", icon="calendar"))
    nav.append(link(_l("Auslastung"), "/auslastung", icon="chart", in_bar=not (user and user.houses)))
    if not signed_in:
        nav.append(link(_l("Anmelden"), "/anmeldung", icon="person"))
    team = [link(name, f"/team/{slug}", icon="team") for slug, name in (user.houses if user else ())]
    if team:
        first = team[0]
        nav.append(NavItem(label=_l("Team"), url=first.url, icon="team", current=path.startswith("/team")))
    return SiteFrame(
        home_url=f"{root}/",
        nav=tuple(nav),
        team=tuple(team),
        asking=(
            link(_l("Veranstaltung anfragen"), "/veranstaltungen/anfrage", icon="calendar"),
            link(_l("Um eine Pop-up-Fläche bewerben"), "/pop-up/bewerbung", icon="house"),
            link(_l("Ideen für die Innenstadt"), "/ideen", icon="team"),
        ),
        account=_account(user, link),
        account_name=user.name if user else "",
        sign_out_url=f"{root}/abmeldung" if signed_in else "",
        languages=choices("lang", LANGUAGES, language),
        themes=choices("theme", THEMES, theme),
        legal=(
            link(_l("Impressum"), "/impressum"),
            link(_l("Datenschutz"), "/datenschutz"),
            link(_l("Barrierefreiheit"), "/barrierefreiheit"),
            link(_l("Hausordnung"), "/hausordnung"),
            link(_l("Bausteine"), "/bausteine"),
        ),
        language=language,
        theme=theme,
        demo=demo,
    )


def _account(user: FrameUser | None, link: Callable[..., NavItem]) -> tuple[NavItem, ...]:
    """The person's own pages, and the lists that staff and administrators keep."""
    if user is None:
        return ()
    links = [link(_l("Profil"), "/profil", icon="person")]
    if user.houses:
        links.append(link(_l("Organisationen"), "/team/organisationen", icon="team"))
        links.append(link(_l("Berichte"), "/berichte", icon="chart"))
        links.append(link(_l("De-minimis-Liste"), "/team/beihilfen", icon="chart"))
    if user.is_administrator:
        links.append(link(_l("Personen"), "/verwaltung/personen", icon="team"))
        links.append(link(_l("Alle Häuser"), "/verwaltung/haeuser", icon="house"))
        links.append(link(_l("Texte der Seite"), "/verwaltung/texte", icon="info"))
    return tuple(links)


def _switched(url: str, query: Sequence[tuple[str, str]], name: str, value: str) -> str:
    """This page's address with `name` set to `value` and everything else kept."""
    return f"{url}?{urlencode([*((key, old) for key, old in query if key != name), (name, value)])}"
