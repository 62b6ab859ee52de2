#!/usr/bin/env bash
# Pillow 13.0.0 against 12.3.0: Image.resize of 8-bit pictures, bilinear with the default reducing_gap.
#
# A resize in both directions is two passes, each of which rounds to 8 bits, so that their order shows in the last bit.
# One would expect the order, and so the samples, to be the same in all versions and for all shapes: up to 12.3 the
# width is always done first. Pillow 13 does the height first where that is cheaper: from w x h to W x H if
#   h > H, w != W and h - H > 2 max(0, w - W).
# Upright pictures (portrait video at 112 x 112) then differ by one level in about a fifth of the samples, landscape
# ones not at all, and one more row of the source can switch it: 200 x 288 to 112 x 112 is unchanged, 200 x 289 is not.
# A pipeline that is checked against Pillow bit for bit has to say which version, or keep to shapes on one side of the
# rule. Both versions give the older order if one resizes twice, first to W x h, then to W x H.
#
# Seen in November 2026 with the wheels for CPython 3.11 on x86-64 (AMD Zen 4); the passes are integer arithmetic.
#
# Needs Python 3.10 or newer with venv. Exits with 0 if it is still so, with 1 if not.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

cat >order.py <<'PYTHON'
import sys

import PIL
from PIL import Image

SHAPES = [
    (160, 120, 112, 112),
    (120, 160, 112, 112),
    (200, 288, 112, 112),
    (200, 289, 112, 112),
    (60, 113, 112, 112),
    (60, 112, 112, 112),
    (113, 114, 112, 112),
    (113, 115, 112, 112),
    (112, 200, 112, 112),
]


def picture(width, height):
    samples = bytearray()
    for y in range(height):
        for x in range(width):
            samples += bytes((channel * 80 + x * 37 + y * 91 + x * y * 5) % 256 for channel in range(3))
    return Image.frombytes("RGB", (width, height), bytes(samples))


print("Pillow", PIL.__version__)
for w, h, W, H in SHAPES:
    image = picture(w, h)

    def resize(*sizes):
        result = image
        for size in sizes:
            result = result.resize(size, Image.Resampling.BILINEAR)
        return result.tobytes()

    once, width_first, height_first = resize((W, H)), resize((W, h), (W, H)), resize((w, H), (W, H))
    steps = [abs(a - b) for a, b in zip(width_first, height_first)]
    order = {
        (True, True): "either order",
        (True, False): "width first",
        (False, True): "height first",
        (False, False): "neither order",
    }[once == width_first, once == height_first]
    share = round(100 * sum(step > 0 for step in steps) / len(steps))
    print(f"{w} x {h} to {W} x {H}: {order} (they differ by {max(steps)} in {share} % of the samples)")
PYTHON

cat >expected <<'TEXT'
Pillow 12.3.0
160 x 120 to 112 x 112: width first (they differ by 1 in 23 % of the samples)
120 x 160 to 112 x 112: width first (they differ by 1 in 23 % of the samples)
200 x 288 to 112 x 112: width first (they differ by 1 in 19 % of the samples)
200 x 289 to 112 x 112: width first (they differ by 1 in 18 % of the samples)
60 x 113 to 112 x 112: width first (they differ by 1 in 23 % of the samples)
60 x 112 to 112 x 112: either order (they differ by 0 in 0 % of the samples)
113 x 114 to 112 x 112: width first (they differ by 1 in 24 % of the samples)
113 x 115 to 112 x 112: width first (they differ by 1 in 24 % of the samples)
112 x 200 to 112 x 112: either order (they differ by 0 in 0 % of the samples)
Pillow 13.0.0
160 x 120 to 112 x 112: width first (they differ by 1 in 23 % of the samples)
120 x 160 to 112 x 112: height first (they differ by 1 in 23 % of the samples)
200 x 288 to 112 x 112: width first (they differ by 1 in 19 % of the samples)
200 x 289 to 112 x 112: height first (they differ by 1 in 18 % of the samples)
60 x 113 to 112 x 112: height first (they differ by 1 in 23 % of the samples)
60 x 112 to 112 x 112: either order (they differ by 0 in 0 % of the samples)
113 x 114 to 112 x 112: width first (they differ by 1 in 24 % of the samples)
113 x 115 to 112 x 112: height first (they differ by 1 in 24 % of the samples)
112 x 200 to 112 x 112: either order (they differ by 0 in 0 % of the samples)
TEXT

python3 -m venv python
for version in 12.3.0 13.0.0; do
  python/bin/pip install --quiet --disable-pip-version-check --no-cache-dir --only-binary :all: \
    --target "pillow-$version" "pillow==$version"
  PYTHONPATH=pillow-$version python/bin/python order.py
done | tee seen
if ! diff expected seen; then
  echo "Changed: the lines with > are new." >&2
  exit 1
fi
echo "As described: Pillow 13 does the height of upright pictures first."
