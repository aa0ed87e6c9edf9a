"""What the independent verifier says of files, as its callers see it."""

import json
import subprocess
import sys

from jig.verifier import jig_verify
from two_nodes import CODES, Hostile, whole


def convicted_offline(tmp_path, proof, guilty, *, logs=(), other=None):
    """Give the grounds on which the verifier convicts from two files alone, or with both logs; None when it does not."""
    paths = [tmp_path / f"side-{number}.json" for number in range(2)]
    for path, data in zip(paths, proof, strict=True):
        path.write_bytes(data)
    root = f"{guilty.code}={guilty.root.fingerprint}"
    call = [sys.executable, jig_verify.__file__, "--fork", *map(str, paths), "--root", root, "--json"]
    for number, data in enumerate(logs):
        path = tmp_path / f"whole-{number}.jig"
        path.write_bytes(data)
        call.append(str(path))
    call += ["--root", f"{other.code}={other.root.fingerprint}"] if other is not None else []
    done = subprocess.run(call, capture_output=True, text=True)
    return json.loads(done.stdout)["fork"]["grounds"] if done.returncode == 0 else None


def judged_offline(tmp_path, *files):
    """Give (ok, finding codes, error codes) of the verifier on two whole logs: parties' nodes or hostile branches."""
    call = [sys.executable, jig_verify.__file__, "--json"]
    for number, one in enumerate(files):
        path = tmp_path / f"log-{number}.jig"
        hostile = isinstance(one, Hostile)
        path.write_bytes(one.bundle(0).encode() if hostile else whole(one.node))
        me = one.me if hostile else one
        call += [str(path), "--root", f"{CODES[me.side]}={me.root.fingerprint}"]
    answer = json.loads(subprocess.run(call, capture_output=True, text=True).stdout)
    codes = [[fault["code"] for fault in answer[name]] for name in ("findings", "errors")]
    return answer["ok"], codes[0], codes[1]
