"""A camera for Chromium that sees a QR code."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import segno
from playwright.sync_api import Browser

from .browser import find_chromium, launch_arguments

WIDTH, HEIGHT = 320, 240
MODULE = 7  # pixels
FRAMES = 5
GREY, WHITE, BLACK = 128, 235, 16


@contextmanager
def browser_that_sees(browser: Browser, code: str, film: Path) -> Iterator[Browser]:
    """Start a Chromium of its own, in front of whose camera somebody holds this code."""
    film.write_bytes(film_of(code))
    other = browser.browser_type.launch(
        executable_path=find_chromium(),
        args=[
            *launch_arguments(),
            "--use-fake-ui-for-media-stream",
            "--use-fake-device-for-media-stream",
            f"--use-file-for-fake-video-capture={film}",
        ],
    )
    yield other
    other.close()


def film_of(code: str) -> bytes:
    """Return a film in the YUV4MPEG2 format: the code on white paper, in front of grey."""
    frame = bytearray([GREY]) * (WIDTH * HEIGHT * 3 // 2)  # brightness of each pixel, then colours: none
    rows = [*segno.make_qr(code, error="m").matrix_iter(scale=MODULE, border=2)]
    left, top = (WIDTH - len(rows)) // 2, (HEIGHT - len(rows)) // 2
    for y, row in enumerate(rows):
        start = (top + y) * WIDTH + left
        frame[start : start + len(rows)] = bytes(BLACK if dark else WHITE for dark in row)
    return f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F10:1 Ip A1:1 C420jpeg\n".encode() + (b"FRAME\n" + frame) * FRAMES
