"""What a WSGI server imports."""

import gc

from labspace import create_app
from labspace.notices.in_server import start_delivery

app = create_app()
start_delivery(app)

# What is loaded now stays for the life of the process: the collector need not look through it, and
# a page makes thousands of short-lived objects, so it looks less often.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 50)
