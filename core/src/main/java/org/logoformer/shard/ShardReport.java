package org.logoformer.shard;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.logoformer.storage.NewFile;

/**
 * What a task says about the shard it has finished; the driver makes the manifest of all of them.
 * As a file beside the unfinished set it lets a later run keep the shard.
 *
 * @param plan hash of what the shard was planned to hold
 * @param attempt the name under which it was made
 * @param shard the file
 * @param clips its records, in order
 * @param pixels sums over all stored pixels
 * @param quarantined the clips that were planned but are not stored
 * @param odd the clips that are stored though their frames are of several sizes, or some are lost
 * @param sources what the images of the stored clips were like
 */
public record ShardReport(
    String plan,
    String attempt,
    Shard shard,
    List<ClipRecord> clips,
    PixelSums pixels,
    List<Quarantined> quarantined,
    List<Quarantined> odd,
    List<SourceClip> sources) {
  /** Copies the lists. */
  public ShardReport {
    clips = List.copyOf(clips);
    quarantined = List.copyOf(quarantined);
    odd = List.copyOf(odd);
    sources = List.copyOf(sources);
  }

  /** Writes the report; it is not there until it is complete. */
  public void write(FileSystem files, Path path, Path unfinished) throws IOException {
    try (OutputStream out = NewFile.create(files, unfinished);
        JsonGenerator json = ManifestPrinter.JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeStringField("plan", plan);
      json.writeStringField("attempt", attempt);
      ManifestPrinter printer = new ManifestPrinter(json);
      json.writeFieldName("shard");
      printer.print(shard);
      json.writeArrayFieldStart("clips");
      for (ClipRecord clip : clips) {
        printer.print(clip);
      }
      json.writeEndArray();
      printPixels(json);
      json.writeObjectField("quarantined", quarantined);
      json.writeObjectField("odd", odd);
      json.writeObjectField("sources", sources);
      json.writeEndObject();
    }
    files.delete(path, false);
    NewFile.rename(files, unfinished, path);
  }

  /** Reads a report; empty if there is none, or none that makes sense. */
  public static Optional<ShardReport> read(FileSystem files, Path path) throws IOException {
    if (!files.exists(path)) {
      return Optional.empty();
    }
    try (InputStream in = files.open(path)) {
      return Optional.of(report(ManifestPrinter.JSON.readTree(in)));
    } catch (JsonProcessingException | IllegalArgumentException | ArithmeticException e) {
      // Left by a crash: the shard is made again.
      return Optional.empty();
    }
  }

  private static ShardReport report(JsonNode root) throws IOException {
    List<ClipRecord> clips = new ArrayList<>();
    for (JsonNode clip : ManifestReader.array(root, "clips")) {
      clips.add(ManifestReader.clip(clip));
    }
    JsonNode pixels = ManifestReader.field(root, "pixels");
    return new ShardReport(
        ManifestReader.text(root, "plan"),
        ManifestReader.text(root, "attempt"),
        ManifestReader.shard(ManifestReader.field(root, "shard")),
        clips,
        new PixelSums(
            ManifestReader.longNumber(pixels, "count"),
            three(pixels, "sums"),
            three(pixels, "squares")),
        values(root, "quarantined", Quarantined.class),
        values(root, "odd", Quarantined.class),
        values(root, "sources", SourceClip.class));
  }

  private static <T> List<T> values(JsonNode root, String name, Class<T> type) throws IOException {
    List<T> values = new ArrayList<>();
    for (JsonNode value : ManifestReader.array(root, name)) {
      values.add(ManifestPrinter.JSON.treeToValue(value, type));
    }
    return values;
  }

  private void printPixels(JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("pixels");
    json.writeNumberField("count", pixels.pixels());
    json.writeFieldName("sums");
    json.writeArray(pixels.sums(), 0, 3);
    json.writeFieldName("squares");
    json.writeArray(pixels.squares(), 0, 3);
    json.writeEndObject();
  }

  private static long[] three(JsonNode node, String name) {
    long[] numbers = ManifestReader.longs(node, name);
    if (numbers.length != 3) {
      throw new IllegalArgumentException(name + " are " + numbers.length + " numbers, not 3");
    }
    return numbers;
  }
}
