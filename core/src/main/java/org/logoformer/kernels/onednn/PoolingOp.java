package org.logoformer.kernels.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.logoformer.kernels.Kernels;
import org.logoformer.kernels.Op;
import org.logoformer.kernels.Window;
import org.logoformer.tensor.Tensor;

/** Maximum or mean over windows. */
final class PoolingOp implements Kernels.Pooling {
  private final Engine engine;
  private final int algorithm;
  private final Geometry geometry;
  private final Plan forward;
  private final dnnl_memory workspace;
  private final Op run;

  private PoolingOp(Engine engine, int algorithm, Window window, Tensor x, Tensor y) {
    this.engine = engine;
    this.algorithm = algorithm;
    geometry = new Geometry(window);
    dnnl_memory_desc source = engine.descriptor(geometry.image(x));
    dnnl_memory_desc target = engine.descriptor(geometry.image(y));
    try (Attributes a = engine.attributes()) {
      forward =
          engine.plan(
              "pooling of " + x + ", " + window,
              p ->
                  dnnl_pooling_forward_primitive_desc_create(
                      p,
                      engine.handle(),
                      dnnl_forward_training,
                      algorithm,
                      source,
                      target,
                      geometry.stride(),
                      geometry.kernel(),
                      geometry.noDilation(),
                      geometry.padding(),
                      geometry.padding(),
                      a.handle()));
    }
    dnnl_memory_desc kept = forward.workspace();
    workspace = kept == null ? null : engine.allocate(kept);
    forward
        .with(DNNL_ARG_SRC, engine.memory(source, x))
        .with(DNNL_ARG_DST, engine.memory(target, y));
    run = withWorkspace(forward).bind();
  }

  static PoolingOp maximum(Engine engine, Window window, Tensor x, Tensor y) {
    return new PoolingOp(engine, dnnl_pooling_max, window, x, y);
  }

  static PoolingOp mean(Engine engine, Window window, Tensor x, Tensor y) {
    return new PoolingOp(engine, dnnl_pooling_avg_exclude_padding, window, x, y);
  }

  private Plan withWorkspace(Plan plan) {
    return workspace == null ? plan : plan.with(DNNL_ARG_WORKSPACE, workspace);
  }

  @Override
  public void run() {
    run.run();
  }

  @Override
  public Op gradient(Tensor dy, Tensor dx) {
    dnnl_memory_desc dyFormat = engine.descriptor(geometry.image(dy));
    dnnl_memory_desc dxFormat = engine.descriptor(geometry.image(dx));
    Plan plan;
    try (Attributes a = engine.attributes()) {
      plan =
          engine.plan(
              "gradient of pooling to " + dy,
              p ->
                  dnnl_pooling_backward_primitive_desc_create(
                      p,
                      engine.handle(),
                      algorithm,
                      dxFormat,
                      dyFormat,
                      geometry.stride(),
                      geometry.kernel(),
                      geometry.noDilation(),
                      geometry.padding(),
                      geometry.padding(),
                      forward.descriptor(),
                      a.handle()));
    }
    plan.with(DNNL_ARG_DIFF_DST, engine.memory(dyFormat, dy))
        .with(DNNL_ARG_DIFF_SRC, engine.memory(dxFormat, dx));
    return withWorkspace(plan).bind();
  }
}
