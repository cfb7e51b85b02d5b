#!/bin/sh
# Fetches what Maven Central lacks, as vendor.lock.json names it, and refuses anything else.
# Needs npm, and python3 with the fonttools named there and brotli.
set -eu
cd "$(dirname "$0")/.."
exec "${PYTHON:-python3}" - <<'PYTHON'
import base64, hashlib, json, pathlib, subprocess, sys, tarfile, tempfile
import fontTools

def cut(source, target, rules, unicodes):
    """Keeps the weights, features and characters the rules name."""
    if fontTools.version != rules["fonttools"]:
        raise SystemExit(f"fonttools is {fontTools.version}, the lock says {rules['fonttools']}")
    with tempfile.TemporaryDirectory() as folder:
        instance = f"{folder}/instance.ttf"
        run = lambda *call: subprocess.run([sys.executable, "-m", *call], check=True)
        run("fontTools.varLib.instancer", "-q", str(source), rules["axes"], "-o", instance)
        run("fontTools.subset", instance, f"--unicodes={unicodes}", f"--layout-features={rules['features']}",
            "--flavor=woff2", "--no-hinting", "--desubroutinize", f"--output-file={target}")

for package in json.load(open("vendor/vendor.lock.json"))["packages"]:
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["npm", "pack", "--silent", f"{package['name']}@{package['version']}"], cwd=folder, check=True,
                       stdout=subprocess.DEVNULL)
        archive = next(pathlib.Path(folder).glob("*.tgz"))
        found = "sha512-" + base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
        if found != package["integrity"]:
            raise SystemExit(f"{package['name']}: integrity is {found}")
        with tarfile.open(archive) as tar:
            tar.extractall(folder, filter="data")
        for source, target in package["files"].items():
            pathlib.Path(target).write_bytes((pathlib.Path(folder) / source).read_bytes())
        fonts = package.get("fonts", {"files": []})
        for font in fonts["files"]:
            cut(pathlib.Path(folder) / font["source"], font["target"], fonts, font["unicodes"])
            print(font["target"], pathlib.Path(font["target"]).stat().st_size)
PYTHON
