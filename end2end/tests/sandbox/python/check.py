"""What LINE's Python SDK makes of webhooks and of what a bot sends.

Reads from standard input {"secret", "webhooks": [{"body", "signature"}], "requests": [{"model", "body"}]}.
Writes one object for each event and each request: the class that it is taken for, and whatever of it was
lost or changed when it was read and written again.
"""

import json
import sys

from linebot.v3 import WebhookParser
from linebot.v3.messaging import models

ABSENT = "absent"


def differences(given, kept, path=""):
    """Where what was given was lost or changed, a pointer each."""
    if isinstance(given, dict) and isinstance(kept, dict):
        # Names that the SDK adds are its defaults.
        pairs = [(name, value, kept.get(name, ABSENT)) for name, value in given.items()]
    elif isinstance(given, list) and isinstance(kept, list) and len(given) == len(kept):
        pairs = [(place, *pair) for place, pair in enumerate(zip(given, kept))]
    else:
        return [] if given == kept else [f"{path}: {given!r} became {kept!r}"]
    return [one for name, *pair in pairs for one in differences(*pair, f"{path}/{name}")]


def read(given, taken):
    # By its own JSON: what is not plain data in it is a difference.
    kept = json.loads(taken.to_json())
    parts = (getattr(taken, name, None) for name in ("message", "contents"))
    names = [type(one).__name__ for one in (taken, *parts) if one is not None]
    return {"class": " ".join(names), "differences": differences(given, kept)}


def main():
    asked = json.load(sys.stdin)
    parser = WebhookParser(asked["secret"])
    read_back = {"events": [], "requests": []}
    for webhook in asked["webhooks"]:
        events = parser.parse(webhook["body"], webhook["signature"])
        for given, taken in zip(json.loads(webhook["body"])["events"], events, strict=True):
            read_back["events"].append(read(given, taken))
    for request in asked["requests"]:
        taken = getattr(models, request["model"]).from_dict(request["body"])
        read_back["requests"].append(read(request["body"], taken))
    json.dump(read_back, sys.stdout)


main()
