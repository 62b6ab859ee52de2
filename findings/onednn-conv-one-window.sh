#!/usr/bin/env bash
# oneDNN 3.11 (org.bytedeco:dnnl:3.11-1.5.13), f32 convolution, forward, channels last, one input channel, on AVX-512.
#
# A kernel of one row and two columns, moved by two columns, over an image of three: one column of results, and a third
# column of pixels that no window reads. Pixels are numbered 10 * row + column and the kernel takes the left pixel of
# each window, so that the results are the rows' numbers.
#
# One would expect 0 10 20 .. 70. brg_conv_fwd:avx512_core reports success and gives 0 20 40 60 0 0 0 0: each row of results
# is that of the image's row twice as far down, and zero where there is none. Right are the same with two or
# with five columns, with two channels, with a kernel of two rows, and all of them with AVX2. With two threads each
# thread errs in its own half. Bias and post-ops make no difference. A temporal convolution over a single signal has such
# shapes: pad or crop what no window reads, or compare once with a plain loop.
#
# Seen in November 2026 on an AMD Zen 4. Without AVX-512, or not on x86-64 Linux, the script skips.
#
# Needs a JDK 17 and Maven. Exits with 0 if it is still so, with 1 if not.
set -euo pipefail

if [[ $(uname -sm) != "Linux x86_64" ]] || ! grep -qw avx512bw /proc/cpuinfo; then
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

cat >OneChannel.java <<'JAVA'
import static org.bytedeco.dnnl.global.dnnl.*;

import org.bytedeco.dnnl.*;
import org.bytedeco.javacpp.*;

class OneChannel {
  static final int ROWS = 8;
  static final int CHANNELS = 16;

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

  static void execute(dnnl_stream stream, dnnl_primitive_desc plan, Object... operands) {
    var primitive = new dnnl_primitive();
    check(dnnl_primitive_create(primitive, plan));
    var list = new dnnl_exec_arg_t(operands.length / 2);
    for (int i = 0; i < operands.length; i += 2) {
      list.position(i / 2).arg((int) operands[i]).memory((dnnl_memory) operands[i + 1]);
    }
    check(dnnl_primitive_execute(primitive, stream, operands.length / 2, list.position(0)));
    check(dnnl_stream_wait(stream));
  }

  /** The first output channel of a convolution of [high, 2] with a stride of its own size. */
  static void convolution(int width, int depth, int high) {
    var cpu = new dnnl_engine();
    check(dnnl_engine_create(cpu, dnnl_cpu, 0));
    var stream = new dnnl_stream();
    check(dnnl_stream_create(stream, cpu, dnnl_stream_default_flags));
    int rows = ROWS / high;
    int columns = width / 2;
    var image =
        shape(
            new long[] {1, depth, ROWS, width},
            new long[] {ROWS * width * depth, 1, width * depth, depth});
    long[] kernel = {CHANNELS, depth, high, 2};
    var plain = shape(kernel, new long[] {depth * high * 2, high * 2, 2, 1});
    var any = new dnnl_memory_desc();
    check(dnnl_memory_desc_create_with_tag(any, 4, kernel, dnnl_f32, dnnl_format_tag_any));
    var result =
        shape(
            new long[] {1, CHANNELS, rows, columns},
            new long[] {rows * columns * CHANNELS, 1, columns * CHANNELS, CHANNELS});
    // Pixels are numbered 10 * row + column, beyond the image as well; the kernel takes the one at its left top.
    var pixels = new FloatPointer(4 * ROWS * width * depth);
    for (int i = 0; i < 4 * ROWS * width * depth; i++) {
      pixels.put(i, i / depth / width * 10 + i / depth % width);
    }
    var weights = new FloatPointer(CHANNELS * depth * high * 2);
    for (int i = 0; i < CHANNELS * depth * high * 2; i++) {
      weights.put(i, i % (depth * high * 2) == 0 ? 1 : 0);
    }
    var plan = new dnnl_primitive_desc();
    long[] stride = {high, 2};
    long[] none = {0, 0};
    check(
        dnnl_convolution_forward_primitive_desc_create(
            plan, cpu, dnnl_forward_inference, dnnl_convolution_direct, image, any, null, result,
            stride, none, none, none, null));
    var name = new PointerPointer<BytePointer>(1);
    check(dnnl_primitive_desc_query(plan, dnnl_query_impl_info_str, 0, name));
    var blocked = dnnl_primitive_desc_query_md(plan, dnnl_query_weights_md, 0);
    var reordered =
        memory(cpu, blocked, new FloatPointer(dnnl_memory_desc_get_size(blocked) / 4));
    var order = new dnnl_primitive_desc();
    check(dnnl_reorder_primitive_desc_create(order, plain, cpu, blocked, cpu, null));
    execute(stream, order, DNNL_ARG_FROM, memory(cpu, plain, weights), DNNL_ARG_TO, reordered);
    var sums = new FloatPointer(rows * columns * CHANNELS);
    execute(
        stream, plan,
        DNNL_ARG_SRC, memory(cpu, image, pixels),
        DNNL_ARG_WEIGHTS, reordered,
        DNNL_ARG_DST, memory(cpu, result, sums));
    System.out.printf(
        "width %d, channels %d, kernel [%d, 2] (%s):%n",
        width, depth, high, name.get(BytePointer.class, 0).getString());
    for (int column = 0; column < columns; column++) {
      var line = new StringBuilder("  column " + column + ":");
      for (int row = 0; row < rows; row++) {
        line.append(' ').append(Math.round(sums.get((row * columns + column) * CHANNELS)));
      }
      System.out.println(line);
    }
  }

  public static void main(String[] arguments) {
    convolution(2, 1, 1);
    convolution(5, 1, 1);
    convolution(3, 2, 1);
    convolution(3, 1, 1);
    convolution(3, 1, 2);
  }
}
JAVA

cat >expected <<'TEXT'
width 2, channels 1, kernel [1, 2] (brg_conv_fwd:avx512_core):
  column 0: 0 10 20 30 40 50 60 70
width 5, channels 1, kernel [1, 2] (brg_conv_fwd:avx512_core):
  column 0: 0 10 20 30 40 50 60 70
  column 1: 2 12 22 32 42 52 62 72
width 3, channels 2, kernel [1, 2] (brg_conv_fwd:avx512_core):
  column 0: 0 10 20 30 40 50 60 70
width 3, channels 1, kernel [1, 2] (brg_conv_fwd:avx512_core):
  column 0: 0 20 40 60 0 0 0 0
width 3, channels 1, kernel [2, 2] (brg_conv_fwd:avx512_core):
  column 0: 0 20 40 60
TEXT

mvn -B -q "-Dmaven.repo.local=$work/repository" \
  org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies "-DoutputDirectory=$work/jars"
javac -cp 'jars/*' OneChannel.java
OMP_NUM_THREADS=1 ONEDNN_MAX_CPU_ISA=AVX512_CORE \
  java "-Dorg.bytedeco.javacpp.cachedir=$work/natives" -cp 'jars/*:.' OneChannel | tee seen
if ! diff expected seen; then
  echo "Changed: the lines with > are new." >&2
  exit 1
fi
echo "As described: rows of one window and a pixel over are taken from the wrong place."
