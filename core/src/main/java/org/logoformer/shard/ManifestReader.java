package org.logoformer.shard;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.logoformer.clip.ClassMap;
import org.logoformer.clip.Exif;
import org.logoformer.shard.Origin.Decoding;
import org.logoformer.shard.Origin.Pixels;
import org.logoformer.shard.Origin.Quarantine;

/** Reads a manifest from JSON; an IllegalArgumentException says what is missing or wrong. */
final class ManifestReader {
  private static final int LARGEST_CLIP = 1 << 24; // frames

  private ManifestReader() {}

  static Manifest manifest(JsonNode root) throws IOException {
    int schema = number(root, "schema");
    if (schema < 1 || schema > Manifest.SCHEMA) {
      throw new IllegalArgumentException(
          "schema " + schema + " is not known here (1 to " + Manifest.SCHEMA + " are)");
    }
    List<Shard> shards = new ArrayList<>();
    for (JsonNode shard : array(root, "shards")) {
      shards.add(shard(shard));
    }
    List<ClipRecord> clips = new ArrayList<>();
    for (JsonNode clip : array(root, "clips")) {
      clips.add(clip(clip));
    }
    return new Manifest(origin(root), shards, clips);
  }

  private static Origin origin(JsonNode root) {
    List<String> classes = new ArrayList<>();
    array(root, "classes").forEach(c -> classes.add(text("classes", c)));
    Map<String, String> sources = new TreeMap<>();
    object(root, "sources")
        .fields()
        .forEachRemaining(e -> sources.put(e.getKey(), text(e.getKey(), e.getValue())));
    JsonNode pixels = field(root, "pixels");
    JsonNode quarantine = field(root, "quarantine");
    Map<String, Integer> reasons = new TreeMap<>();
    object(quarantine, "reasons")
        .fields()
        .forEachRemaining(e -> reasons.put(e.getKey(), number(e.getKey(), e.getValue())));
    return new Origin(
        new ClassMap(classes),
        format(text(root, "format")),
        number(root, "store-size"),
        text(root, "resize"),
        text(root, "plan"),
        sources,
        new Pixels(doubles(pixels, "mean"), doubles(pixels, "std")),
        new Quarantine(number(quarantine, "listed"), number(quarantine, "clips"), reasons),
        decoding(root.get("decoding")),
        videos(root.get("video-decoding")),
        faces(root.get("faces")));
  }

  private static Decoding decoding(JsonNode node) {
    return node == null
        ? Decoding.UNRECORDED
        : new Decoding(
            text(node, "probe"),
            longNumber(node, "max-pixels"),
            exif(node),
            node.has("decoder") ? text(node, "decoder") : "");
  }

  private static Exif exif(JsonNode node) {
    if (!node.has("exif")) {
      return Exif.IGNORE;
    }
    String label = text(node, "exif");
    return Arrays.stream(Exif.values())
        .filter(e -> e.label().equals(label))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("unknown exif " + label));
  }

  private static VideoDecoding videos(JsonNode node) {
    return node == null
        ? VideoDecoding.NONE
        : new VideoDecoding(text(node, "decoder"), text(node, "probe"));
  }

  private static FaceCrops faces(JsonNode node) {
    return node == null
        ? FaceCrops.NONE
        : new FaceCrops(
            text(node, "boxes"), text(node, "by"), text(node, "missing"), real(node, "margin"));
  }

  private static double real(JsonNode node, String name) {
    JsonNode number = field(node, name);
    if (!number.isNumber()) {
      throw new IllegalArgumentException(name + " is no number but " + number);
    }
    return number.doubleValue();
  }

  private static ShardFormat format(String label) {
    return Arrays.stream(ShardFormat.values())
        .filter(f -> f.label().equals(label))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("unknown format " + label));
  }

  static Shard shard(JsonNode node) {
    return new Shard(
        text(node, "file"),
        longNumber(node, "bytes"),
        number(node, "clips"),
        longNumber(node, "frames"),
        Integer.parseUnsignedInt(text(node, "crc"), 16));
  }

  static ClipRecord clip(JsonNode node) throws IOException {
    ByteBuffer crc = ByteBuffer.wrap(bytes(node, "crc"));
    int frames = crc.capacity() / Integer.BYTES;
    if (frames == 0 || frames > LARGEST_CLIP || crc.capacity() % Integer.BYTES != 0) {
      throw new IllegalArgumentException(
          "checksums of clip " + text(node, "id") + " are " + crc.capacity() + " bytes");
    }
    int[] checksums = new int[frames];
    Arrays.setAll(checksums, i -> crc.getInt(i * Integer.BYTES));
    Placement placement =
        new Placement(
            number(node, "shard"),
            longNumber(node, "offset"),
            number(node, "height"),
            number(node, "width"),
            lengths(node, frames),
            checksums);
    return new ClipRecord(
        text(node, "id"),
        number(node, "label"),
        text(node, "split"),
        number(node, "fold"),
        text(node, "scene"),
        placement);
  }

  private static int[] lengths(JsonNode node, int frames) {
    JsonNode length = field(node, "length");
    int[] lengths = new int[frames];
    if (!length.isArray()) {
      Arrays.fill(lengths, number(node, "length"));
      return lengths;
    }
    if (length.size() != frames) {
      throw new IllegalArgumentException(
          "clip " + text(node, "id") + " has " + length.size() + " lengths, " + frames + " frames");
    }
    Arrays.setAll(lengths, i -> number("length", length.get(i)));
    return lengths;
  }

  private static List<Double> doubles(JsonNode node, String name) {
    List<Double> numbers = new ArrayList<>();
    for (JsonNode number : array(node, name)) {
      if (!number.isNumber()) {
        throw new IllegalArgumentException(name + " holds no number but " + number);
      }
      numbers.add(number.doubleValue());
    }
    return numbers;
  }

  static long[] longs(JsonNode node, String name) {
    List<Long> numbers = new ArrayList<>();
    array(node, name).forEach(n -> numbers.add(longNumber(name, n)));
    return numbers.stream().mapToLong(Long::longValue).toArray();
  }

  static JsonNode array(JsonNode node, String name) {
    JsonNode array = field(node, name);
    if (!array.isArray()) {
      throw new IllegalArgumentException(name + " is no list");
    }
    return array;
  }

  private static JsonNode object(JsonNode node, String name) {
    JsonNode object = field(node, name);
    if (!object.isObject()) {
      throw new IllegalArgumentException(name + " is no group of fields but " + object);
    }
    return object;
  }

  static String text(JsonNode node, String name) {
    return text(name, field(node, name));
  }

  private static String text(String name, JsonNode text) {
    if (!text.isTextual()) {
      throw new IllegalArgumentException(name + " is no text but " + text);
    }
    return text.textValue();
  }

  private static byte[] bytes(JsonNode node, String name) throws IOException {
    // Of what is no text Jackson makes null.
    byte[] bytes = field(node, name).binaryValue();
    if (bytes == null) {
      throw new IllegalArgumentException(name + " is no text but " + field(node, name));
    }
    return bytes;
  }

  private static int number(JsonNode node, String name) {
    return number(name, field(node, name));
  }

  private static int number(String name, JsonNode number) {
    return Math.toIntExact(longNumber(name, number));
  }

  static long longNumber(JsonNode node, String name) {
    return longNumber(name, field(node, name));
  }

  private static long longNumber(String name, JsonNode number) {
    if (!number.isIntegralNumber() || !number.canConvertToLong()) {
      throw new IllegalArgumentException(name + " is no whole number but " + number);
    }
    return number.longValue();
  }

  static JsonNode field(JsonNode node, String name) {
    JsonNode field = node == null ? null : node.get(name);
    if (field == null || field.isNull()) {
      throw new IllegalArgumentException(name + " is missing");
    }
    return field;
  }
}
