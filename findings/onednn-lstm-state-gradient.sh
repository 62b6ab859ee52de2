#!/usr/bin/env bash
# oneDNN 3.11 (org.bytedeco:dnnl:3.11-1.5.13), f32 LSTM, backward pass, no initial states (src_iter and src_iter_c are
# null descriptors, which means zeros), steps one behind the other in memory (tnc).
#
# One layer, one clip, all sizes 1, all weights 1, no biases, x = 1 and dy = 1 in each step. Printed is the gradient by the
# state's weight of the input gate, in ten thousandths: the sum over steps of the gate's gradient times the state BEFORE.
#
# One would expect 0 for one step (the state before is zero) and 140 for two, which PyTorch gives and oneDNN too if it
# is handed states of zeros. Without them it gives 301 and 738, and reports success: it multiplies all steps at once and
# takes the state OF each step. Outputs and the gradients by x and by the input's weights were right. Nothing was wrong
# where the rows of a step do not lie side by side ([B, T, C] in memory, B > 1), nor with GRU (lbr_gru). A caller that
# has no initial states gives zeros.
#
# Seen in November 2026 on an AMD Zen 4. Not on x86-64 Linux, the script skips.
#
# Needs a JDK 17 and Maven. Exits with 0 if it is still so, with 1 if not.
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

cat >StateGradient.java <<'JAVA'
import static org.bytedeco.dnnl.global.dnnl.*;

import org.bytedeco.dnnl.*;
import org.bytedeco.javacpp.*;

class StateGradient {
  static final int GATES = 4;

  static void check(int status) {
    if (status != dnnl_success) {
      throw new IllegalStateException("status " + status);
    }
  }

  static dnnl_engine cpu = new dnnl_engine();
  static dnnl_stream stream = new dnnl_stream();

  static dnnl_memory_desc shape(long[] sizes, int format) {
    var shape = new dnnl_memory_desc();
    check(dnnl_memory_desc_create_with_tag(shape, sizes.length, sizes, dnnl_f32, format));
    return shape;
  }

  static FloatPointer values(float value, dnnl_memory_desc shape) {
    long length = dnnl_memory_desc_get_size(shape) / Float.BYTES;
    var values = new FloatPointer(Math.max(length, 1));
    for (long i = 0; i < length; i++) {
      values.put(i, value);
    }
    return values;
  }

  static dnnl_memory memory(dnnl_memory_desc shape, FloatPointer values) {
    var memory = new dnnl_memory();
    check(dnnl_memory_create(memory, shape, cpu, values));
    return memory;
  }

  static dnnl_memory memory(float value, dnnl_memory_desc shape) {
    return memory(shape, values(value, shape));
  }

  static void run(dnnl_primitive_desc plan, Object... operands) {
    var primitive = new dnnl_primitive();
    check(dnnl_primitive_create(primitive, plan));
    var array = new dnnl_exec_arg_t(operands.length / 2);
    int count = 0;
    for (int i = 0; i < operands.length; i += 2) {
      if (operands[i + 1] != null) {
        array.position(count++).arg((Integer) operands[i]).memory((dnnl_memory) operands[i + 1]);
      }
    }
    check(dnnl_primitive_execute(primitive, stream, count, array.position(0)));
    check(dnnl_stream_wait(stream));
  }

  /** The gradient by the state's weight of the input gate, all sizes 1, dy = 1 in each step. */
  static void gradient(String title, int steps, boolean given) {
    var x = shape(new long[] {steps, 1, 1}, dnnl_tnc);
    var start = given ? shape(new long[] {1, 1, 1, 1}, dnnl_ldnc) : null;
    var forwardWeight = shape(new long[] {1, 1, 1, GATES, 1}, dnnl_ldigo);
    var backwardWeight = shape(new long[] {1, 1, 1, GATES, 1}, dnnl_ldgoi);
    var bias = shape(new long[] {1, 1, GATES, 1}, dnnl_ldgo);
    var forward = new dnnl_primitive_desc();
    check(
        dnnl_lstm_forward_primitive_desc_create(
            forward, cpu, dnnl_forward_training, dnnl_unidirectional_left2right, x, start, start,
            forwardWeight, forwardWeight, null, null, bias, x, null, null, 0, null));
    var backward = new dnnl_primitive_desc();
    check(
        dnnl_lstm_backward_primitive_desc_create(
            backward, cpu, dnnl_backward, dnnl_unidirectional_left2right, x, start, start,
            backwardWeight, backwardWeight, null, null, bias, x, null, null, x, start, start,
            forwardWeight, forwardWeight, null, null, bias, x, null, null,
            dnnl_rnn_flags_diff_weights_overwrite, forward, null));
    var zero = given ? memory(0, start) : null;
    var input = memory(1, x);
    var weight = memory(1, forwardWeight);
    var shift = memory(0, bias);
    var output = memory(0, x);
    var kept = memory(0, dnnl_primitive_desc_query_md(forward, dnnl_query_workspace_md, 0));
    run(
        forward,
        DNNL_ARG_SRC_LAYER, input, DNNL_ARG_SRC_ITER, zero, DNNL_ARG_SRC_ITER_C, zero,
        DNNL_ARG_WEIGHTS_LAYER, weight, DNNL_ARG_WEIGHTS_ITER, weight, DNNL_ARG_BIAS, shift,
        DNNL_ARG_DST_LAYER, output, DNNL_ARG_WORKSPACE, kept);
    var again = memory(1, backwardWeight);
    var result = values(0, forwardWeight);
    run(
        backward,
        DNNL_ARG_SRC_LAYER, input, DNNL_ARG_SRC_ITER, zero, DNNL_ARG_SRC_ITER_C, zero,
        DNNL_ARG_WEIGHTS_LAYER, again, DNNL_ARG_WEIGHTS_ITER, again, DNNL_ARG_BIAS, shift,
        DNNL_ARG_DST_LAYER, output, DNNL_ARG_WORKSPACE, kept,
        DNNL_ARG_DIFF_DST_LAYER, memory(1, x), DNNL_ARG_DIFF_SRC_LAYER, memory(0, x),
        DNNL_ARG_DIFF_SRC_ITER, given ? memory(0, start) : null,
        DNNL_ARG_DIFF_SRC_ITER_C, given ? memory(0, start) : null,
        DNNL_ARG_DIFF_WEIGHTS_LAYER, memory(0, forwardWeight),
        DNNL_ARG_DIFF_WEIGHTS_ITER, memory(forwardWeight, result),
        DNNL_ARG_DIFF_BIAS, memory(0, bias));
    System.out.println(title + ": " + Math.round(1e4 * result.get(0)) + "e-4");
  }

  public static void main(String[] arguments) {
    check(dnnl_engine_create(cpu, dnnl_cpu, 0));
    check(dnnl_stream_create(stream, cpu, dnnl_stream_default_flags));
    gradient("one step, zeros given", 1, true);
    gradient("one step, none given", 1, false);
    gradient("two steps, zeros given", 2, true);
    gradient("two steps, none given", 2, false);
  }
}
JAVA

cat >expected <<'TEXT'
one step, zeros given: 0e-4
one step, none given: 301e-4
two steps, zeros given: 140e-4
two steps, none given: 738e-4
TEXT

mvn -B -q "-Dmaven.repo.local=$work/repository" \
  org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies "-DoutputDirectory=$work/jars"
javac -cp 'jars/*' StateGradient.java
java "-Dorg.bytedeco.javacpp.cachedir=$work/natives" -cp 'jars/*:.' StateGradient | tee seen
if ! diff expected seen; then
  echo "Changed: the lines with > are new." >&2
  exit 1
fi
echo "As described: without initial states an LSTM's gradient by its state's weights is wrong."
