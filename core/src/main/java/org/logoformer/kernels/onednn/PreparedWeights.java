package org.logoformer.kernels.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_equal;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_get_size;

import java.util.function.Function;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.logoformer.kernels.Op;

/**
 * What a convolution for inference makes of its weight alone, in the format that oneDNN chose. The
 * first lane makes it, in memory that lives as long as that lane's engine; the other lanes read it.
 */
final class PreparedWeights {
  private final Engine engine;
  private final PreparedWeights first;
  private dnnl_memory_desc format;
  private long address;
  private Op making = () -> {};

  /**
   * @param engine of the lane that reads them
   * @param first those of the first lane; null in the first lane
   */
  PreparedWeights(Engine engine, PreparedWeights first) {
    this.engine = engine;
    this.first = first;
  }

  /**
   * Where they are, in {@code wanted}.
   *
   * @param filling what makes them in that memory; asked for in the first lane only
   */
  dnnl_memory in(dnnl_memory_desc wanted, Function<dnnl_memory, Op> filling) {
    if (first == null) {
      format = wanted;
      address = engine.allocate(dnnl_memory_desc_get_size(wanted));
      dnnl_memory memory = engine.memory(wanted, address);
      making = filling.apply(memory);
      return memory;
    }
    if (dnnl_memory_desc_equal(first.format, wanted) == 0) {
      throw new IllegalArgumentException(
          "The convolution of another lane has other sizes: its weights are in another format");
    }
    return engine.memory(wanted, first.address);
  }

  /** Makes them anew in the first lane; nothing is to be done in the others. */
  void prepare() {
    if (first == null) {
      making.run();
    }
  }
}
