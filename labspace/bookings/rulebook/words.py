"""The rules of a space in words, each as a pair of what is ruled and how."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from labspace.bookings.rulebook.book import Rules
from labspace.errors import Refusal
from labspace.formats import duration_text, is_german, number_text
from labspace.spaces.house_rules import (
    ANSWERS,
    HorizonCount,
    LeadCount,
    NoShowConsequence,
    NoShowStep,
    Product,
    Quota,
    QuotaOwner,
)
from labspace.words import gettext as _
from labspace.words import ngettext

Pair = tuple[str, str]


def product_name(product: Product) -> str:
    """The name in the reader's language."""
    return product.name.de if is_german() or not product.name.en else product.name.en


def product_text(product: Product) -> str:
    """Vormittag (08:00–13:00 Uhr)."""
    return _(
        "%(name)s (%(starts)s–%(ends)s Uhr)",
        name=product_name(product),
        starts=_clock(product.starts_minute),
        ends=_clock(product.ends_minute),
    )


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def hours_of(minutes: int) -> str:
    """Minutes as hours, 7,5, without their unit."""
    return number_text(minutes / 60, digits=0 if minutes % 60 == 0 else 2 if minutes % 6 else 1)


def quota_text(quota: Quota) -> str:
    """Höchstens 3 Buchungen im Voraus je Person."""
    return "; ".join(_quota_parts(quota))


def _quota_parts(quota: Quota) -> Iterator[str]:
    period = str(quota.period.label)
    is_person = quota.owner is QuotaOwner.PERSON
    if quota.most_bookings is not None:
        number = quota.most_bookings
        yield (
            ngettext(
                "höchstens %(num)d Buchung %(period)s je Person",
                "höchstens %(num)d Buchungen %(period)s je Person",
                number,
                period=period,
            )
            if is_person
            else ngettext(
                "höchstens %(num)d Buchung %(period)s je Organisation",
                "höchstens %(num)d Buchungen %(period)s je Organisation",
                number,
                period=period,
            )
        )
    if quota.most_minutes is not None:
        hours = hours_of(quota.most_minutes)
        yield (
            _("höchstens %(hours)s Stunden %(period)s je Person", hours=hours, period=period)
            if is_person
            else _("höchstens %(hours)s Stunden %(period)s je Organisation", hours=hours, period=period)
        )


def quota_exceeded_text(refusal: Refusal) -> str:
    """What a person reads who would have more than the house lets one have."""
    values: Mapping[str, Any] = refusal.values
    said = {"period": str(values["period"].label)}
    is_person = values["owner"] is QuotaOwner.PERSON
    if values["unit"] == "bookings":
        said |= {"most": values["most"], "used": values["used"]}
        return (
            _(
                "Hier sind je Person %(period)s höchstens %(most)s Buchungen möglich, gebucht sind schon %(used)s. Bitte eine andere Zeit wählen oder eine Buchung stornieren.",
                **said,
            )
            if is_person
            else _(
                "Hier sind je Organisation %(period)s höchstens %(most)s Buchungen möglich, gebucht sind schon %(used)s. Bitte eine andere Zeit wählen oder eine Buchung stornieren.",
                **said,
            )
        )
    said |= {"most": hours_of(values["most"]), "used": hours_of(values["used"])}
    return (
        _(
            "Hier sind je Person %(period)s höchstens %(most)s Stunden möglich, gebucht sind schon %(used)s. Bitte kürzer buchen, eine andere Zeit wählen oder eine Buchung stornieren.",
            **said,
        )
        if is_person
        else _(
            "Hier sind je Organisation %(period)s höchstens %(most)s Stunden möglich, gebucht sind schon %(used)s. Bitte kürzer buchen, eine andere Zeit wählen oder eine Buchung stornieren.",
            **said,
        )
    )


def lead_text(rules: Rules) -> str:
    """How long before the beginning one books at the latest; empty: until the beginning."""
    if not rules.lead_minutes:
        return ""
    length = duration_text(rules.lead_minutes)
    if rules.lead_counts is LeadCount.STAFFED:
        return _("mindestens %(length)s, in denen das Haus geöffnet ist", length=length)
    return _("mindestens %(length)s", length=length)


def horizon_text(rules: Rules) -> str:
    """How far ahead one books, in the meaning that holds."""
    if rules.horizon_counts is HorizonCount.STRICT_HOURS:
        return ngettext(
            "bis auf die Stunde genau %(num)d Tag im Voraus",
            "bis auf die Stunde genau %(num)d Tage im Voraus",
            rules.horizon_days,
        )
    return ngettext(
        "bis %(num)d Kalendertag im Voraus", "bis %(num)d Kalendertage im Voraus", rules.horizon_days
    )


def who_text(rules: Rules) -> str:
    """Who may book; empty: everybody."""
    if rules.team_only:
        return _("nur das Team des Hauses")
    types = ", ".join(str(one.label) for one in rules.partner_types)
    if rules.members_only and types:
        return _("nur IHK-Mitglieder, und zwar: %(types)s", types=types)
    if rules.members_only:
        return _("nur IHK-Mitglieder")
    return _("nur: %(types)s", types=types) if types else ""


def length_text(rules: Rules) -> str:
    """Shortest to longest booking."""
    if not rules.free_hours:
        return _("nur feste Zeiten")
    return _(
        "%(least)s bis %(most)s",
        least=duration_text(rules.min_minutes),
        most=duration_text(rules.max_minutes),
    )


def products_text(rules: Rules) -> str:
    return ", ".join(product_text(product) for product in rules.products)


def _raster(rules: Rules) -> str:
    if rules.whole_days:
        return _("ganze Tage")
    return duration_text(rules.raster_minutes)


def _buffers(rules: Rules) -> str:
    before, after = rules.buffer_before_minutes, rules.buffer_after_minutes
    if before and after:
        return _(
            "%(before)s davor und %(after)s danach", before=duration_text(before), after=duration_text(after)
        )
    if before:
        return _("%(before)s davor", before=duration_text(before))
    return _("%(after)s danach", after=duration_text(after)) if after else _("keine")


def _check_in(rules: Rules) -> str:
    if not rules.check_in:
        return _("nicht nötig")
    return _("nötig, bis %(length)s nach Beginn", length=duration_text(rules.grace_minutes))


def _cancelling(rules: Rules) -> str:
    if not rules.cancel_until_minutes:
        return _("bis zum Beginn")
    return _("bis %(length)s vor Beginn", length=duration_text(rules.cancel_until_minutes))


def no_shows_text(rules: Rules) -> str:
    """What follows when somebody often does not come; empty: nothing."""
    return "; ".join(_step_text(step) for step in rules.no_shows)


def _step_text(step: NoShowStep) -> str:
    said = {"after": step.after, "days": step.within_days}
    if step.then is NoShowConsequence.WORD:
        return _("ab dem %(after)s. Mal in %(days)s Tagen ein Hinweis", **said)
    if step.then is NoShowConsequence.APPROVAL:
        return _("ab dem %(after)s. Mal in %(days)s Tagen gibt das Team neue Buchungen erst frei", **said)
    return ngettext(
        "beim %(after)s. Mal in %(days)s Tagen pausiert das Buchen im Haus %(num)d Tag",
        "beim %(after)s. Mal in %(days)s Tagen pausiert das Buchen im Haus %(num)d Tage",
        step.pause_days,
        **said,
    )


_FACTS: tuple[tuple[tuple[str, ...], Callable[[], str], Callable[[Rules], str]], ...] = (
    (("raster_minutes",), lambda: _("Raster"), _raster),
    (("min_minutes", "max_minutes", "free_hours"), lambda: _("Dauer"), length_text),
    (("products",), lambda: _("Feste Zeiten"), lambda rules: products_text(rules) or _("keine")),
    (("lead_minutes", "lead_counts"), lambda: _("Vorlauf"), lambda rules: lead_text(rules) or _("keiner")),
    (("horizon_days", "horizon_counts"), lambda: _("Im Voraus"), horizon_text),
    (("buffer_before_minutes", "buffer_after_minutes"), lambda: _("Rüstzeit"), _buffers),
    (
        ("quotas",),
        lambda: _("Kontingent"),
        lambda rules: "; ".join(quota_text(quota) for quota in rules.quotas) or _("keines"),
    ),
    (
        ("team_only", "members_only", "partner_types"),
        lambda: _("Wer buchen darf"),
        lambda rules: who_text(rules) or _("alle"),
    ),
    (
        ("needs_approval",),
        lambda: _("Freigabe"),
        lambda rules: _("durch das Team") if rules.needs_approval else _("nicht nötig"),
    ),
    (("cancel_until_minutes",), lambda: _("Rechtzeitig stornieren"), _cancelling),
    (("check_in", "grace_minutes"), lambda: _("Check-in"), _check_in),
    (
        ("no_shows",),
        lambda: _("Nichterscheinen"),
        lambda rules: no_shows_text(rules) or _("keine Folgen"),
    ),
    (
        ("offer_minutes",),
        lambda: _("Angebote der Warteliste"),
        lambda rules: _("gelten %(length)s", length=duration_text(rules.offer_minutes)),
    ),
)


_PLAIN = Rules(raster_minutes=0, min_minutes=0, max_minutes=0, cancel_until_minutes=-1, horizon_days=-1)
"""Rules that rule nothing: what they say goes without saying."""


def ruled_facts(rules: Rules) -> list[Pair]:
    """What is ruled, without what goes without saying, such as that everybody may book."""
    said = frozenset(name for name in ANSWERS if getattr(rules, name) != getattr(_PLAIN, name))
    return rule_facts(rules, only=said if rules.check_in else said - {"grace_minutes"})


def rule_facts(rules: Rules, *, only: frozenset[str] | None = None) -> list[Pair]:
    """All that is ruled, or what the answers in `only` have a part in."""
    return [
        (label(), tell(rules))
        for answers, label, tell in _FACTS
        if only is None or not only.isdisjoint(answers)
    ]
