"""What the slots of a house brought: K18 to K20 of a year, and each tenancy with its answers."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from labspace.access import staff
from labspace.db import db
from labspace.formats import days_text, exact_text, hour_count_text, percent_text
from labspace.popups.tenancies.figures import PopupFigures, popup_figures
from labspace.popups.tenancies.models import Tenancy
from labspace.popups.tenancies.tried_days import tried_days
from labspace.popups.tenancies.views.blueprint import run_house, staff_bp
from labspace.popups.tenancies.words import months_text
from labspace.spaces.names import space_name
from labspace.times import utc_now
from labspace.words import gettext as _


@staff_bp.get("/team/<slug>/pop-up/ergebnisse")
@staff
def results(slug: str) -> ResponseReturnValue:
    """One calendar year of a house."""
    house, now = run_house(slug), utc_now()
    today = now.astimezone(house.zone).date()
    asked = request.args.get("jahr", "")
    is_year = len(asked) == 4 and asked.isascii() and asked.isdecimal()
    year = min(max(int(asked) if is_year else today.year, 2000), today.year + 1)
    found = popup_figures(db.session(), house, first=date(year, 1, 1), last=date(year, 12, 31), now=now)
    return render_template(
        "popups/tenancies/staff/results.html",
        house=house,
        year=year,
        stats=_stats(found),
        rows=[_row(tenancy, found) for tenancy in found.tenancies],
        back=(str(year - 1), url_for("tenancies_staff.results", slug=slug, jahr=year - 1)),
        forth=(str(year + 1), url_for("tenancies_staff.results", slug=slug, jahr=year + 1)),
    )


def _stats(found: PopupFigures) -> list[dict[str, str]]:
    kept, stay = found.kept, found.staying
    share = Fraction(kept.weeks_kept, kept.weeks) if kept.weeks else None
    return [
        {
            "number": str(kept.days),
            "unit": _("Tage"),
            "label": _("Pop-up-Tage"),
            "note": _("%(hours)s Öffnungsstunden", hours=hour_count_text(kept.open_for)),
            "definition": _("Verschiedene Tage je Fläche, an denen geöffnet war, und ihre Stunden (K18)."),
        },
        {
            "number": percent_text(share),
            "unit": "",
            "label": _("Mindestöffnung eingehalten"),
            "note": _("%(kept)d von %(all)d vollen Wochen", kept=kept.weeks_kept, all=kept.weeks),
            "definition": _("Wochen mit der vereinbarten Mindestöffnung ÷ belegte volle Wochen (K18)."),
        },
        {
            "number": exact_text(found.ideas, digits=0),
            "unit": "",
            "label": _("Getestete Geschäftsideen"),
            "note": "",
            "definition": _(
                "Verschiedene Konzepte mit mindestens %(days)d Pop-up-Tagen; sie zählen am %(days)d. dieser Tage (K19).",
                days=tried_days(),
            ),
        },
        {
            "number": percent_text(stay.rate),
            "unit": "",
            "label": _("Verstetigungsquote"),
            "note": _(
                "%(stayed)d von %(known)d mit bekanntem Ergebnis, %(unknown)d unbekannt",
                stayed=stay.stayed,
                known=stay.known,
                unknown=stay.unknown,
            ),
            "definition": _(
                "Beendete Ideen mit Anschlussmiete oder eigenem Laden in der Stadt binnen 12 Monaten ÷ beendete Ideen mit bekanntem Ergebnis (K20)."
            ),
        },
    ]


def _row(tenancy: Tenancy, found: PopupFigures) -> dict[str, object]:
    answered = [row for row in found.answers.get(tenancy.id, []) if row.outcome is not None]
    last = answered[-1] if answered else None
    return {
        "title": tenancy.title or space_name(tenancy.space),
        "url": url_for("tenancies.show", tenancy_id=tenancy.id),
        "space": space_name(tenancy.space),
        "days": days_text(*tenancy.first_and_last),
        "state": str(tenancy.state.label),
        "outcome": _("%(when)s: %(outcome)s", when=months_text(last.months), outcome=last.outcome.label)
        if last and last.outcome
        else "",
    }
