"""What people read about a calendar: why it was not fetched, and what is wrong with single events."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from labspace.bookings.sentences import sentence as booking_sentence
from labspace.busy.kinds import Finding
from labspace.errors import Refusal
from labspace.formats import day_text
from labspace.words import gettext as _


def problem_text(code: str) -> str:
    """Why nothing usable came, and what helps; for a code nobody wrote a sentence for a general one."""
    return _PROBLEMS.get(code, _PROBLEMS["connection_broke"])()


_PROBLEMS: dict[str, Callable[[], str]] = {
    # The address
    "not_an_address": lambda: _("Das ist keine Adresse eines Kalenders. Erwartet wird zum Beispiel https://kalender.example/raum.ics."),
    "password_in_the_clear": lambda: _("Ein Kennwort darf nur über https gesendet werden. Bitte die Adresse mit https:// angeben."),
    "not_public": lambda: _("Diese Adresse liegt nicht im öffentlichen Netz. Wer labspace betreibt, kann eigene Netze freigeben."),
    "unknown_host": lambda: _("Den Namen dieses Servers kennt niemand. Bitte die Adresse prüfen."),
    "bad_redirect": lambda: _("Der Server verweist auf etwas, das keine Adresse ist."),
    "redirect_into_the_clear": lambda: _("Der Server verweist von https auf eine unverschlüsselte Adresse."),
    "too_many_redirects": lambda: _("Der Server verweist immer weiter. Bitte die endgültige Adresse angeben."),
    # The connection
    "name_too_slow": lambda: _("Der Name des Servers ließ sich nicht in angemessener Zeit auflösen."),
    "too_slow": lambda: _("Der Server hat nicht in angemessener Zeit geantwortet."),
    "nobody_there": lambda: _("Unter dieser Adresse antwortet kein Server."),
    "connection_broke": lambda: _("Die Verbindung zum Server kam nicht zustande oder brach ab."),
    "certificate": lambda: _("Das Zertifikat des Servers ist ungültig. Bitte bei der Stelle nachfragen, die ihn betreibt."),
    "no_http": lambda: _("Der Server antwortet, aber nicht wie ein Webserver."),
    "unknown_packing": lambda: _("Der Server packt den Kalender auf eine Art, die labspace nicht kennt."),
    # The answer
    "sign_in_wanted": lambda: _("Der Server verlangt eine Anmeldung. Bitte eine Freigabe-Adresse verwenden, die ohne Anmeldung lesbar ist."),
    "gone": lambda: _("Unter dieser Adresse gibt es keinen Kalender mehr. Vielleicht wurde die Freigabe beendet."),
    "asked_too_often": lambda: _("Der Server möchte seltener gefragt werden; labspace wartet."),
    "refused_by_server": lambda: _("Der Server gibt den Kalender nicht heraus."),
    "server_error": lambda: _("Der Server hat gerade selbst eine Störung."),
    # The content
    "too_big": lambda: _("Der Kalender ist größer als 5 MB. Bitte einen kürzeren Zeitraum freigeben."),
    "no_calendar": lambda: _("Das ist keine Kalenderdatei (iCalendar, .ics)."),
    "cut_off": lambda: _("Der Kalender kam nicht vollständig an."),
}  # fmt: skip


def finding_text(finding: Finding) -> str:
    """What is wrong with one event, or with the calendar; KeyError for a code without a sentence."""
    return _FINDINGS[finding.code](finding)


def event_name(finding: Finding) -> str:
    """Which event a finding is about; empty: the whole calendar."""
    title = finding.event or (_("Ohne Titel") if finding.day else "")
    if not finding.day:
        return title
    return _("%(title)s, %(day)s", title=title, day=day_text(date.fromisoformat(finding.day)))


_FINDINGS: dict[str, Callable[[Finding], str]] = {
    "not_readable": lambda f: _("Der Termin ist nicht lesbar."),
    "line_not_readable": lambda f: _("Die Zeile %(line)s ist nicht lesbar.", **f.values),
    "no_start": lambda f: _("Der Termin hat keinen Beginn."),
    "unknown_zone": lambda f: _("Die Zeitzone „%(zone)s“ ist unbekannt.", **f.values),
    "ends_before_it_begins": lambda f: _("Das Ende liegt vor dem Beginn."),
    "too_long": lambda f: _("Der Termin dauert länger als %(days)s Tage.", **f.values),
    "year_out_of_range": lambda f: _("Das Jahr %(year)s kann nicht stimmen.", **f.values),
    "too_often": lambda f: _("Der Termin wiederholt sich öfter, als ein Raum belegt sein kann."),
    "rule_not_understood": lambda f: _("Die Regel der Wiederholung ist nicht zu verstehen."),
    "too_much_work": lambda f: _("Die Wiederholungen dieses Kalenders sind zu aufwendig; dieser Termin zählt nicht."),
    "too_many_dates": lambda f: _("Die Serie zählt mehr als %(most)s einzelne Termine auf.", **f.values),
    "too_many_events": lambda f: _("Der Kalender hat mehr als %(most)s Einträge; die übrigen zählen nicht.", **f.values),
    "too_many_times": lambda f: _(
        "Der Kalender hat mehr als %(most)s Termine; es zählen die nächsten, bis zum %(day)s.",
        most=f.values["most"], day=day_text(date.fromisoformat(str(f.values["last"]))),
    ),
}  # fmt: skip


def sentence(refusal: Refusal) -> str:
    """What is wrong and what to do."""
    own = _OWN.get(refusal.code)
    return own(refusal) if own else booking_sentence(refusal)


def sentences(refusals: Iterable[Refusal]) -> list[str]:
    """One sentence for each refusal, in order."""
    return [sentence(refusal) for refusal in refusals]


_OWN: dict[str, Callable[[Refusal], str]] = {
    "too_many_calendars": lambda refusal: _(
        "Ein Haus kann höchstens %(most)s Kalender abonnieren. Bitte zuerst einen entfernen.", **refusal.values
    ),
    "collision_gone": lambda refusal: _("Hier gibt es nichts mehr zu entscheiden: Der Termin oder die Buchung hat sich geändert."),
    "collision_decided": lambda refusal: _("Darüber hat schon jemand entschieden."),
}  # fmt: skip
