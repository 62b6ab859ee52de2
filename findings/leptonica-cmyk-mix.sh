#!/usr/bin/env bash
# Leptonica 1.87.0 (JavaCPP presets 1.5.13) against Pillow 13.0.0: JPEG frames of four inks (CMYK), decoded to RGB.
#
# Both decode with libjpeg-turbo and both read the inks as inverted, as Adobe's programs write them, so one would expect
# the same RGB. Pillow's convert("RGB") rounds (255 - K)(255 - C) / 255 to the nearest level, Leptonica cuts it off:
# where the fraction is a half or more, Leptonica's sample is one level darker. Black alone and pure
# inks come out equal, so that simple test pictures do not show it. pixRead gives RGB alone, from which the inks cannot be
# had again. A decoder that has to give Pillow's samples needs another reader for these.
#
# Seen in November 2026 on an AMD Zen 4; the arithmetic is of integers.
#
# Needs a JDK 17, Maven, and Python 3.11 or newer with venv. Exits with 0 if it is still so, with 1 if not.
set -euo pipefail

if [[ $(uname -sm) != "Linux x86_64" ]]; then
  echo "Skipped: needs Linux on an x86-64 CPU."
  exit 0
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

cat >inks.py <<'PYTHON'
from PIL import Image

INKS = [(0, 0, 0, 0), (255, 0, 0, 0), (0, 255, 0, 40), (100, 50, 20, 30), (30, 60, 90, 120), (10, 20, 30, 200)]
for number, inks in enumerate(INKS):
    Image.new("CMYK", (16, 16), inks).save(f"{number}.jpg", quality=100, subsampling=0)
    image = Image.open(f"{number}.jpg")
    print(number, "Pillow   ", image.getpixel((8, 8)), "to", image.convert("RGB").getpixel((8, 8)))
PYTHON

cat >pom.xml <<'XML'
<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId>
  <artifactId>finding</artifactId>
  <version>1</version>
  <dependencies>
    <dependency><groupId>org.bytedeco</groupId><artifactId>leptonica</artifactId>
      <version>1.87.0-1.5.13</version></dependency>
    <dependency><groupId>org.bytedeco</groupId><artifactId>leptonica</artifactId>
      <version>1.87.0-1.5.13</version><classifier>linux-x86_64</classifier></dependency>
    <dependency><groupId>org.bytedeco</groupId><artifactId>javacpp</artifactId>
      <version>1.5.13</version><classifier>linux-x86_64</classifier></dependency>
  </dependencies>
</project>
XML

cat >Inks.java <<'JAVA'
import static org.bytedeco.leptonica.global.leptonica.*;

import org.bytedeco.leptonica.PIX;

class Inks {
  public static void main(String[] files) {
    for (String file : files) {
      PIX picture = pixRead(file);
      int[] word = new int[1];
      pixGetPixel(picture, 8, 8, word);
      System.out.printf(
          "%s Leptonica (%d, %d, %d)%n",
          file.replaceAll("[^0-9]", ""), word[0] >>> 24, word[0] >>> 16 & 255, word[0] >>> 8 & 255);
      pixDestroy(picture);
    }
  }
}
JAVA

cat >expected <<'TEXT'
0 Pillow    (0, 0, 0, 0) to (255, 255, 255)
0 Leptonica (255, 255, 255)
1 Pillow    (255, 0, 0, 0) to (0, 255, 255)
1 Leptonica (0, 255, 255)
2 Pillow    (0, 255, 0, 40) to (215, 0, 215)
2 Leptonica (215, 0, 215)
3 Pillow    (100, 50, 20, 30) to (137, 181, 207)
3 Leptonica (136, 180, 207)
4 Pillow    (30, 60, 90, 120) to (119, 103, 87)
4 Leptonica (119, 103, 87)
5 Pillow    (10, 20, 30, 200) to (53, 51, 49)
5 Leptonica (52, 50, 48)
TEXT

python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check --no-cache-dir --only-binary :all: pillow==13.0.0
mvn -q -B dependency:copy-dependencies -DoutputDirectory=jars
{
  python/bin/python inks.py
  java -cp "jars/*" Inks.java ./*.jpg
} | grep -a '^[0-9]' | sort -n -s -k1,1 | tee seen
if ! diff expected seen; then
  echo "Changed: the lines with > are new." >&2
  exit 1
fi
echo "As described: Leptonica cuts off where Pillow rounds."
