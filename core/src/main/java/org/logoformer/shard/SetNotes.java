package org.logoformer.shard;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.logoformer.error.DataException;
import org.logoformer.error.Message;
import org.logoformer.storage.AtomicFile;

/**
 * Files beside the manifest of a set that say what was found while it was made, a JSON object per
 * line. They are for people and reports: no reader of clips needs them.
 */
public final class SetNotes {
  /** {@link Quarantined} clips: listed, but not stored. */
  public static final String QUARANTINE = "quarantine.jsonl";

  /** {@link Quarantined} clips that are stored nevertheless: some frames are odd, or lost. */
  public static final String ODD_FRAMES = "odd-frames.jsonl";

  /** A {@link SourceClip} for each stored clip. */
  public static final String SOURCES = "source-clips.jsonl";

  /** What {@link Unlisted} lies among the clips. */
  public static final String UNLISTED = "unlisted.jsonl";

  /** A {@link ListFact} for each clip of lists that say more than classes and splits. */
  public static final String LIST_FACTS = "list-facts.jsonl";

  private SetNotes() {}

  /** Writes or replaces such a file. */
  public static void write(FileSystem files, Path file, Iterable<?> notes) {
    AtomicFile.write(
        files,
        file,
        out -> {
          BufferedOutputStream lines = new BufferedOutputStream(out);
          for (Object note : notes) {
            String line = ManifestPrinter.JSON.writeValueAsString(note) + "\n";
            lines.write(line.getBytes(StandardCharsets.UTF_8));
          }
          lines.flush();
        });
  }

  /**
   * Reads such a file.
   *
   * @param set the folder of the set
   * @param name of the file
   * @param type of what it holds
   * @return empty if there is none: the set was made before such files were written
   * @throws DataException if it is damaged
   */
  public static <T> Optional<List<T>> read(FileSystem files, Path set, String name, Class<T> type)
      throws IOException {
    Path file = new Path(set, name);
    List<T> notes = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(files.open(file), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        notes.add(ManifestPrinter.JSON.readValue(line, type));
      }
      return Optional.of(notes);
    } catch (FileNotFoundException e) {
      return Optional.empty();
    } catch (JsonProcessingException e) {
      throw new DataException(
          Message.of(
              "%s is damaged at line %d (%s): delete it, no reader of clips needs it",
              file, notes.size() + 1, e.getOriginalMessage()),
          e);
    }
  }
}
