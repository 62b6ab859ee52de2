package org.logoformer.kernels.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_get_size;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_set_data_handle;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc;

/**
 * Memory that operations use one after another. It grows while the network is built; memory objects
 * follow it.
 */
final class Scratch {
  private record Binding(dnnl_memory memory, long offset) {}

  private final Engine engine;
  private final List<Binding> bindings = new ArrayList<>();
  private Buffer buffer;

  Scratch(Engine engine) {
    this.engine = engine;
  }

  /** Lays out the temporaries of one operation; those of another operation share the memory. */
  Frame frame() {
    return new Frame();
  }

  /** A stack of temporaries. */
  final class Frame {
    private long top;

    private Frame() {}

    dnnl_memory memory(Layout layout) {
      return memory(engine.descriptor(layout));
    }

    dnnl_memory memory(dnnl_memory_desc descriptor) {
      return bound(descriptor, take(dnnl_memory_desc_get_size(descriptor)));
    }

    /** Memory for code of our own. */
    Area area(long floats) {
      return new Area(take(floats * Float.BYTES), Math.toIntExact(floats));
    }

    /** The memory of an area from element {@code start} on, as oneDNN sees it. */
    dnnl_memory memory(Layout layout, Area area, long start) {
      return bound(engine.descriptor(layout), area.offset + start * Float.BYTES);
    }

    private long take(long bytes) {
      long offset = top;
      top += Buffer.aligned(bytes);
      require(top);
      return offset;
    }

    private dnnl_memory bound(dnnl_memory_desc descriptor, long offset) {
      dnnl_memory memory = engine.memory(descriptor, buffer.address() + offset);
      bindings.add(new Binding(memory, offset));
      return memory;
    }
  }

  /** A temporary whose place is known when the network is built. */
  final class Area {
    private final long offset;
    private final int length;
    private FloatBuffer floats;
    private Buffer within;

    private Area(long offset, int length) {
      this.offset = offset;
      this.length = length;
    }

    /** Its elements; to be asked for anew in each run. */
    FloatBuffer floats() {
      if (within != buffer) {
        within = buffer;
        floats = new Address(buffer.address() + offset).floats(length);
      }
      return floats;
    }
  }

  private void require(long bytes) {
    if (buffer != null && buffer.bytes() >= bytes) {
      return;
    }
    if (buffer != null) {
      buffer.close();
    }
    buffer = new Buffer(bytes);
    for (Binding b : bindings) {
      Engine.check(
          dnnl_memory_set_data_handle(b.memory, new Address(buffer.address() + b.offset)),
          "moving scratch memory");
    }
  }

  long bytes() {
    return buffer == null ? 0 : buffer.bytes();
  }

  void close() {
    if (buffer != null) {
      buffer.close();
    }
  }
}
