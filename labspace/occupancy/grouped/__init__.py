"""Figures of time and visits in rows: by house, kind, month, week, weekday, daypart and theme, in any combination."""
