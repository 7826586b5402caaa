"""What a WSGI server imports."""

from labspace import create_app
from labspace.notices.in_server import start_delivery

app = create_app()
start_delivery(app)
