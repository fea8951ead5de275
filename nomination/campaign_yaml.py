"""Content back to a campaign file that reads as exactly the same content.

`written(content)`: our own file, fields in the order in which `workflow.campaign` asks for them.
`file_of(content, source)`: the very file that the content was read from, while nothing was changed since; else ours.
"""

from collections.abc import Mapping
from typing import Any

from nomination.yamlwriter import yaml_text
from workflow.campaign import read_campaign
from workflow.fields import asked_order


def written(content: Mapping[str, Any]) -> bytes:
    """The file, in UTF-8. One content gives one file, whatever the order of its keys, also when it is not whole."""
    known = asked_order(content, read_campaign)

    def ordered(path: str, group: Mapping[str, Any]) -> list[str]:
        asked = [key for key in known.get(path, ()) if key in group]
        return asked + sorted(key for key in group if key not in asked)

    return yaml_text(content, ordered).encode()


def file_of(content: Mapping[str, Any], source: bytes | None) -> bytes:
    return source if source is not None else written(content)
