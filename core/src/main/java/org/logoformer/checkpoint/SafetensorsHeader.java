package org.logoformer.checkpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.logoformer.error.DataException;

/**
 * The checked header of a safetensors file. Entries are in the order of their bytes. As the
 * official reader does, it takes unknown fields of a tensor and {@code "__metadata__": null}.
 */
record SafetensorsHeader(List<Entry> entries, Map<String, String> metadata) {
  static final String METADATA = "__metadata__";

  /** A hundred thousand parameters fit into a tenth of this. */
  static final long MOST_HEADER_BYTES = 16 << 20;

  private static final int MOST_DIMENSIONS = 16;

  /** How files of torch.save began before they were archives: a pickled magic number. */
  private static final String LEGACY_TORCH = "\u0080\u0002\u008a\nl\u00fc\u009cF";

  static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(64).maxNumberLength(20).build())
          .build();

  /** Bits of an element of the types that safetensors has and {@link DType} does not. */
  private static final Map<String, Integer> OTHER_TYPES =
      Map.ofEntries(
          Map.entry("BOOL", 8),
          Map.entry("F4", 4),
          Map.entry("F6_E2M3", 6),
          Map.entry("F6_E3M2", 6),
          Map.entry("F8_E5M2", 8),
          Map.entry("F8_E4M3", 8),
          Map.entry("F8_E8M0", 8),
          Map.entry("F8_E5M2FNUZ", 8),
          Map.entry("F8_E4M3FNUZ", 8),
          Map.entry("I16", 16),
          Map.entry("U16", 16),
          Map.entry("U32", 32),
          Map.entry("U64", 64),
          Map.entry("C64", 64));

  /** One tensor: its bytes are begin (inclusive) to end (exclusive), counted behind the header. */
  record Entry(String name, String type, long[] shape, long begin, long end) {
    long size() {
      return end - begin;
    }

    /** Empty for a type that nobody here computes with. */
    Optional<DType> dtype() {
      return DType.of(type);
    }

    /** Bits of an element. */
    int bits() {
      return dtype().map(d -> 8 * d.bytes()).orElseGet(() -> OTHER_TYPES.get(type));
    }
  }

  /**
   * Reads and checks; leaves the stream at the first byte of the first entry.
   *
   * @param length bytes of the whole file
   */
  static SafetensorsHeader read(InputStream in, long length, String origin) throws IOException {
    byte[] prefix = in.readNBytes(Long.BYTES);
    if (length < Long.BYTES || prefix.length < Long.BYTES) {
      throw refused(origin, "it has " + length + " bytes, too few for the length of a header");
    }
    requireNoOtherFormat(prefix, origin);
    long size = ByteBuffer.wrap(prefix).order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (size < 2 || size > MOST_HEADER_BYTES || size > length - Long.BYTES) {
      throw refused(
          origin,
          "it claims a header of %s bytes; the file has %d and %d are allowed"
              .formatted(Long.toUnsignedString(size), length, MOST_HEADER_BYTES));
    }
    byte[] text = in.readNBytes((int) size);
    if (text.length != size) {
      throw refused(origin, "it ends inside its header");
    }
    try {
      String json = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString();
      if (json.charAt(0) != '{') {
        throw refused(origin, "its header does not begin with a brace");
      }
      try (JsonParser parser = JSON.createParser(json)) {
        SafetensorsHeader header = new SafetensorsHeader(new ArrayList<>(), new TreeMap<>());
        header.parse(parser, origin);
        header.requireTiling(length - Long.BYTES - size, origin);
        return header;
      }
    } catch (JsonProcessingException e) {
      throw new DataException(
          message(origin, "its header is no legal JSON: " + e.getOriginalMessage()), e);
    } catch (CharacterCodingException e) {
      throw new DataException(message(origin, "its header is no UTF-8 text"), e);
    }
  }

  /** What people give instead, told by its first bytes. */
  private static void requireNoOtherFormat(byte[] prefix, String origin) {
    String text = new String(prefix, StandardCharsets.ISO_8859_1);
    if (text.startsWith("PK\003\004") || text.equals(LEGACY_TORCH)) {
      throw refused(
          origin,
          "it is a file of torch.save (.pth, .pt, .ckpt); 'logo import' makes of it what is needed");
    } else if (text.equals("version ")) {
      throw refused(origin, "it is a pointer of git-lfs; 'git lfs pull' fetches the file itself");
    }
  }

  private void parse(JsonParser json, String origin) throws IOException {
    json.nextToken();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.getCurrentName();
      JsonToken value = json.nextToken();
      if (name.equals(METADATA) && value == JsonToken.VALUE_NULL) {
        continue;
      }
      require(value == JsonToken.START_OBJECT, origin, name, "is no group of fields");
      if (name.equals(METADATA)) {
        parseMetadata(json, origin);
      } else {
        entries.add(parseEntry(json, name, origin));
      }
    }
    if (json.nextToken() != null) {
      throw refused(origin, "its header goes on behind its end");
    }
  }

  private void parseMetadata(JsonParser json, String origin) throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String key = json.getCurrentName();
      require(json.nextToken() == JsonToken.VALUE_STRING, origin, METADATA, "must be texts");
      metadata.put(key, json.getText());
    }
  }

  private static Entry parseEntry(JsonParser json, String name, String origin) throws IOException {
    String dtype = null;
    long[] shape = null;
    long[] offsets = null;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.getCurrentName();
      json.nextToken();
      switch (field) {
        case "dtype" -> dtype = type(json, name, origin);
        case "shape" -> shape = numbers(json, name, origin);
        case "data_offsets" -> offsets = numbers(json, name, origin);
        default -> json.skipChildren();
      }
    }
    require(dtype != null, origin, name, "has no dtype");
    require(shape != null, origin, name, "has no shape");
    require(offsets != null && offsets.length == 2, origin, name, "has no pair of data_offsets");
    return new Entry(name, dtype, shape, offsets[0], offsets[1]);
  }

  private static String type(JsonParser json, String name, String origin) throws IOException {
    String text = json.currentToken() == JsonToken.VALUE_STRING ? json.getText() : "";
    boolean known = OTHER_TYPES.containsKey(text) || DType.of(text).isPresent();
    require(
        known, origin, name, "has the type '%s', which safetensors does not have".formatted(text));
    return text;
  }

  private static long[] numbers(JsonParser json, String name, String origin) throws IOException {
    require(json.currentToken() == JsonToken.START_ARRAY, origin, name, "lacks a list of numbers");
    long[] numbers = new long[MOST_DIMENSIONS];
    int count = 0;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      require(
          json.currentToken() == JsonToken.VALUE_NUMBER_INT && count < MOST_DIMENSIONS,
          origin,
          name,
          "has a list with something else than up to " + MOST_DIMENSIONS + " whole numbers");
      long number = json.getLongValue();
      require(number >= 0, origin, name, "has a negative size or offset " + number);
      numbers[count++] = number;
    }
    return Arrays.copyOf(numbers, count);
  }

  /** Every byte of the data belongs to exactly one tensor: no gap, no overlap, none left over. */
  private void requireTiling(long dataBytes, String origin) {
    entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    long position = 0;
    for (Entry entry : entries) {
      String name = entry.name();
      require(
          entry.begin() == position,
          origin,
          name,
          "begins at %d where %d was expected: tensors overlap or leave a hole"
              .formatted(entry.begin(), position));
      require(
          entry.end() >= entry.begin() && entry.end() <= dataBytes,
          origin,
          name,
          "ends at %d; it begins at %d and there are %d bytes"
              .formatted(entry.end(), entry.begin(), dataBytes));
      require(
          entry.size() == bytes(entry, origin),
          origin,
          name,
          "has %d bytes, not what %s%s needs"
              .formatted(entry.size(), entry.type(), Arrays.toString(entry.shape())));
      require(
          entry.dtype().isEmpty() || entry.size() <= Integer.MAX_VALUE - 8,
          origin,
          name,
          "has %d bytes; more than 2 GiB is not supported".formatted(entry.size()));
      position = entry.end();
    }
    if (position != dataBytes) {
      throw refused(origin, (dataBytes - position) + " bytes at its end belong to no tensor");
    }
  }

  private static long bytes(Entry entry, String origin) {
    try {
      return (SafeTensor.product(entry.bits(), entry.shape()) + 7) / 8;
    } catch (ArithmeticException e) {
      throw new DataException(
          message(
              origin,
              "the shape %s of tensor %s overflows"
                  .formatted(Arrays.toString(entry.shape()), entry.name())),
          e);
    }
  }

  private static void require(boolean condition, String origin, String name, String complaint) {
    if (!condition) {
      throw refused(origin, "tensor " + name + " " + complaint);
    }
  }

  private static DataException refused(String origin, String complaint) {
    return new DataException(message(origin, complaint));
  }

  private static String message(String origin, String complaint) {
    return "%s is not a sound safetensors file: %s. Fetch or write it again"
        .formatted(origin, complaint);
  }
}
