package org.logoformer.dl4j;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/** One pair of files of an independent float64 implementation, every tensor as a double array. */
final class Fixture {
  private final Map<String, INDArray> weights;
  private final Map<String, INDArray> expected;

  private Fixture(String name) {
    this.weights = read(name + "/weights.safetensors");
    this.expected = read(name + "/expected.safetensors");
  }

  static Fixture of(String name) {
    return new Fixture(name);
  }

  Map<String, INDArray> weights() {
    return weights;
  }

  INDArray expected(String item) {
    INDArray value = expected.get(item);
    if (value == null) {
      throw new IllegalArgumentException("No item " + item);
    }
    return value;
  }

  /** Items whose name starts with {@code prefix}, by the rest of the name. */
  Map<String, INDArray> group(String prefix) {
    Map<String, INDArray> group = new LinkedHashMap<>();
    expected.forEach(
        (name, value) -> {
          if (name.startsWith(prefix)) {
            group.put(name.substring(prefix.length()), value);
          }
        });
    return group;
  }

  /** Clips of batch {@code i}, pixels over 255. */
  INDArray clips(int i, DataType type) {
    return expected("clips." + i).div(255).castTo(type);
  }

  /** One-hot labels of batch {@code i}. */
  INDArray labels(int i, DataType type) {
    INDArray labels = expected("labels." + i);
    INDArray oneHot = Nd4j.zeros(type, labels.length(), 7);
    for (int b = 0; b < labels.length(); b++) {
      oneHot.putScalar(b, labels.getLong(b), 1);
    }
    return oneHot;
  }

  private static Map<String, INDArray> read(String path) {
    try (InputStream in = Fixture.class.getResourceAsStream("/fixtures/" + path)) {
      ByteBuffer file = ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
      int header = Math.toIntExact(file.getLong());
      byte[] text = new byte[header];
      file.get(text);
      JsonNode json = new ObjectMapper().readTree(new String(text, StandardCharsets.UTF_8));
      Map<String, INDArray> tensors = new LinkedHashMap<>();
      json.fields()
          .forEachRemaining(
              e -> {
                if (!e.getKey().equals("__metadata__")) {
                  tensors.put(e.getKey(), tensor(file, 8 + header, e.getValue()));
                }
              });
      return tensors;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static INDArray tensor(ByteBuffer file, int base, JsonNode entry) {
    long[] shape = new long[entry.get("shape").size()];
    Arrays.setAll(shape, i -> entry.get("shape").get(i).asLong());
    int at = base + entry.get("data_offsets").get(0).asInt();
    String type = entry.get("dtype").asText();
    double[] values = new double[Math.toIntExact(Arrays.stream(shape).reduce(1, (a, b) -> a * b))];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (type) {
            case "U8" -> file.get(at + i) & 0xff;
            case "F32" -> file.getFloat(at + 4 * i);
            case "F64" -> file.getDouble(at + 8 * i);
            case "I64" -> file.getLong(at + 8 * i);
            default -> throw new IllegalArgumentException(type);
          };
    }
    return Nd4j.createFromArray(values).reshape(shape.length == 0 ? new long[] {1} : shape);
  }
}
