package org.logoformer.kernels.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.dnnl_stream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;

/** An implementation that oneDNN chose for some shapes; bound to memory it becomes an operation. */
final class Plan {
  private final Engine engine;
  private final String operation;
  private final dnnl_primitive_desc descriptor;
  private final Map<Integer, dnnl_memory> arguments = new LinkedHashMap<>();

  Plan(Engine engine, String operation, dnnl_primitive_desc descriptor) {
    this.engine = engine;
    this.operation = operation;
    this.descriptor = descriptor;
  }

  /** As a hint for the plan of a gradient. */
  dnnl_primitive_desc descriptor() {
    return descriptor;
  }

  String implementation() {
    try (PointerPointer<BytePointer> name = new PointerPointer<>(1)) {
      Engine.check(
          dnnl_primitive_desc_query(descriptor, dnnl_query_impl_info_str, 0, name),
          "naming the implementation of " + operation);
      return name.get(BytePointer.class, 0).getString();
    }
  }

  /** As "operation: implementation". */
  @Override
  public String toString() {
    return operation + ": " + implementation();
  }

  boolean isReference() {
    return implementation().contains("ref");
  }

  dnnl_memory_desc weights() {
    return format(dnnl_query_weights_md);
  }

  dnnl_memory_desc weightGradient() {
    return format(dnnl_query_diff_weights_md);
  }

  /** Memory for what the forward pass leaves for the gradient; null where it leaves nothing. */
  dnnl_memory workspace() {
    dnnl_memory_desc left = format(dnnl_query_workspace_md);
    return left == null ? null : engine.allocate(left);
  }

  /** Of an argument; null where there is no such argument. */
  private dnnl_memory_desc format(int query) {
    dnnl_memory_desc d = dnnl_primitive_desc_query_md(descriptor, query, 0);
    return d == null || d.isNull() || dnnl_memory_desc_get_size(d) == 0 ? null : d;
  }

  /** Binds an argument; null where the operation does without it. */
  Plan with(int argument, dnnl_memory memory) {
    if (memory != null) {
      arguments.put(argument, memory);
    }
    return this;
  }

  /** Makes the operation. */
  Primitive bind() {
    return bind(engine.stream(), engine.scratchpads().frame());
  }

  /**
   * Makes the operation of a thread of its own.
   *
   * @param scratchpads shared with nothing that runs at the same time
   */
  Primitive bind(dnnl_stream stream, Scratch.Frame scratchpads) {
    dnnl_memory_desc scratch = format(dnnl_query_scratchpad_md);
    with(DNNL_ARG_SCRATCHPAD, scratch == null ? null : scratchpads.memory(scratch));
    dnnl_primitive primitive = new dnnl_primitive();
    Engine.check(dnnl_primitive_create(primitive, descriptor), "making " + operation);
    engine.onClose(() -> dnnl_primitive_destroy(primitive));
    engine.made(this);
    dnnl_exec_arg_t array = new dnnl_exec_arg_t(arguments.size());
    engine.onClose(array::deallocate);
    int i = 0;
    for (Map.Entry<Integer, dnnl_memory> a : arguments.entrySet()) {
      array.position(i++).arg(a.getKey()).memory(a.getValue());
    }
    array.position(0);
    return new Primitive(operation, primitive, stream, arguments.size(), array);
  }
}
