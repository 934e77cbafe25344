"""
Copies the look of GOV.UK Frontend out of its npm package into the service.

Run with the folder of an unpacked ``govuk-frontend``: ``python api/vendor_assets.py FOLDER``. The typeface
and the crown are licensed for GOV.UK's own services only, so both are left out. What is kept, with its
version and digests, is written to ``vendor/manifest.json``, which a test holds the files against.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from pathlib import Path

HERE = Path(__file__).parent / "threshold_api" / "static" / "vendor"
# The package names its licence but does not carry the text.
LICENCE = """\
The MIT License (MIT)

Copyright (C) 2017 Crown Copyright (Government Digital Service)

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation
files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy,
modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software
is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES
OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE
LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR
IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""
FONT_FACE = re.compile(r"@font-face\{[^}]*\}")
SOURCE_MAP = re.compile(r"(/\*# sourceMappingURL=.*?\*/|//# sourceMappingURL=.*)$", re.MULTILINE)
FROM_ASSETS = re.compile(r"url\([\"']?/assets/[^)]*\)")


def main(package: Path) -> None:
    """Write the vendored files and their manifest."""
    built = package / "dist" / "govuk"
    style = FONT_FACE.sub("", (built / "govuk-frontend.min.css").read_text(encoding="utf-8"))
    style = SOURCE_MAP.sub("", style.replace("GDS Transport,arial", "arial,helvetica"))
    # The crest of the licence logo is the only picture left in the style sheet, and it is not ours to show.
    files = {
        "govuk-frontend.min.css": FROM_ASSETS.sub("none", style).strip() + "\n",
        "govuk-frontend.min.js": SOURCE_MAP.sub("", (built / "govuk-frontend.min.js").read_text(encoding="utf-8")).strip() + "\n",
        "LICENCE.txt": LICENCE,
    }
    HERE.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (HERE / name).write_text(text, encoding="utf-8")
    version = json.loads((package / "package.json").read_text(encoding="utf-8"))["version"]
    digests = {name: hashlib.sha256(text.encode()).hexdigest() for name, text in files.items()}
    manifest = {"package": "govuk-frontend", "version": version, "licence": "MIT", "sha256": digests}
    (HERE / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
