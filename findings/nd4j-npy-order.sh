#!/usr/bin/env bash
# ND4J 1.0.0-M2.1 (nd4j-native, CPU): Nd4j.toNpyByteArray and Nd4j.createNpyFromByteArray.
#
# One would expect the bytes to be the array, whatever its memory order: NumPy's format has a field fortran_order for
# it. The header always says fortran_order False, and the values are those of the underlying buffer as it lies, from its
# start. Right are only dense row-major arrays: of an 'f'-ordered copy and of a transpose the values come out in
# another order, and a view of columns 1 and 2 holds others altogether. ND4J's own reader gives the same wrong array
# back as NumPy. Shapes are right, and in the first two cases sums too. dup('c') before writing helps.
#
# Seen in November 2026 on an AMD Zen 4 with NumPy 2.4.6; the kind of CPU does not matter. Where it is not x86-64 Linux,
# the script skips.
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

cat >pom.xml <<'XML'
<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId>
  <artifactId>finding</artifactId>
  <version>1</version>
  <properties><natives>linux-x86_64</natives></properties>
  <dependencies>
    <dependency><groupId>org.nd4j</groupId><artifactId>nd4j-native</artifactId>
      <version>1.0.0-M2.1</version></dependency>
    <dependency><groupId>org.nd4j</groupId><artifactId>nd4j-native</artifactId>
      <version>1.0.0-M2.1</version><classifier>${natives}</classifier></dependency>
    <dependency><groupId>org.bytedeco</groupId><artifactId>openblas</artifactId><version>0.3.19-1.5.7</version>
      <classifier>${natives}</classifier></dependency>
    <dependency><groupId>org.bytedeco</groupId><artifactId>javacpp</artifactId><version>1.5.7</version>
      <classifier>${natives}</classifier></dependency>
  </dependencies>
</project>
XML

cat >Order.java <<'JAVA'
import java.nio.file.Files;
import java.nio.file.Path;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class Order {
  static String rows(INDArray array) {
    var rows = new StringBuilder();
    for (int i = 0; i < array.rows(); i++) {
      rows.append(i == 0 ? "" : " /");
      for (int j = 0; j < array.columns(); j++) {
        rows.append(' ').append(array.getInt(i, j));
      }
    }
    return rows.toString();
  }

  static void write(String name, INDArray array) throws Exception {
    byte[] bytes = Nd4j.toNpyByteArray(array);
    Files.write(Path.of(name + ".npy"), bytes);
    System.out.println(name + " is:" + rows(array));
    System.out.println(name + " read by ND4J:" + rows(Nd4j.createNpyFromByteArray(bytes)));
  }

  public static void main(String[] arguments) throws Exception {
    INDArray array = Nd4j.createFromArray(new float[][] {{1, 2, 3}, {4, 5, 6}});
    write("rows", array);
    write("columns", array.dup('f'));
    write("transpose", array.transpose());
    write("view", array.get(NDArrayIndex.all(), NDArrayIndex.interval(1, 3)));
    write("copy", array.transpose().dup('c'));
  }
}
JAVA

cat >read.py <<'PYTHON'
import numpy

for name in ("rows", "columns", "transpose", "view", "copy"):
    rows = numpy.load(f"{name}.npy")
    print(f"{name} read by NumPy:", " / ".join(" ".join(str(int(value)) for value in row) for row in rows))
PYTHON

cat >expected <<'TEXT'
rows is: 1 2 3 / 4 5 6
rows read by ND4J: 1 2 3 / 4 5 6
columns is: 1 2 3 / 4 5 6
columns read by ND4J: 1 4 2 / 5 3 6
transpose is: 1 4 / 2 5 / 3 6
transpose read by ND4J: 1 2 / 3 4 / 5 6
view is: 2 3 / 5 6
view read by ND4J: 1 2 / 3 4
copy is: 1 4 / 2 5 / 3 6
copy read by ND4J: 1 4 / 2 5 / 3 6
rows read by NumPy: 1 2 3 / 4 5 6
columns read by NumPy: 1 4 2 / 5 3 6
transpose read by NumPy: 1 2 / 3 4 / 5 6
view read by NumPy: 1 2 / 3 4
copy read by NumPy: 1 4 / 2 5 / 3 6
TEXT

mvn -B -q "-Dmaven.repo.local=$work/repository" \
  org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies "-DoutputDirectory=$work/jars" \
  -DincludeScope=runtime
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check --no-cache-dir --only-binary :all: numpy==2.4.6
javac -cp 'jars/*' Order.java
{
  java "-Dorg.bytedeco.javacpp.cachedir=$work/natives" -cp 'jars/*:.' Order 2>log
  python/bin/python read.py
} | tee seen
if ! diff expected seen; then
  echo "Changed: the lines with > are new." >&2
  exit 1
fi
echo "As described: toNpyByteArray writes the buffer and forgets order, strides and offset."
