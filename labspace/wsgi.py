"""What a WSGI server imports."""

from labspace import create_app

app = create_app()
