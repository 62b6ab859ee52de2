package org.logoformer.shard;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.logoformer.shard.Origin.Pixels;
import org.logoformer.shard.Origin.Quarantine;

/**
 * Prints a manifest as JSON, a record per line. Checksums go as one Base64 text per clip: as
 * numbers, those of FERV39K's million frames would be most of the file.
 */
final class ManifestPrinter {
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
    json.writeArrayFieldStart("classes");
    for (String name : origin.classes().names()) {
      json.writeString(name);
    }
    json.writeEndArray();
    json.writeStringField("format", origin.format().label());
    json.writeNumberField("store-size", origin.storeSize());
    json.writeStringField("resize", origin.resize());
    json.writeStringField("plan", origin.plan());
    json.writeObjectFieldStart("sources");
    for (Map.Entry<String, String> source : origin.sources().entrySet()) {
      json.writeStringField(source.getKey(), source.getValue());
    }
    json.writeEndObject();
    print(origin.pixels());
    print(origin.quarantine());
    json.writeObjectFieldStart("decoding");
    json.writeStringField("probe", origin.decoding().probe());
    json.writeNumberField("max-pixels", origin.decoding().maxPixels());
    json.writeEndObject();
  }

  private void print(Pixels pixels) throws IOException {
    json.writeObjectFieldStart("pixels");
    printNumbers("mean", pixels.mean());
    printNumbers("std", pixels.std());
    json.writeEndObject();
  }

  private void printNumbers(String name, List<Double> numbers) throws IOException {
    json.writeArrayFieldStart(name);
    for (double number : numbers) {
      json.writeNumber(number);
    }
    json.writeEndArray();
  }

  private void print(Quarantine quarantine) throws IOException {
    json.writeObjectFieldStart("quarantine");
    json.writeNumberField("listed", quarantine.listed());
    json.writeNumberField("clips", quarantine.clips());
    json.writeObjectFieldStart("reasons");
    for (Map.Entry<String, Integer> reason : quarantine.reasons().entrySet()) {
      json.writeNumberField(reason.getKey(), reason.getValue());
    }
    json.writeEndObject();
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
    printLengths(placement);
    ByteBuffer checksums = ByteBuffer.allocate(placement.frames() * Integer.BYTES);
    for (int i = 0; i < placement.frames(); i++) {
      checksums.putInt(placement.checksum(i));
    }
    json.writeBinaryField("crc", checksums.array());
    json.writeEndObject();
  }

  private void printLengths(Placement placement) throws IOException {
    int first = placement.length(0);
    if (isUniform(placement)) {
      json.writeNumberField("length", first);
      return;
    }
    json.writeArrayFieldStart("length");
    for (int i = 0; i < placement.frames(); i++) {
      json.writeNumber(placement.length(i));
    }
    json.writeEndArray();
  }

  private static boolean isUniform(Placement placement) {
    for (int i = 0; i < placement.frames(); i++) {
      if (placement.length(i) != placement.length(0)) {
        return false;
      }
    }
    return true;
  }
}
