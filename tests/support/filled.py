"""What the forms of a page would send as they stand."""

from __future__ import annotations

from tests.support.visit import Page


def filled(page: Page) -> dict[str, str | list[str]]:
    """The fields of a page by name; ticked boxes as lists."""
    found: dict[str, str | list[str]] = {}
    for field in page.all("input"):
        name, kind, value = field.get("name"), field.get("type"), field.get("value") or ""
        if not name or (kind in ("radio", "checkbox") and field.get("checked") is None):
            continue
        if kind == "checkbox":
            ticked = found.setdefault(name, [])
            assert isinstance(ticked, list)
            ticked.append(value)
        else:
            found[name] = value
    for area in page.all("textarea"):
        found[area.get("name") or ""] = (area.text or "").removeprefix("\n")
    for select in page.all("select"):
        chosen = [option.get("value") or "" for option in select.iter() if option.get("selected") is not None]
        found[select.get("name") or ""] = chosen[0] if chosen else ""
    return found
