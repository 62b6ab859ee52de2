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

  /**
   * @param algorithm such as {@code dnnl_pooling_max}
   */
  PoolingOp(Engine engine, int algorithm, Window window, Tensor x, Tensor y) {
    this.engine = engine;
    this.algorithm = algorithm;
    geometry = new Geometry(window);
    dnnl_memory_desc source = engine.descriptor(geometry.image(x));
    dnnl_memory_desc target = engine.descriptor(geometry.image(y));
    forward =
        engine.plan(
            "pooling of " + x + ", " + window,
            (made, e, attributes) ->
                dnnl_pooling_forward_primitive_desc_create(
                    made,
                    e,
                    dnnl_forward_training,
                    algorithm,
                    source,
                    target,
                    geometry.stride(),
                    geometry.kernel(),
                    geometry.noDilation(),
                    geometry.padding(),
                    geometry.padding(),
                    attributes));
    workspace = forward.workspace();
    run =
        forward
            .with(DNNL_ARG_SRC, engine.memory(source, x))
            .with(DNNL_ARG_DST, engine.memory(target, y))
            .with(DNNL_ARG_WORKSPACE, workspace)
            .bind();
  }

  @Override
  public void run() {
    run.run();
  }

  @Override
  public Op gradient(Tensor dy, Tensor dx) {
    dnnl_memory_desc dyFormat = engine.descriptor(geometry.image(dy));
    dnnl_memory_desc dxFormat = engine.descriptor(geometry.image(dx));
    return engine
        .plan(
            "gradient of pooling to " + dy,
            (made, e, attributes) ->
                dnnl_pooling_backward_primitive_desc_create(
                    made,
                    e,
                    algorithm,
                    dxFormat,
                    dyFormat,
                    geometry.stride(),
                    geometry.kernel(),
                    geometry.noDilation(),
                    geometry.padding(),
                    geometry.padding(),
                    forward.descriptor(),
                    attributes))
        .with(DNNL_ARG_DIFF_DST, engine.memory(dyFormat, dy))
        .with(DNNL_ARG_WORKSPACE, workspace)
        .with(DNNL_ARG_DIFF_SRC, engine.memory(dxFormat, dx))
        .bind();
  }
}
