"""The sentence for each refusal code, in the reader's language; each says what to do next."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime

from labspace.accounts.kinds import PartnerType
from labspace.bookings.options.refusal_words import SENTENCES as ABOUT_OPTIONS
from labspace.bookings.rulebook.words import product_text, quota_exceeded_text
from labspace.errors import Refusal
from labspace.formats import day_text, duration_text, weekday_text
from labspace.spaces.house_rules import LeadCount, Product
from labspace.words import gettext as _


def sentence(refusal: Refusal) -> str:
    """What a person reads for a refusal; raises KeyError for a code nobody wrote a sentence for."""
    return _SENTENCES[refusal.code](refusal)


def sentences(refusals: Iterable[Refusal]) -> list[str]:
    """One sentence for each refusal, in order."""
    return [sentence(refusal) for refusal in refusals]


def _too_far_ahead(refusal: Refusal) -> str:
    last_day, last_moment = refusal.values["last_day"], refusal.values.get("last_moment")
    assert isinstance(last_day, date)
    if isinstance(last_moment, datetime):
        return _(
            "So weit im Voraus kann noch nicht gebucht werden. Der letzte mögliche Beginn ist %(moment)s.",
            moment=_moment(last_moment),
        )
    return _(
        "So weit im Voraus kann noch nicht gebucht werden. Der letzte buchbare Tag ist der %(day)s.",
        day=day_text(last_day),
    )


def _day(refusal: Refusal, name: str) -> str:
    day = refusal.values[name]
    assert isinstance(day, date)
    return day_text(day)


def _too_soon(refusal: Refusal) -> str:
    earliest = refusal.values.get("earliest")
    length = _minutes(refusal)
    if not isinstance(earliest, datetime):
        return _(
            "Das ist zu kurzfristig. Zwischen Buchung und Beginn liegen mindestens %(length)s.", length=length
        )
    if refusal.values.get("counts") is LeadCount.STAFFED:
        return _(
            "Das ist zu kurzfristig. Zwischen Buchung und Beginn ist das Haus mindestens %(length)s geöffnet; der früheste Beginn ist %(moment)s.",
            length=length,
            moment=_moment(earliest),
        )
    return _(
        "Das ist zu kurzfristig. Zwischen Buchung und Beginn liegen mindestens %(length)s; der früheste Beginn ist %(moment)s.",
        length=length,
        moment=_moment(earliest),
    )


def _moment(local: datetime) -> str:
    return _("%(day)s, %(time)s Uhr", day=weekday_text(local.date()), time=f"{local:%H:%M}")


def _not_a_product(refusal: Refusal) -> str:
    products: Sequence[Product] = refusal.values["products"]  # type: ignore[assignment]
    return _(
        "Diese Fläche wird nur für diese Zeiten gebucht: %(products)s. Bitte eine davon wählen.",
        products=", ".join(product_text(product) for product in products),
    )


def _partner_types_only(refusal: Refusal) -> str:
    types: Sequence[PartnerType] = refusal.values["partner_types"]  # type: ignore[assignment]
    return _(
        "Diese Fläche ist nur buchbar für: %(types)s. Bitte unter „Für wen“ passend wählen oder eine andere Fläche nehmen.",
        types=", ".join(str(one.label) for one in types),
    )


def _paused(refusal: Refusal) -> str:
    day = refusal.values["day"]
    assert isinstance(day, date)
    return _(
        "Nach mehreren Buchungen, zu denen niemand kam, pausiert das Buchen in diesem Haus bis zum %(day)s. Das Team des Hauses hilft gern.",
        day=day_text(day),
    )


def _minutes(refusal: Refusal) -> str:
    return duration_text(int(str(refusal.values["minutes"])))


_SENTENCES: dict[str, Callable[[Refusal], str]] = {
    "in_the_past": lambda r: _("Der Beginn liegt in der Vergangenheit. Bitte einen späteren Beginn wählen."),
    "closed": lambda r: _(
        "Zu dieser Zeit ist geschlossen. Bitte eine Zeit innerhalb der Öffnungszeiten wählen."
    ),
    "too_short": lambda r: _(
        "Die Buchung ist zu kurz. Sie dauert mindestens %(length)s.", length=_minutes(r)
    ),
    "too_long": lambda r: _("Die Buchung ist zu lang. Sie dauert höchstens %(length)s.", length=_minutes(r)),
    "off_raster": lambda r: (
        _("Diese Fläche wird in ganzen Tagen gebucht. Bitte einen ersten und einen letzten Tag wählen.")
        if r.values["minutes"] == 1440
        else _(
            "Beginn und Ende liegen im Raster von %(length)s, zum Beispiel 9:00 oder 9:15 Uhr.",
            length=_minutes(r),
        )
    ),
    "too_soon": _too_soon,
    "too_far_ahead": _too_far_ahead,
    "not_a_product": _not_a_product,
    "quota_exceeded": quota_exceeded_text,
    "team_only": lambda r: _(
        "Diese Fläche bucht nur das Team des Hauses. Bitte das Team ansprechen oder eine andere Fläche wählen."
    ),
    "members_only": lambda r: _(
        "Diese Fläche ist Mitgliedern der IHK vorbehalten. Bitte unter „Für wen“ ein Mitgliedsunternehmen wählen oder eine andere Fläche nehmen."
    ),
    "partner_types_only": _partner_types_only,
    "needs_approval": lambda r: _(
        "Diese Fläche gibt das Team frei, auch für eine andere Zeit. Bitte die Buchung stornieren und neu anfragen oder das Team um die Änderung bitten."
    ),
    "over_capacity": lambda r: _(
        "Für %(people)s Personen ist hier kein Platz: Zugelassen sind höchstens %(capacity)s. Bitte eine größere Fläche oder eine andere Bestuhlung wählen.",
        people=r.values["people"],
        capacity=r.values["capacity"],
    ),
    "layout_unknown": lambda r: _("Diese Bestuhlung gibt es hier nicht. Bitte eine der angebotenen wählen."),
    "space_taken": lambda r: (
        _(
            "Diese Fläche ist zu der Zeit schon von Ihnen gebucht. Unter „Meine Buchungen“ lässt sich die Buchung ändern."
        )
        if r.values.get("by_reader")
        else _(
            "Diese Fläche ist zu der Zeit schon belegt. Bitte eine andere Zeit oder eine andere Fläche wählen."
        )
    ),
    "none_free": lambda r: _(
        "Zu dieser Zeit ist keine passende Fläche mehr frei. Bitte eine andere Zeit oder einen anderen Standort wählen."
    ),
    "space_unknown": lambda r: _(
        "Diese Fläche gibt es an diesem Tag nicht. Bitte auf dem Plan eine andere wählen."
    ),
    "needs_application": lambda r: _(
        "Pop-up-Flächen werden mit einem Konzept beantragt. Bitte dafür die Bewerbung ausfüllen."
    ),
    "not_allowed": lambda r: _(
        "Das ist mit diesem Konto nicht möglich. Bitte an das Team des Hauses wenden."
    ),
    "mail_unconfirmed": lambda r: _(
        "Bitte bestätigen Sie zuerst Ihre E-Mail-Adresse über den Link in der Nachricht, die wir Ihnen geschickt haben."
    ),
    "local_time_does_not_exist": lambda r: _(
        "Diese Uhrzeit gibt es an diesem Tag nicht: Die Uhr springt von 2 auf 3 Uhr. Bitte eine andere Zeit wählen."
    ),
    "ends_before_it_begins": lambda r: _("Das Ende liegt vor dem Beginn. Bitte Beginn und Ende prüfen."),
    "not_possible_in_state": lambda r: _(
        "Das geht nicht mehr: Die Buchung ist %(state)s.", state=getattr(r.values.get("state"), "label", "")
    ),
    "changed_meanwhile": lambda r: _(
        "Die Buchung wurde inzwischen geändert. Bitte die Seite neu laden und noch einmal versuchen."
    ),
    "nothing_to_register": lambda r: _(
        "Es ist nichts mehr einzutragen; jemand aus dem Team war schneller. Bitte laden Sie die Seite neu."
    ),
    "reason_missing": lambda r: _(
        "Bitte einen Grund angeben, damit die Entscheidung nachvollziehbar bleibt."
    ),
    "higher_rank_first": lambda r: _(
        "Vor dieser Option steht noch eine andere. Bitte zuerst über die Option mit dem besseren Rang entscheiden."
    ),
    "idempotency_key_reused": lambda r: _(
        "Dieses Formular ist schon abgeschickt; die Buchung steht unter „Meine Buchungen“. Noch einmal senden legt eine zweite an."
    ),
    "form_already_sent": lambda r: _(
        "Dieses Formular ist mit anderen Angaben schon abgeschickt und eingetragen. Noch einmal senden trägt auch diese Angaben ein."
    ),
    "paused": _paused,
    "check_in_is_over": lambda r: _(
        "Die Buchung ist vorbei. War jemand da, vermerkt das Team des Hauses es gern noch."
    ),
    "not_checked_in": lambda r: _("Auschecken kann nur, wer gerade eingecheckt ist."),
    "check_out_is_over": lambda r: _(
        "Dafür ist es zu spät. Das Team des Hauses kann die Buchung noch berichtigen."
    ),
    "local_time_missing_on": lambda r: _(
        "Am %(day)s gibt es %(clock)s Uhr nicht: Die Uhr springt von 2 auf 3 Uhr. Bitte für diesen Tag eine andere Zeit wählen.",
        day=_day(r, "day"),
        clock=r.values["clock"],
    ),
    "series_without_dates": lambda r: _(
        "In diesem Zeitraum liegt kein Termin. Bitte das Ende der Serie oder die Wochentage prüfen."
    ),
    "series_too_long": lambda r: _(
        "Eine Serie hat höchstens %(most)s Termine. Bitte ein früheres Ende wählen.", most=r.values["most"]
    ),
    "series_not_for_kind": lambda r: _(
        "Diese Art von Fläche wird angefragt und lässt sich nicht als Serie buchen. Bitte einzelne Termine anfragen."
    ),
    "series_over": lambda r: _("Von dieser Serie liegt kein Termin mehr vor Ihnen."),
    "series_day_fixed": lambda r: _(
        "Bei dieser Serie lässt sich der Tag nicht für mehrere Termine verschieben. Bitte nur diesen Termin verlegen oder ab hier eine neue Serie buchen."
    ),
    "date_not_skipped": lambda r: _("Dieser Termin steht nicht mehr unter den ausgefallenen."),
    "called_off_by_house": lambda r: _("Das Haus hat diesen Termin abgesagt."),
    "offer_gone": lambda r: _(
        "Das Angebot gilt nicht mehr: Die Frist ist vorbei. Die Zeit geht an die nächste Person auf der Liste."
    ),
    "waiting_is_past": lambda r: _("Der letzte Tag liegt in der Vergangenheit. Bitte einen späteren wählen."),
    "waiting_too_far_ahead": lambda r: _(
        "So weit im Voraus führen wir keine Warteliste. Bitte einen letzten Tag bis %(day)s wählen.",
        day=_day(r, "last_day"),
    ),
    "waiting_without_day": lambda r: _(
        "In diesem Zeitraum gibt es keinen der gewählten Wochentage mehr. Bitte Tage und Wochentage prüfen."
    ),
    "waiting_window_short": lambda r: _(
        "Die gewünschte Dauer passt nicht zwischen die beiden Uhrzeiten. Bitte Dauer oder Uhrzeiten ändern."
    ),
    "waiting_too_many": lambda r: _(
        "Mehr als %(most)s Wünsche zugleich sind nicht möglich. Bitte zuerst einen zurückziehen.",
        most=r.values["most"],
    ),
    "waiting_for_nothing": lambda r: _(
        "Eine solche Fläche gibt es hier nicht. Bitte weniger Personen, eine andere Ausstattung oder weitere Standorte wählen."
    ),
    "not_begun": lambda r: _("Das ist erst möglich, wenn die Buchung begonnen hat."),
    **ABOUT_OPTIONS,
}

CODES = frozenset(_SENTENCES)
"""What bookings refuse with; packages above add their own."""


def add_sentences(more: Mapping[str, Callable[[Refusal], str]]) -> None:
    """Let a package above say what it refuses on pages of bookings."""
    _SENTENCES.update(more)
