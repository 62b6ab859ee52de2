package org.logoformer.shard;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;
import org.logoformer.clip.Exif;

/**
 * Prints a manifest as JSON, a record per line. Checksums go as one Base64 text per clip: as
 * numbers, those of FERV39K's million frames would be most of the file.
 */
final class ManifestPrinter {
  /** Makes the generators; their records have keys in kebab-case. */
  static final ObjectMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE).build();

  private final JsonGenerator json;

  ManifestPrinter(JsonGenerator json) {
    this.json = json;
  }

  void print(Manifest manifest) throws IOException {
    json.writeStartObject();
    json.writeNumberField("schema", Manifest.SCHEMA);
    print(manifest.origin());
    json.writeArrayFieldStart("shards");
    for (Shard shard : manifest.shards()) {
      print(shard);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("clips");
    for (ClipRecord clip : manifest.clips()) {
      print(clip);
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeRaw('\n');
  }

  private void print(Origin origin) throws IOException {
    json.writeObjectField("classes", origin.classes().names());
    json.writeStringField("format", origin.format().label());
    json.writeNumberField("store-size", origin.storeSize());
    json.writeStringField("resize", origin.resize());
    json.writeStringField("plan", origin.plan());
    json.writeObjectField("sources", origin.sources());
    json.writeObjectField("pixels", origin.pixels());
    json.writeObjectField("quarantine", origin.quarantine());
    print(origin.decoding());
    if (!origin.videos().isNone()) {
      // Sets of images have no such field, whatever version made them.
      json.writeObjectFieldStart("video-decoding");
      json.writeStringField("decoder", origin.videos().decoder());
      json.writeStringField("probe", origin.videos().probe());
      json.writeEndObject();
    }
    if (!origin.faces().isNone()) {
      // Sets of frames taken as they are have no such field, whatever version made them.
      json.writeObjectFieldStart("faces");
      json.writeStringField("boxes", origin.faces().boxes());
      json.writeStringField("by", origin.faces().by());
      json.writeStringField("missing", origin.faces().missing());
      json.writeNumberField("margin", origin.faces().margin());
      json.writeEndObject();
    }
  }

  private void print(Origin.Decoding decoding) throws IOException {
    json.writeObjectFieldStart("decoding");
    if (!decoding.library().isEmpty()) {
      // Sets of versions that did not record it stay as they are.
      json.writeStringField("decoder", decoding.library());
    }
    json.writeStringField("probe", decoding.probe());
    json.writeNumberField("max-pixels", decoding.maxPixels());
    if (decoding.exif() != Exif.IGNORE) {
      // Sets that ignore it have no such field, whatever version made them.
      json.writeStringField("exif", decoding.exif().label());
    }
    json.writeEndObject();
  }

  void print(Shard shard) throws IOException {
    json.writeRaw('\n');
    json.writeStartObject();
    json.writeStringField("file", shard.file());
    json.writeNumberField("bytes", shard.bytes());
    json.writeNumberField("clips", shard.clips());
    json.writeNumberField("frames", shard.frames());
    json.writeStringField("crc", String.format(Locale.ROOT, "%08x", shard.crc()));
    json.writeEndObject();
  }

  void print(ClipRecord clip) throws IOException {
    Placement placement = clip.placement();
    json.writeRaw('\n');
    json.writeStartObject();
    json.writeStringField("id", clip.id());
    json.writeNumberField("label", clip.label());
    json.writeStringField("split", clip.split());
    json.writeNumberField("fold", clip.fold());
    json.writeStringField("scene", clip.scene());
    json.writeNumberField("shard", placement.shard());
    json.writeNumberField("offset", placement.offset());
    json.writeNumberField("height", placement.height());
    json.writeNumberField("width", placement.width());
    int[] lengths = IntStream.range(0, placement.frames()).map(placement::length).toArray();
    if (Arrays.stream(lengths).allMatch(length -> length == lengths[0])) {
      json.writeNumberField("length", lengths[0]);
    } else {
      json.writeFieldName("length");
      json.writeArray(lengths, 0, lengths.length);
    }
    ByteBuffer checksums = ByteBuffer.allocate(placement.frames() * Integer.BYTES);
    for (int i = 0; i < placement.frames(); i++) {
      checksums.putInt(placement.checksum(i));
    }
    json.writeBinaryField("crc", checksums.array());
    json.writeEndObject();
  }
}
