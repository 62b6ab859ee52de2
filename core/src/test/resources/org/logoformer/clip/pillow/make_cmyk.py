"""Makes the JPEGs of four channels of this folder, and prints their lines of samples.txt.

    pip install numpy pillow==VERSION
    python make_cmyk.py

Pillow writes CMYK only. YCCK are files of it with another transform in Adobe's marker; other subsamplings
are put together from grey files, one for each channel, as scans of one picture.
"""
import io
import zlib

import numpy as np
from PIL import Image

WIDTH, HEIGHT = 37, 29


def plane(width, height, seed):
    x, y = np.meshgrid(np.arange(width), np.arange(height))
    waves = 128 + 90 * np.sin(x / 3.0 + seed) * np.cos(y / 4.0 - 2 * seed) + (x * y * (seed + 1)) % 37
    return np.clip(waves, 0, 255).astype(np.uint8)


def interleaved(subsampling, **options):
    """As Pillow writes it, with the first channel in full and the others smaller."""
    four = Image.fromarray(np.stack([plane(WIDTH, HEIGHT, s) for s in range(4)], -1), "CMYK")
    out = io.BytesIO()
    four.save(out, "JPEG", quality=80, subsampling=subsampling, **options)
    return out.getvalue()


def segments(jpeg):
    """Marker, content and entropy-coded data of each segment behind the start of the image."""
    at = 2
    while jpeg[at + 1] != 0xD9:
        marker, length = jpeg[at + 1], int.from_bytes(jpeg[at + 2 : at + 4], "big")
        content, at = jpeg[at + 4 : at + 2 + length], at + 2 + length
        begin = at
        if marker == 0xDA:
            while jpeg[at] != 0xFF or jpeg[at + 1] == 0 or 0xD0 <= jpeg[at + 1] <= 0xD7:
                at += 1
        yield marker, content, jpeg[begin:at]


def segment(marker, content):
    return bytes([0xFF, marker]) + (len(content) + 2).to_bytes(2, "big") + content


def planar(factors, width=WIDTH, height=HEIGHT, transform=2, **options):
    """A scan, or several, for each channel: four grey files in one."""
    most = [max(f[i] for f in factors) for i in (0, 1)]
    coding, head, body = 0xC0, b"", b""
    for i, (h, v) in enumerate(factors):
        size = -(-width * h // most[0]), -(-height * v // most[1])
        out = io.BytesIO()
        Image.fromarray(plane(*size, i)).save(out, "JPEG", quality=80, **options)
        for marker, content, data in segments(out.getvalue()):
            if marker == 0xDB and i == 0:
                head += segment(marker, content)
            elif marker in (0xC0, 0xC2):
                coding = marker
            elif marker in (0xC4, 0xDD):
                body += segment(marker, content)
            elif marker == 0xDA:
                body += segment(marker, content[:1] + bytes([i + 1]) + content[2:]) + data
    frame = b"\x08" + height.to_bytes(2, "big") + width.to_bytes(2, "big") + bytes([4])
    for i, (h, v) in enumerate(factors):
        frame += bytes([i + 1, h << 4 | v, 0])
    marker = b"" if transform is None else segment(0xEE, b"Adobe\0\x64\0\0\0\0" + bytes([transform]))
    return b"\xff\xd8" + marker + head + segment(coding, frame) + body + b"\xff\xd9"


def adobe(jpeg, transform):
    """The same with another transform in Adobe's marker; without the marker, if there is none."""
    at = jpeg.index(b"Adobe")
    if transform is None:
        return jpeg[: at - 4] + jpeg[at + 12 :]
    return jpeg[: at + 11] + bytes([transform]) + jpeg[at + 12 :]


def jfif(jpeg):
    return jpeg[:2] + segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0") + jpeg[2:]


ONE = (1, 1)
FILES = {
    "cmyk": interleaved(0),
    "cmyk-no-marker": adobe(interleaved(0), None),
    "cmyk-420": interleaved(2),
    "cmyk-420-no-marker": adobe(interleaved(2), None),
    "cmyk-jfif": jfif(interleaved(0)),
    "cmyk-profile": interleaved(0, icc_profile=b"no profile at all", comment=b"painted"),
    "cmyk-progressive": interleaved(0, progressive=True),
    "ycck": adobe(interleaved(0), 2),
    "ycck-unknown-transform": adobe(interleaved(0), 1),
    "ycck-422": adobe(interleaved(1), 2),
    "ycck-420-restart": adobe(interleaved(2, restart_marker_blocks=2), 2),
    "ycck-420-progressive": adobe(interleaved(2, progressive=True), 2),
    "ycck-420-black": planar([(2, 2), ONE, ONE, (2, 2)]),
    "ycck-440": planar([(1, 2), ONE, ONE, (1, 2)]),
    "ycck-440-progressive": planar([(1, 2), ONE, ONE, (1, 2)], progressive=True),
    "ycck-440-low": planar([(1, 2), ONE, ONE, (1, 2)], 5, 2),
    "ycck-411": planar([(4, 1), ONE, ONE, (4, 1)]),
    "ycck-410": planar([(4, 2), ONE, ONE, (4, 2)]),
    "ycck-mixed": planar([(2, 2), (1, 2), (2, 1), ONE]),
    "ycck-narrow": planar([(2, 2), ONE, ONE, (2, 2)], 3, 17),
}

for name, jpeg in FILES.items():
    with open(name + ".jpg", "wb") as file:
        file.write(jpeg)
    image = Image.open(io.BytesIO(jpeg)).convert("RGB")
    print(name, *image.size, format(zlib.crc32(image.tobytes()), "08x"))
