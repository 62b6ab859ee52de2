package org.logoformer.kernels.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.nio.FloatBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.bytedeco.dnnl.dnnl_engine;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.dnnl_stream;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerPointer;
import org.logoformer.config.Precision;
import org.logoformer.tensor.Tensor;

/** oneDNN's engine and stream, and everything made on them, freed in reverse order. */
final class Engine {
  private final dnnl_engine engine = new dnnl_engine();
  private final dnnl_stream stream;
  private final Team team;
  private final Precision precision;
  private final Deque<Runnable> releases = new ArrayDeque<>();
  private final List<Plan> made = new ArrayList<>();
  private final List<Tensor> tensors = new ArrayList<>();
  private final Scratch scratchpads = new Scratch(this);
  private final Scratch temporaries = new Scratch(this);
  private long lasting;

  /**
   * @param threads of the calling thread's primitives
   * @param precision of products
   */
  Engine(int threads, Precision precision) {
    this.precision = precision;
    check(dnnl_engine_create(engine, dnnl_cpu, 0), "making an engine");
    releases.push(() -> dnnl_engine_destroy(engine));
    stream = newStream();
    team = new Team(this, threads);
  }

  dnnl_stream newStream() {
    dnnl_stream made = new dnnl_stream();
    check(dnnl_stream_create(made, engine, dnnl_stream_default_flags), "making a stream");
    releases.push(() -> dnnl_stream_destroy(made));
    return made;
  }

  /** Turns a status of oneDNN into an exception. */
  static void check(int status, String what) {
    if (status != dnnl_success) {
      throw new IllegalStateException("oneDNN failed with status " + status + " " + what);
    }
  }

  dnnl_stream stream() {
    return stream;
  }

  Team team() {
    return team;
  }

  Precision precision() {
    return precision;
  }

  /** What primitives are told, nothing more yet. */
  Attributes attributes() {
    return new Attributes();
  }

  /** Memory for the scratchpad of primitives. */
  Scratch scratchpads() {
    return scratchpads;
  }

  /** Memory for what an operation hands from one of its primitives to the next. */
  Scratch temporaries() {
    return temporaries;
  }

  /** Bytes of temporaries and of what lives as long as the engine. */
  long bytes() {
    return lasting + scratchpads.bytes() + temporaries.bytes();
  }

  /** "operation: implementation" of each primitive made so far. */
  List<String> implementations() {
    return made.stream().map(Plan::toString).toList();
  }

  /** Of floats. */
  dnnl_memory_desc descriptor(Layout layout) {
    return descriptor(layout, dnnl_f32);
  }

  /**
   * @param type of the elements, such as {@code dnnl_bf16}
   */
  dnnl_memory_desc descriptor(Layout layout, int type) {
    Layout l = layout.normal();
    dnnl_memory_desc descriptor = new dnnl_memory_desc();
    check(
        dnnl_memory_desc_create_with_strides(descriptor, l.rank(), l.dims(), type, l.strides()),
        "describing " + l);
    return owned(descriptor);
  }

  /** Sizes of floats whose format oneDNN is to choose. */
  dnnl_memory_desc anyFormat(long... dims) {
    return anyFormat(dims, dnnl_f32);
  }

  /** As above, of elements of any type. */
  dnnl_memory_desc anyFormat(long[] dims, int type) {
    dnnl_memory_desc descriptor = new dnnl_memory_desc();
    check(
        dnnl_memory_desc_create_with_tag(descriptor, dims.length, dims, type, dnnl_format_tag_any),
        "describing weights");
    return owned(descriptor);
  }

  private dnnl_memory_desc owned(dnnl_memory_desc descriptor) {
    releases.push(() -> dnnl_memory_desc_destroy(descriptor));
    return descriptor;
  }

  dnnl_memory memory(dnnl_memory_desc descriptor, long address) {
    dnnl_memory memory = new dnnl_memory();
    check(dnnl_memory_create(memory, descriptor, engine, new Address(address)), "making memory");
    releases.push(() -> dnnl_memory_destroy(memory));
    return memory;
  }

  /** The memory of {@code tensor}, regrouped as {@code layout}. */
  dnnl_memory memory(Layout layout, Tensor tensor) {
    return memory(descriptor(layout), address(tensor));
  }

  /** The memory of {@code tensor} in a format that oneDNN chose and that fits it. */
  dnnl_memory memory(dnnl_memory_desc descriptor, Tensor tensor) {
    return memory(descriptor, address(tensor));
  }

  /** Likewise, {@code offset} elements into {@code tensor}. */
  dnnl_memory memory(dnnl_memory_desc descriptor, Tensor tensor, long offset) {
    return memory(descriptor, address(tensor) + offset * Float.BYTES);
  }

  /** A contiguous tensor, for code of our own. */
  FloatBuffer vector(Tensor tensor) {
    return new Address(address(tensor)).floats(Math.toIntExact(tensor.length()));
  }

  /** As above, {@code count} parts along its first dimension from part {@code first} on. */
  FloatBuffer vector(Tensor tensor, int first, int count) {
    long length = tensor.length() / tensor.size(0);
    long start = address(tensor) + first * length * Float.BYTES;
    return new Address(start).floats(Math.toIntExact(count * length));
  }

  private long address(Tensor tensor) {
    tensors.add(tensor);
    return tensor.address();
  }

  /** How {@code memory} is laid out. */
  static dnnl_memory_desc format(dnnl_memory memory) {
    dnnl_memory_desc format = new dnnl_memory_desc();
    check(dnnl_memory_get_memory_desc(memory, format), "describing memory");
    return format;
  }

  /** Memory of its own that lives as long as the engine. */
  dnnl_memory allocate(dnnl_memory_desc descriptor) {
    return memory(descriptor, allocate(dnnl_memory_desc_get_size(descriptor)));
  }

  /** Address of {@code bytes} bytes that live as long as the engine. */
  long allocate(long bytes) {
    Buffer buffer = new Buffer(bytes);
    releases.push(buffer::close);
    lasting += bytes;
    return buffer.address();
  }

  /** Memory of its own, filled with {@code value}. */
  dnnl_memory constant(float value, Layout layout) {
    float[] values = new float[Math.toIntExact(layout.length())];
    Arrays.fill(values, value);
    return constant(values, layout);
  }

  /** Memory of its own with these values. */
  dnnl_memory constant(float[] values, Layout layout) {
    long address = allocate((long) values.length * Float.BYTES);
    try (FloatPointer floats = new FloatPointer(new Address(address))) {
      floats.put(values, 0, values.length);
    }
    return memory(descriptor(layout), address);
  }

  /** A function of oneDNN that chooses an implementation. */
  @FunctionalInterface
  interface Choice {
    /**
     * Calls it.
     *
     * @param made receives the implementation
     * @return oneDNN's status
     */
    int make(dnnl_primitive_desc made, dnnl_engine engine, dnnl_primitive_attr attributes);
  }

  /** Asks oneDNN for an implementation of an operation that nothing follows. */
  Plan plan(String operation, Choice choice) {
    try (Attributes none = attributes()) {
      return plan(operation, none, choice);
    }
  }

  /** Asks oneDNN for an implementation. */
  Plan plan(String operation, Attributes attributes, Choice choice) {
    dnnl_primitive_desc made = new dnnl_primitive_desc();
    check(choice.make(made, engine, attributes.handle()), "planning " + operation);
    return plan(operation, made);
  }

  /** As {@link #plan}, for the sum of two tensors of one format, each times its factor. */
  Plan sum(String operation, dnnl_memory_desc format, float... factors) {
    try (Attributes none = attributes();
        PointerPointer<dnnl_memory_desc> both = new PointerPointer<>(format, format);
        PointerPointer<dnnl_primitive_desc> made = new PointerPointer<>(1)) {
      check(
          dnnl_sum_primitive_desc_create(made, engine, format, 2, factors, both, none.handle()),
          "planning " + operation);
      return plan(operation, made.get(dnnl_primitive_desc.class, 0));
    }
  }

  private Plan plan(String operation, dnnl_primitive_desc made) {
    releases.push(() -> dnnl_primitive_desc_destroy(made));
    return new Plan(this, operation, made);
  }

  void made(Plan plan) {
    made.add(plan);
  }

  void onClose(Runnable release) {
    releases.push(release);
  }

  void close() {
    while (!releases.isEmpty()) {
      releases.pop().run();
    }
    made.clear();
    scratchpads.close();
    temporaries.close();
    tensors.clear();
  }
}
