{#- worker.js: what the browser keeps for doors without network, and the script that keeps it. away_url -#}
{%- set modules = ["js/menu.js", "js/door.js", "js/doors/away.js", "js/doors/known.js", "js/doors/taps.js"] -%}
{%- set kept = [stylesheet_url(), font_url(), asset("js/labspace.js"), asset("img/favicon.svg")] -%}
{%- for name in modules %}
// {{ asset(name) }}
{%- endfor %}
self.AWAY = {{ away_url|tojson }};
self.KEPT = [
{%- for url in kept %}
  {{ url|tojson }},
{%- endfor %}
{%- for name in modules %}
  {{ url_for("static", filename=name)|tojson }},
{%- endfor %}
];
importScripts({{ asset("js/doors/worker.js")|tojson }});
