"""The sentence for each refusal of this package, in the reader's language; each says what to do next."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from labspace.errors import Refusal
from labspace.words import gettext as _
from labspace.words import lazy_gettext as _l
from labspace.words import ngettext


def sentence(refusal: Refusal) -> str:
    """What a person reads for a refusal; raises KeyError for a code nobody wrote a sentence for."""
    return _SENTENCES[refusal.code](refusal)


def sentences(refusals: Iterable[Refusal]) -> list[str]:
    """One sentence for each refusal, in order."""
    return [sentence(refusal) for refusal in refusals]


def _wait(refusal: Refusal) -> str:
    seconds = int(str(refusal.values["seconds"]))
    if seconds < 60:
        return ngettext(
            "Das waren zu viele Versuche. Bitte warten Sie noch %(num)d Sekunde.",
            "Das waren zu viele Versuche. Bitte warten Sie noch %(num)d Sekunden.",
            max(seconds, 1),
        )
    return ngettext(
        "Das waren zu viele Versuche. Bitte warten Sie noch %(num)d Minute.",
        "Das waren zu viele Versuche. Bitte warten Sie noch %(num)d Minuten.",
        -(-seconds // 60),
    )


_SENTENCES: dict[str, Callable[[Refusal], str]] = {
    "too_many_attempts": _wait,
    "wrong_credentials": lambda r: _(
        "Mail-Adresse und Kennwort passen nicht zusammen. Bitte prüfen Sie beides, "
        "oder setzen Sie ein neues Kennwort."
    ),
    "demo_only_here": lambda r: _(
        "Die erfundenen Personen der Demonstration können sich nur auf dem Rechner anmelden, "
        "auf dem labspace läuft."
    ),
    "link_void": lambda r: _("Dieser Link gilt nicht mehr. Bitte fordern Sie einen neuen an."),
    "changed_meanwhile": lambda r: _(
        "Inzwischen hat sich etwas geändert. Bitte laden Sie die Seite neu und versuchen Sie es noch einmal."
    ),
    "last_admin": lambda r: _(
        "In der Organisation „%(organisation)s“ gibt es sonst niemanden, der sie verwaltet. "
        "Bitte übergeben Sie zuerst die Verwaltung an ein anderes Mitglied.",
        organisation=r.values["organisation"],
    ),
    "last_administrator": lambda r: _(
        "Außer Ihnen verwaltet niemand dieses System. Bitte geben Sie zuerst jemand anderem dieses Recht."
    ),
    "future_bookings": lambda r: ngettext(
        "Sie haben noch %(num)d künftige Buchung. Bitte stornieren Sie sie zuerst unter „Meine Buchungen“.",
        "Sie haben noch %(num)d künftige Buchungen. Bitte stornieren Sie sie zuerst unter „Meine Buchungen“.",
        int(str(r.values["count"])),
    ),
    "no_member": lambda r: _("Diese Person gehört nicht (mehr) zur Organisation."),
    "already_member": lambda r: _("Diese Person gehört schon zur Organisation."),
    "unconfirmed": lambda r: _(
        "Bitte bestätigen Sie zuerst Ihre Mail-Adresse; den Link haben wir Ihnen geschickt."
    ),
    "same_organisation": lambda r: _("Bitte wählen Sie zwei verschiedene Organisationen."),
    "not_yourself": lambda r: _("Das können Sie nicht für sich selbst tun. Bitte fragen Sie jemand anderen."),
    "person_erased": lambda r: _("Dieses Konto wurde gelöscht und kommt nicht wieder."),
    "app_password_named_so": lambda r: _(
        "Ein App-Kennwort mit dem Namen „%(name)s“ haben Sie schon. Bitte nehmen Sie einen anderen Namen, "
        "oder widerrufen Sie zuerst das alte.",
        name=r.values["name"],
    ),
    "too_many_app_passwords": lambda r: _(
        "Mehr als %(most)d App-Kennwörter gibt es nicht. Bitte widerrufen Sie zuerst eines, das Sie nicht mehr brauchen.",
        most=r.values["most"],
    ),
    "password_too_short": lambda r: _(
        "Das Kennwort ist zu kurz. Bitte nehmen Sie mindestens %(least)d Zeichen, zum Beispiel vier Wörter.",
        least=r.values["least"],
    ),
    "password_common": lambda r: _(
        "Dieses Kennwort lässt sich leicht erraten. Nehmen Sie zum Beispiel vier Wörter, "
        "die nichts miteinander zu tun haben."
    ),
    "password_names_you": lambda r: _(
        "Das Kennwort besteht fast nur aus Ihrem Namen oder Ihrer Mail-Adresse. Bitte nehmen Sie etwas anderes."
    ),
}


def event_text(what: str) -> str:
    """What a line of the audit trail says, in the reader's language."""
    return str(_EVENTS.get(what, what))


_EVENTS = {
    "signed_up": _l("registriert"),
    "user_created": _l("angelegt"),
    "user_disabled": _l("gesperrt"),
    "user_enabled": _l("wieder freigegeben"),
    "staff_role_given": _l("Rolle im Team gegeben"),
    "staff_role_taken": _l("Rolle im Team genommen"),
    "address_confirmed": _l("Mail-Adresse bestätigt"),
    "address_changed": _l("Mail-Adresse geändert"),
    "password_changed": _l("Kennwort geändert"),
    "app_password_created": _l("App-Kennwort erstellt"),
    "app_password_revoked": _l("App-Kennwort widerrufen"),
    "api_token_created": _l("API-Token erstellt"),
    "api_token_revoked": _l("API-Token widerrufen"),
    "profile_changed": _l("Profil geändert"),
    "name_at_doors_allowed": _l("Name auf Bildschirmen erlaubt"),
    "name_at_doors_withdrawn": _l("Name auf Bildschirmen nicht mehr erlaubt"),
    "signed_out_everywhere": _l("überall abgemeldet"),
    "account_erased": _l("Konto gelöscht"),
    "joined": _l("einer Organisation beigetreten"),
    "membership_ended": _l("aus einer Organisation ausgeschieden"),
    "organisation_role_admin": _l("verwaltet jetzt eine Organisation"),
    "organisation_role_member": _l("verwaltet eine Organisation nicht mehr"),
}
