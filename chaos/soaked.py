"""`python wsgi.py` for the soak: it keeps in the file CHAOS_GREENLETS how many greenlets it has."""

import gc
import os
import threading
from pathlib import Path

import eventlet
from eventlet.support.greenlets import greenlet

EVERY_SECONDS = 5


def _count(path: Path) -> None:
    while True:
        # Those of before the server froze its heap are not among them.
        path.write_text(str(sum(isinstance(each, greenlet) and not each.dead for each in gc.get_objects())))
        eventlet.sleep(EVERY_SECONDS)


if __name__ == "__main__":
    import wsgi

    # A greenlet, since importing has patched it.
    threading.Thread(target=_count, args=[Path(os.environ["CHAOS_GREENLETS"])], daemon=True).start()
    wsgi.main()
