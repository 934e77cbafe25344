"""
The pictures of the pages in ``docs/images``: ``make pictures``.

Walks the service as a made-up nurse, teacher and trainer would, and keeps a picture of the main pages,
on a desk and on a phone.
"""

from __future__ import annotations

import io
from pathlib import Path

from pages import chromium, service, tour

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
KEPT = {
    "desktop": {
        "/": "start",
        "signs": "signs",
        "urgent answer": "answer",
        "referral section worry": "referral",
        "/guidance/indicators/bruise-non-mobile-infant": "guidance",
        "room revealed": "room",
    },
    "phone": {"signs": "signs", "questions": "questions", "urgent answer": "answer", "room, trainee voting": "room"},
}
"""The states to keep, and the names of their pictures."""
WIDTHS = {"desktop": 1280, "phone": 390}
MOST_HIGH = 1_150


def main() -> None:
    """Take every picture."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with service(io.StringIO()) as address, chromium() as browser:
        for kind, width in WIDTHS.items():
            for name, page in tour(browser, address, width=width):
                if name in KEPT[kind]:
                    high = min(MOST_HIGH, page.evaluate("document.documentElement.scrollHeight"))
                    clip = {"x": 0, "y": 0, "width": width, "height": high}
                    page.screenshot(path=IMAGES / f"{KEPT[kind][name]}-{kind}.png", full_page=True, clip=clip)  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
