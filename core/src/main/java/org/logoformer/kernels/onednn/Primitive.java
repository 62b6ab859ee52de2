package org.logoformer.kernels.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_execute;
import static org.bytedeco.dnnl.global.dnnl.dnnl_success;

import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_stream;
import org.logoformer.kernels.Op;

/** One oneDNN primitive with its arguments. oneDNN's CPU stream runs it before it returns. */
record Primitive(
    String operation,
    dnnl_primitive primitive,
    dnnl_stream stream,
    int count,
    dnnl_exec_arg_t arguments)
    implements Op {
  @Override
  public void run() {
    int status = dnnl_primitive_execute(primitive, stream, count, arguments);
    if (status != dnnl_success) {
      throw new IllegalStateException("oneDNN failed with status " + status + " in " + operation);
    }
  }
}
