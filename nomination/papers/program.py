"""The program that sets one paper. It runs alone, bounded in memory and time, and imports nothing of ours.

Input: JSON with `template`, `content` (both texts), `stamp` (seconds of the paper's day), `picture`, `memory` and
`work`. Output: a line of JSON with the places that the template marked, then the PDF, or a picture of its first page.
A template reads its own folder and nothing else.
"""

import json
import os
import resource
import sys
from pathlib import Path

HERE = Path(__file__).parent
STANDARD, PICTURE = "a-2b", 96
OUTPUT = 64 * 1024 * 1024


def bound_ourselves(memory: int, seconds: int) -> None:
    limits = {
        resource.RLIMIT_AS: memory, resource.RLIMIT_CPU: seconds, resource.RLIMIT_FSIZE: OUTPUT,
        resource.RLIMIT_CORE: 0, resource.RLIMIT_NOFILE: 64,
    }  # fmt: skip
    for limit, most in limits.items():
        resource.setrlimit(limit, (most, most))


def main() -> None:
    asked = json.loads(sys.stdin.buffer.read())
    bound_ourselves(asked["memory"], asked["work"])
    os.environ["RAYON_NUM_THREADS"] = "1"
    import typst

    compiler = typst.Compiler(
        str(HERE / "templates" / asked["template"]), root=str(HERE / "templates"), font_paths=[str(HERE / "fonts")],
        ignore_system_fonts=True, sys_inputs={"content": asked["content"]},
    )  # fmt: skip
    if asked["picture"]:
        drawn = compiler.compile(format="png", ppi=PICTURE)
        content, places = drawn[0] if isinstance(drawn, list) else drawn, "[]"
    else:
        content = compiler.compile(format="pdf", pdf_standards=STANDARD, timestamp=asked["stamp"])
        places = compiler.query("<place>", field="value")
    sys.stdout.buffer.write(json.dumps(json.loads(places)).encode() + b"\n" + content)


if __name__ == "__main__":
    main()
