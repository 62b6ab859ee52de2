package org.logoformer.kernels.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.logoformer.kernels.Op;
import org.logoformer.kernels.onednn.MatmulOps.Operand;
import org.logoformer.tensor.Tensor;

/**
 * Matrix products between the transformed tiles of images. Each member of the team takes the same
 * share of the images in every run, a chunk at a time that stays in cache.
 */
final class TileProducts {
  /** Of the tiles of a chunk. */
  private static final long MAX_BYTES = 4L << 20;

  private final Engine engine;
  private final Scratch.Frame frame;
  private final Scratch.Frame scratchpads;
  private final TileGrid grid;
  private final int images;
  private final int members;
  private final int limit;

  private TileProducts(Engine engine, Scratch.Frame frame, Tensor images, long channels) {
    this.engine = engine;
    this.frame = frame;
    this.scratchpads = engine.scratchpads().frame();
    this.grid = TileGrid.of(images);
    this.images = Math.toIntExact(images.size(0));
    this.members = members(engine, images);
    this.limit = Math.toIntExact(MAX_BYTES / bytes(grid, channels));
  }

  /** Members that have at least one of the images [N, H, W, C]. */
  static int members(Engine engine, Tensor images) {
    return (int) Math.min(engine.team().size(), images.size(0));
  }

  /** Whether at least one image makes a chunk. */
  static boolean fits(TileGrid grid, long channels) {
    return bytes(grid, channels) <= MAX_BYTES;
  }

  private static long bytes(TileGrid grid, long channels) {
    return (long) Winograd.POINTS * grid.tiles() * channels * Float.BYTES;
  }

  /** Images in a row with the product of their tiles. */
  private record Chunk(int first, int images, Op product) {}

  /**
   * to = A^T [U . (B^T from B)] A, then the tail.
   *
   * @param from [N, H, W, I]
   * @param kernels U, [36, I, O], in a format that oneDNN chose; to be there before this runs
   * @param tail null for none
   * @param to [N, H, W, O]
   */
  static Op convolution(
      Engine engine,
      Scratch.Frame frame,
      Tensor from,
      Function<dnnl_memory_desc, dnnl_memory> kernels,
      Tail tail,
      Tensor to) {
    long in = from.size(3);
    long out = to.size(3);
    TileProducts tiles = new TileProducts(engine, frame, from, Math.max(in, out));
    dnnl_memory_desc format = tiles.favourite(in, out);
    Packed packed = new Packed(format, kernels.apply(format));
    return tiles.shared(member -> tiles.convolve(member, from, packed, tail, to));
  }

  /**
   * Sums over tiles of (A dy A^T)^T (B^T x B).
   *
   * @param dy [N, H, W, O]
   * @param x [N, H, W, I]
   * @param sums [members, 36, O, I]: what each member has added up
   */
  static Op correlation(
      Engine engine, Scratch.Frame frame, Tensor dy, Tensor x, Scratch.Area sums) {
    TileProducts tiles = new TileProducts(engine, frame, x, Math.max(x.size(3), dy.size(3)));
    return tiles.shared(member -> tiles.correlate(member, dy, x, sums));
  }

  /** What all members do at once, each its part. */
  private Op shared(IntFunction<Op> part) {
    Team team = engine.team();
    List<Op> parts = team.madeAlone(() -> IntStream.range(0, members).mapToObj(part).toList());
    return () -> team.run(parts.size(), member -> parts.get(member).run());
  }

  private record Packed(dnnl_memory_desc format, dnnl_memory memory) {}

  /** The format of kernels that the products like best. */
  private dnnl_memory_desc favourite(long in, long out) {
    dnnl_memory_desc any = engine.anyFormat(Winograd.POINTS, in, out);
    return engine.team().madeAlone(() -> product(sizes(0).get(0), any, in, out).weights());
  }

  private Plan product(int chunk, dnnl_memory_desc kernels, long in, long out) {
    dnnl_memory_desc inputs = engine.descriptor(points(chunk, in));
    dnnl_memory_desc outputs = engine.descriptor(points(chunk, out));
    return engine.plan(
        "products of tiles of " + chunk + " images",
        (made, e, attributes) ->
            dnnl_matmul_primitive_desc_create(made, e, inputs, kernels, null, outputs, attributes));
  }

  private Op convolve(int member, Tensor from, Packed kernels, Tail tail, Tensor to) {
    long in = from.size(3);
    long out = to.size(3);
    Scratch.Area source = area(in);
    Scratch.Area target = area(out);
    TileReader reader = TileReader.ofInputs(grid, Math.toIntExact(in));
    TileTail rows =
        tail == null
            ? TileTail.NONE
            : TileTail.of(engine, tail, Math.toIntExact(grid.width() * out));
    TileWriter writer = new TileWriter(grid, Math.toIntExact(out), rows);
    Map<Integer, Op> products = new HashMap<>();
    List<Chunk> chunks =
        chunks(
            member,
            size ->
                products.computeIfAbsent(
                    size,
                    s ->
                        product(s, kernels.format(), in, out)
                            .with(DNNL_ARG_SRC, frame.memory(points(s, in), source, 0))
                            .with(DNNL_ARG_WEIGHTS, kernels.memory())
                            .with(DNNL_ARG_DST, frame.memory(points(s, out), target, 0))
                            .bind(engine.team().stream(member), scratchpads)));
    List<Op> ops = new ArrayList<>();
    ops.add(rows::start);
    for (Chunk chunk : chunks) {
      FloatBuffer read = part(from, chunk);
      FloatBuffer written = part(to, chunk);
      FloatBuffer added = tail == null ? null : part(tail.residual(), chunk);
      ops.add(() -> reader.read(read, chunk.images(), source.floats()));
      ops.add(chunk.product());
      ops.add(() -> writer.write(target.floats(), chunk.images(), written, added));
    }
    return Op.sequence(ops);
  }

  private Op correlate(int member, Tensor dy, Tensor x, Scratch.Area sums) {
    long in = x.size(3);
    long out = dy.size(3);
    Scratch.Area gradients = area(out);
    Scratch.Area inputs = area(in);
    TileReader gradientReader = TileReader.ofGradients(grid, Math.toIntExact(out));
    TileReader inputReader = TileReader.ofInputs(grid, Math.toIntExact(in));
    Layout sum = Layout.dense(Winograd.POINTS, out, in);
    Operand result = new Operand(sum, frame.memory(sum, sums, member * sum.length()));
    List<Op> later = new ArrayList<>();
    List<Chunk> chunks =
        chunks(
            member,
            size -> {
              Operand given = points(size, out, gradients).transpose();
              Operand read = points(size, in, inputs);
              try (Attributes a = engine.attributes()) {
                Attributes how = later.isEmpty() ? a : a.accumulate();
                Op product =
                    MatmulOps.plan(engine, given, read, null, result, how)
                        .bind(engine.team().stream(member), scratchpads);
                later.add(product);
                return product;
              }
            });
    List<Op> ops = new ArrayList<>();
    for (Chunk chunk : chunks) {
      FloatBuffer given = part(dy, chunk);
      FloatBuffer read = part(x, chunk);
      ops.add(() -> gradientReader.read(given, chunk.images(), gradients.floats()));
      ops.add(() -> inputReader.read(read, chunk.images(), inputs.floats()));
      ops.add(chunk.product());
    }
    return Op.sequence(ops);
  }

  /** [36, tiles, C] of a chunk. */
  private Layout points(int chunk, long channels) {
    return Layout.dense(Winograd.POINTS, (long) chunk * grid.tiles(), channels);
  }

  private Operand points(int chunk, long channels, Scratch.Area area) {
    Layout layout = points(chunk, channels);
    return new Operand(layout, frame.memory(layout, area, 0));
  }

  private Scratch.Area area(long channels) {
    return frame.area(bytes(grid, channels) / Float.BYTES * Math.min(limit, images));
  }

  private List<Chunk> chunks(int member, IntFunction<Op> product) {
    List<Chunk> chunks = new ArrayList<>();
    int first = start(member);
    for (int size : sizes(member)) {
      chunks.add(new Chunk(first, size, product.apply(size)));
      first += size;
    }
    return chunks;
  }

  /** Images of a member's chunks: as few and as equal as possible. */
  private List<Integer> sizes(int member) {
    int own = start(member + 1) - start(member);
    int count = (own + limit - 1) / limit;
    List<Integer> sizes = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      sizes.add(own * (i + 1) / count - own * i / count);
    }
    return sizes;
  }

  /** A chunk's images of a tensor; null for none. */
  private FloatBuffer part(Tensor tensor, Chunk chunk) {
    return tensor == null ? null : engine.vector(tensor, chunk.first(), chunk.images());
  }

  /** First image of a member. */
  private int start(int member) {
    return Math.toIntExact((long) images * member / members);
  }
}
