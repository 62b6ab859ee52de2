#!/usr/bin/env bash
# oneDNN 3.11 (org.bytedeco:dnnl:3.11-1.5.13), f32 matmul on AVX-512, batch > 1, one row per item (M = 1).
#
# All three tensors are dense: [3, 1, 5] x [3, 5, 5] into [3, 1, 5]. The stride of the result's middle dimension, which
# has size 1, is never multiplied by anything but 0: 5 and 1 describe the same elements. (1 is what a transposed view
# of a dense [3, 5, 1] has.)
#
# One would expect the product for both. With 1 the matmul reports success and writes nothing: the result stays what it
# was before. In one process, moreover, the first of the two decides for both, presumably because the cache of
# primitives rightly takes them for equal: 5 before 1 is right twice, 1 before 5 is wrong twice. So a program that fails
# alone passes behind another. The same goes for items further apart (batch stride 8). All callers in a
# process should give dimensions of size 1 the stride of a row.
#
# Seen in November 2026 on an AMD Zen 4 (brg_matmul:avx512_core). Limited to AVX2 the same CPU takes gemm:jit:f32 and is
# right, so that the script skips without AVX-512, or where it is not x86-64 Linux.
#
# Needs a JDK 17 and Maven. Exits with 0 if it is still so, with 1 if not.
set -euo pipefail

if [[ $(uname -sm) != "Linux x86_64" ]] ||
  [[ $(grep -owE 'avx512(bw|vl|dq)' /proc/cpuinfo | sort -u | wc -l) != 3 ]]; then
  echo "Skipped: needs Linux on an x86-64 CPU with AVX-512."
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

cat >OneRow.java <<'JAVA'
import static org.bytedeco.dnnl.global.dnnl.*;

import org.bytedeco.dnnl.*;
import org.bytedeco.javacpp.*;

class OneRow {
  static final int ITEMS = 3;
  static final int N = 5;

  static void check(int status) {
    if (status != dnnl_success) {
      throw new IllegalStateException("status " + status);
    }
  }

  static dnnl_memory_desc shape(int rows, long... strides) {
    var shape = new dnnl_memory_desc();
    check(dnnl_memory_desc_create_with_strides(shape, 3, new long[] {ITEMS, rows, N}, dnnl_f32, strides));
    return shape;
  }

  static FloatPointer filled(int length, float value) {
    var values = new FloatPointer(length);
    for (int i = 0; i < length; i++) {
      values.put(i, value);
    }
    return values;
  }

  /** Ones x twos: 10 everywhere. */
  static void product(dnnl_engine cpu, int batchStride, int rowStride) {
    var stream = new dnnl_stream();
    check(dnnl_stream_create(stream, cpu, dnnl_stream_default_flags));
    dnnl_memory_desc[] shapes = {
      shape(1, N, N, 1), shape(N, N * N, N, 1), shape(1, batchStride, rowStride, 1)
    };
    FloatPointer[] values = {filled(ITEMS * N, 1), filled(ITEMS * N * N, 2), filled(ITEMS * 8, -1)};
    int[] names = {DNNL_ARG_SRC, DNNL_ARG_WEIGHTS, DNNL_ARG_DST};
    var operands = new dnnl_exec_arg_t(3);
    for (int i = 0; i < 3; i++) {
      var memory = new dnnl_memory();
      check(dnnl_memory_create(memory, shapes[i], cpu, values[i]));
      operands.position(i).arg(names[i]).memory(memory);
    }
    var plan = new dnnl_primitive_desc();
    check(dnnl_matmul_primitive_desc_create(plan, cpu, shapes[0], shapes[1], null, shapes[2], null));
    var name = new PointerPointer<BytePointer>(1);
    check(dnnl_primitive_desc_query(plan, dnnl_query_impl_info_str, 0, name));
    var matmul = new dnnl_primitive();
    check(dnnl_primitive_create(matmul, plan));
    check(dnnl_primitive_execute(matmul, stream, 3, operands.position(0)));
    check(dnnl_stream_wait(stream));
    var line = new StringBuilder("strides " + batchStride + " " + rowStride + " 1:");
    for (int i = 0; i < (ITEMS - 1) * batchStride + N; i++) {
      line.append(' ').append(Math.round(values[2].get(i)));
    }
    System.out.println(line + " (" + name.get(BytePointer.class, 0).getString() + ")");
  }

  /** Batch stride and row stride of each result in turn. */
  public static void main(String[] strides) {
    var cpu = new dnnl_engine();
    check(dnnl_engine_create(cpu, dnnl_cpu, 0));
    for (int i = 0; i < strides.length; i += 2) {
      product(cpu, Integer.parseInt(strides[i]), Integer.parseInt(strides[i + 1]));
    }
  }
}
JAVA

cat >expected <<'TEXT'
5 before 1
strides 5 5 1: 10 10 10 10 10 10 10 10 10 10 10 10 10 10 10 (brg_matmul:avx512_core)
strides 5 1 1: 10 10 10 10 10 10 10 10 10 10 10 10 10 10 10 (brg_matmul:avx512_core)
1 before 5
strides 5 1 1: -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 (brg_matmul:avx512_core)
strides 5 5 1: -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 (brg_matmul:avx512_core)
items further apart
strides 8 1 1: -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 (brg_matmul:avx512_core)
TEXT

mvn -B -q "-Dmaven.repo.local=$work/repository" \
  org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies "-DoutputDirectory=$work/jars"
javac -cp 'jars/*' OneRow.java
products() { # batch stride and row stride of each result: in a process of its own
  ONEDNN_MAX_CPU_ISA=AVX512_CORE java "-Dorg.bytedeco.javacpp.cachedir=$work/natives" -cp 'jars/*:.' OneRow "$@"
}
{
  echo "5 before 1"
  products 5 5 5 1
  echo "1 before 5"
  products 5 1 5 5
  echo "items further apart"
  products 8 1
} | tee seen
if ! diff expected seen; then
  echo "Changed: the lines with > are new." >&2
  exit 1
fi
echo "As described: the stride of a dimension of size 1 decides whether the result is written."
