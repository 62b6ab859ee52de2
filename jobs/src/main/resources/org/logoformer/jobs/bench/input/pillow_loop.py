"""What a lab's script does with the frames of a data set: read, decode, resize. `logo bench input --pillow` compares with it.

A child process of the benchmark. It reads a JSON request from each line of standard input and answers with one line of
JSON: the answer, or {"error": message}. Requests: version, load, loop; see the functions below. Only Pillow is needed.
"""

import json
import sys
import time

try:
    import PIL
    from PIL import Image
except ImportError as missing:
    print(json.dumps({"missing": str(missing)}), flush=True)
    sys.exit(0)

FILES = []


def version(request):
    return {"pillow": PIL.__version__}


def load(request):
    """The files to take, a path a line."""
    with open(request["list"]) as lines:
        FILES[:] = lines.read().splitlines()
    return {}


def loop(request):
    """Seconds for all files, to square images of the given size."""
    size = (request["size"], request["size"])
    start = time.perf_counter()
    for file in FILES:
        with Image.open(file) as image:
            image.convert("RGB").resize(size, Image.BILINEAR).tobytes()
    return {"seconds": time.perf_counter() - start}


def main():
    requests = {f.__name__: f for f in (version, load, loop)}
    for line in sys.stdin:
        request = json.loads(line)
        try:
            answer = requests[request["request"]](request)
        except Exception as e:
            answer = {"error": "%s: %s" % (type(e).__name__, str(e).strip().split("\n")[0])}
        print(json.dumps(answer), flush=True)


main()
