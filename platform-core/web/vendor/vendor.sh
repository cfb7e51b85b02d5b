#!/bin/sh
# Fetches what Maven Central lacks, as vendor.lock.json names it, and refuses anything else. Needs npm and python3.
set -eu
cd "$(dirname "$0")/.."
python3 - <<'PYTHON'
import base64, hashlib, json, pathlib, subprocess, tarfile, tempfile
for package in json.load(open("vendor/vendor.lock.json"))["packages"]:
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["npm", "pack", "--silent", f"{package['name']}@{package['version']}"], cwd=folder, check=True,
                       stdout=subprocess.DEVNULL)
        archive = next(pathlib.Path(folder).glob("*.tgz"))
        found = "sha512-" + base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
        if found != package["integrity"]:
            raise SystemExit(f"{package['name']}: integrity is {found}")
        with tarfile.open(archive) as tar:
            for source, target in package["files"].items():
                path = pathlib.Path(target)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(tar.extractfile(source).read())
                print(target)
PYTHON
