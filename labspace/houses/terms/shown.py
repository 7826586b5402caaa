"""Terms of events as pages show them."""

from __future__ import annotations

from collections.abc import Sequence

from labspace.formats import is_german
from labspace.houses.dated.rows import Row
from labspace.houses.dated.shown import Pair
from labspace.houses.terms.keeper import terms_of
from labspace.locations.house_file import Texts
from labspace.spaces.event_terms import CancellationTier, ChecklistNeed, ChecklistWho, EventTerms
from labspace.words import gettext as _
from labspace.words import lazy_gettext as _l
from labspace.words import ngettext

WHO = {
    ChecklistWho.ORGANISER: _l("wer veranstaltet"),
    ChecklistWho.TEAM: _l("das Team"),
}
NEEDS = {
    ChecklistNeed.ALWAYS: _l("immer"),
    ChecklistNeed.MUSIC: _l("nur mit Musik"),
    ChecklistNeed.ALCOHOL: _l("nur mit Alkohol"),
    ChecklistNeed.SELLING: _l("nur, wenn verkauft wird"),
    ChecklistNeed.PUBLIC: _l("nur, wenn es öffentlich ist"),
}


def terms_facts(rows: Sequence[Row]) -> list[Pair]:
    """The terms of a day; where the house says nothing, the usual ones."""
    terms = terms_of(rows[0]) if rows else EventTerms()
    found = [
        (_("Optionen"), _option_text(terms)),
        (_("Bitte um Entscheidung"), _challenge_text(terms)),
        (_("Vier Augen"), _eyes_text(terms)),
        (_("Stornierung"), " · ".join(map(_tier_text, terms.cancellation_tiers)) or _("kein Vorschlag")),
        (_("Checkliste"), " · ".join(_in_words(one.name) for one in terms.checklist) or _("keine")),
        (_("Auflagen"), " ".join(map(_in_words, terms.conditions)) or _("keine")),
        (
            _("Besuche nachtragen"),
            ngettext("bis %(num)d Tag danach", "bis %(num)d Tage danach", terms.attendance_due_days),
        ),
        (_("Hausordnung"), terms.house_rules_version),
    ]
    return found if rows else [(_("Das Übliche"), _("Das Haus hat nichts anderes festgelegt.")), *found]


def _in_words(texts: Texts) -> str:
    return texts.de if is_german() else texts.en or texts.de


def _option_text(terms: EventTerms) -> str:
    days = ngettext("%(num)d Tag", "%(num)d Tage", terms.option_days)
    before = ", ".join(map(str, terms.option_reminder_days))
    if not before:
        return _("%(days)s, ohne Erinnerung", days=days)
    return _("%(days)s, Erinnerung (Tage vorher): %(before)s", days=days, before=before)


def _challenge_text(terms: EventTerms) -> str:
    answer = _("%(hours)s Stunden zum Antworten", hours=terms.challenge_hours)
    if not terms.challenge_rest_hours:
        return answer
    return _("%(answer)s, danach %(rest)s Stunden Ruhe", answer=answer, rest=terms.challenge_rest_hours)


def _eyes_text(terms: EventTerms) -> str:
    if terms.four_eyes_from_people is None:
        return _("nie nötig")
    if terms.four_eyes_from_people <= 1:
        return _("immer")
    return _("ab %(people)s Personen", people=terms.four_eyes_from_people)


def _tier_text(tier: CancellationTier) -> str:
    if tier.days_before == 0:
        return _("später %(percent)s %%", percent=tier.percent)
    return _("bis %(days)s Tage vorher %(percent)s %%", days=tier.days_before, percent=tier.percent)
