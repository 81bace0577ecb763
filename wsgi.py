"""What a web server loads: `gunicorn wsgi:app`."""

import gc

from portal import create_app

# Nothing that is loaded here is ever let go: to look through it for what could be takes a fifth of the start.
gc.disable()
app = create_app()
gc.freeze()
gc.enable()
