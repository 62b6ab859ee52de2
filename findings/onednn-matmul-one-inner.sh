#!/usr/bin/env bash
# oneDNN 3.11 (org.bytedeco:dnnl:3.11-1.5.13), f32 matmul, batch > 1, inner dimension K = 1.
#
# The weights are the first row of each matrix of a dense [2, 4, 4] buffer, that is [2, 1, 4] with strides
# [16, 4, 1]; the source is all ones, so that every row of the result is the weights' row of its item.
#
# One would expect 0 1 2 3 and 16 17 18 19, or a descriptor that is refused. brg_matmul accepts it, reports success and
# gives 0 4 8 12 and 16 20 24 28: it takes the row for a transposed one and steps through it by its width, so that the
# result holds the first COLUMN of each matrix. Right are K = 2 on the same buffer, K = 1 with dense weights
# [2, 1, 4] with strides [4, 4, 1], and one item at a time. A caller that gives a slice of a wider buffer (one head of
# an attention, one step of a sequence) has to copy it if K is 1.
#
# Seen in November 2026 on an AMD Zen 4, with AVX2 as the highest instruction set (which the script asks for) and with
# AVX-512. All reads stay inside the buffer here. Without AVX2, or not on x86-64 Linux, the script skips.
#
# Needs a JDK 17 and Maven. Exits with 0 if it is still so, with 1 if not.
set -euo pipefail

if [[ $(uname -sm) != "Linux x86_64" ]] || ! grep -qw avx2 /proc/cpuinfo; then
  echo "Skipped: needs Linux on an x86-64 CPU with AVX2."
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
    <dependency><groupId>org.bytedeco</groupId><artifactId>javacpp</artifactId><version>1.5.13</version></dependency>
    <dependency><groupId>org.bytedeco</groupId><artifactId>javacpp</artifactId><version>1.5.13</version>
      <classifier>${natives}</classifier></dependency>
    <dependency><groupId>org.bytedeco</groupId><artifactId>opencl</artifactId><version>3.0-1.5.13</version></dependency>
    <dependency><groupId>org.bytedeco</groupId><artifactId>opencl</artifactId><version>3.0-1.5.13</version>
      <classifier>${natives}</classifier></dependency>
    <dependency><groupId>org.bytedeco</groupId><artifactId>dnnl</artifactId><version>3.11-1.5.13</version></dependency>
    <dependency><groupId>org.bytedeco</groupId><artifactId>dnnl</artifactId><version>3.11-1.5.13</version>
      <classifier>${natives}</classifier></dependency>
  </dependencies>
</project>
XML

cat >OneInner.java <<'JAVA'
import static org.bytedeco.dnnl.global.dnnl.*;

import org.bytedeco.dnnl.*;
import org.bytedeco.javacpp.*;

class OneInner {
  static final int M = 3;
  static final int N = 4;

  static void check(int status) {
    if (status != dnnl_success) {
      throw new IllegalStateException("status " + status);
    }
  }

  static dnnl_memory_desc shape(long[] sizes, long[] strides) {
    var shape = new dnnl_memory_desc();
    check(dnnl_memory_desc_create_with_strides(shape, sizes.length, sizes, dnnl_f32, strides));
    return shape;
  }

  static dnnl_memory memory(dnnl_engine cpu, dnnl_memory_desc shape, FloatPointer values) {
    var memory = new dnnl_memory();
    check(dnnl_memory_create(memory, shape, cpu, values));
    return memory;
  }

  /** The first and the last row of each item of ones [batch, M, k] x weights [batch, k, N]. */
  static void product(String title, int batch, int k, long step) {
    var cpu = new dnnl_engine();
    check(dnnl_engine_create(cpu, dnnl_cpu, 0));
    var stream = new dnnl_stream();
    check(dnnl_stream_create(stream, cpu, dnnl_stream_default_flags));
    var source = shape(new long[] {batch, M, k}, new long[] {M * k, k, 1});
    var weights = shape(new long[] {batch, k, N}, new long[] {step, N, 1});
    var result = shape(new long[] {batch, M, N}, new long[] {M * N, N, 1});
    var ones = new FloatPointer(batch * M * k);
    var counted = new FloatPointer(64);
    var product = new FloatPointer(batch * M * N);
    for (int i = 0; i < batch * M * k; i++) {
      ones.put(i, 1);
    }
    for (int i = 0; i < 64; i++) {
      counted.put(i, i);
    }
    var plan = new dnnl_primitive_desc();
    check(dnnl_matmul_primitive_desc_create(plan, cpu, source, weights, null, result, null));
    var name = new PointerPointer<BytePointer>(1);
    check(dnnl_primitive_desc_query(plan, dnnl_query_impl_info_str, 0, name));
    var matmul = new dnnl_primitive();
    check(dnnl_primitive_create(matmul, plan));
    var operands = new dnnl_exec_arg_t(3);
    operands.position(0).arg(DNNL_ARG_SRC).memory(memory(cpu, source, ones));
    operands.position(1).arg(DNNL_ARG_WEIGHTS).memory(memory(cpu, weights, counted));
    operands.position(2).arg(DNNL_ARG_DST).memory(memory(cpu, result, product));
    check(dnnl_primitive_execute(matmul, stream, 3, operands.position(0)));
    check(dnnl_stream_wait(stream));
    System.out.println(title + " (" + name.get(BytePointer.class, 0).getString() + ")");
    for (int item = 0; item < batch; item++) {
      for (int row = 0; row < M; row += M - 1) {
        var line = new StringBuilder("  item " + item + " row " + row + ":");
        for (int column = 0; column < N; column++) {
          line.append(' ').append(Math.round(product.get((item * M + row) * N + column)));
        }
        System.out.println(line);
      }
    }
  }

  public static void main(String[] arguments) {
    product("K = 1, dense", 2, 1, 4);
    product("K = 2, batch stride 16", 2, 2, 16);
    product("K = 1, batch stride 16", 2, 1, 16);
    product("K = 1, batch stride 16, one item", 1, 1, 16);
  }
}
JAVA

cat >expected <<'TEXT'
K = 1, dense (brg_matmul:avx2)
  item 0 row 0: 0 1 2 3
  item 0 row 2: 0 1 2 3
  item 1 row 0: 4 5 6 7
  item 1 row 2: 4 5 6 7
K = 2, batch stride 16 (brg_matmul:avx2)
  item 0 row 0: 4 6 8 10
  item 0 row 2: 4 6 8 10
  item 1 row 0: 36 38 40 42
  item 1 row 2: 36 38 40 42
K = 1, batch stride 16 (brg_matmul:avx2)
  item 0 row 0: 0 4 8 12
  item 0 row 2: 0 4 8 12
  item 1 row 0: 16 20 24 28
  item 1 row 2: 16 20 24 28
K = 1, batch stride 16, one item (brg_matmul:avx2)
  item 0 row 0: 0 1 2 3
  item 0 row 2: 0 1 2 3
TEXT

mvn -B -q "-Dmaven.repo.local=$work/repository" \
  org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies "-DoutputDirectory=$work/jars"
javac -cp 'jars/*' OneInner.java
ONEDNN_MAX_CPU_ISA=AVX2 java "-Dorg.bytedeco.javacpp.cachedir=$work/natives" -cp 'jars/*:.' OneInner | tee seen
if ! diff expected seen; then
  echo "Changed: the lines with > are new." >&2
  exit 1
fi
echo "As described: weights of inner dimension 1 and a wide batch stride are misread."
