"""What a WSGI server imports."""

import gc
from contextvars import Context

from labspace import create_app
from labspace.logs import write_logs
from labspace.notices.in_server import start_delivery

# A forked worker has the context of the command that started it, whose application has no pages.
app = Context().run(create_app)
write_logs(app.extensions["labspace.settings"])
start_delivery(app)

# What is loaded now stays for the life of the process: the collector need not look through it, and
# a page makes thousands of short-lived objects, so it looks less often.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 50)
