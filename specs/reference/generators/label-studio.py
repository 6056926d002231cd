"""Golden values of labelling: what a real Label Studio server makes of tasks, and how it exports the labels.

Run:  python -P specs/reference/generators/label-studio.py
Needs label-studio 1.23 and requests. Starts a server on a free port with an empty database, imports tasks into a project, annotates them
as three people would, and writes both exports to specs/reference/golden/label-studio.json.
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import requests

TOKEN = "0123456789abcdef0123456789abcdef01234567"
CLASSES = ["calm", 'loud & "bright"']
CHOICES = "\n".join(f'    <Choice value="{name}"/>' for name in ["calm", "loud &amp; &quot;bright&quot;"])
CONFIG = f"""<View>
  <Text name="item" value="$text"/>
  <Choices name="label" toName="item" choice="single" showInline="true">
{CHOICES}
  </Choices>
</View>
"""
TEXTS = ["a quiet lake", "a red drum", "an old, still tree", "a horn at night", "fog"]
# The class per annotation of each text; None is an annotation that was cancelled.
ANNOTATIONS = [[0], [1, 0, 1], [None, 0], [1], []]


def choice(label):
    return {"from_name": "label", "to_name": "item", "type": "choices", "value": {"choices": [CLASSES[label]]}}


def task(position):
    data = {"text": TEXTS[position], "split": "train", "position": position}
    return {"data": data, "predictions": [{"model_version": "guess", "score": 0.75, "result": [choice(1)]}]}


with socket.socket() as probe:
    probe.bind(("127.0.0.1", 0))
    port = probe.getsockname()[1]
folder = tempfile.mkdtemp()
command = [str(Path(sys.executable).parent / "label-studio"), "start", "--no-browser", "--port", str(port), "--data-dir", folder]
command += ["--username", "someone@example.com", "--password", "a long password", "--user-token", TOKEN]
environment = {**os.environ, "LABEL_STUDIO_ENABLE_LEGACY_API_TOKEN": "true", "COLLECT_ANALYTICS": "false"}
server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
base, headers = f"http://127.0.0.1:{port}", {"Authorization": f"Token {TOKEN}"}


def ask(method, path, **given):
    answer = requests.request(method, base + path, headers=headers, **given)
    answer.raise_for_status()
    return answer.json()


try:
    for _ in range(120):
        time.sleep(1)
        try:
            if requests.get(base + "/health").ok:
                break
        except requests.ConnectionError:
            pass
    version = ask("GET", "/api/version")["release"]
    project = ask("POST", "/api/projects", json={"title": "sounds", "label_config": CONFIG})["id"]
    tasks = [task(position) for position in [3, 0, 1, 2, 4]]
    ask("POST", f"/api/projects/{project}/import", json=tasks)
    found = ask("GET", f"/api/tasks?project={project}&fields=all")["tasks"]
    assert [each["predictions"][0]["score"] for each in found] == [0.75] * len(tasks)
    for each in found:
        for label in ANNOTATIONS[each["data"]["position"]]:
            body = {"result": [choice(label or 0)], "was_cancelled": label is None}
            ask("POST", f"/api/tasks/{each['id']}/annotations", json=body)
    exports = {kind: ask("GET", f"/api/projects/{project}/export?exportType={kind}") for kind in ["JSON", "JSON_MIN"]}
finally:
    server.terminate()
golden = {"labelStudio": version, "classNames": CLASSES, "texts": TEXTS, "config": CONFIG, "tasks": tasks, "exports": exports}
target = Path(__file__).parent.parent / "golden" / "label-studio.json"
target.write_text(json.dumps(golden) + "\n")
print(version, {kind: len(export) for kind, export in exports.items()})
