"""Charts as pure view models: figures come in, a drawing, a sentence and a table with the same data come out.

Nothing here knows a request, a row or a template; templates/components/chart_*.html print what is made here.
Why no chart library: docs/adr/0028-charts.md
"""
