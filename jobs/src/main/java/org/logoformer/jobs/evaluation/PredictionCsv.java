package org.logoformer.jobs.evaluation;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.logoformer.error.DataException;
import org.logoformer.jobs.network.ClassNames;
import org.logoformer.jobs.network.Prediction;
import org.logoformer.shard.ClipRecord;

/**
 * Predictions from a CSV file with the columns {@code clip,label,prediction} in any order, named by
 * a header line, and optionally {@code scene}; other columns are ignored. Labels and predictions
 * are class names (in any case) or class indices. Fields may be quoted. Without a column {@code
 * label}, as {@code logo predict} writes it, labels and scenes are those of a shard set.
 */
final class PredictionCsv {
  private final String file;
  private final List<String> classes;
  private final Map<String, ClipRecord> labelled;
  private final Map<String, Integer> seen = new HashMap<>();
  private int line;
  private int width;
  private Map<String, Integer> columns = Map.of();

  private PredictionCsv(String file, List<String> classes, Map<String, ClipRecord> labelled) {
    this.file = file;
    this.classes = classes;
    this.labelled = labelled;
  }

  /**
   * Reads all rows.
   *
   * @param file name for messages
   * @param classes names of the classes in order
   * @param labelled clips of a shard set by id; empty if there is none
   * @throws DataException with the line number for a row that is not a prediction, a clip that is
   *     there twice, or a file without rows
   */
  static List<Prediction> read(
      InputStream in, String file, List<String> classes, Map<String, ClipRecord> labelled)
      throws IOException {
    return new PredictionCsv(file, classes, labelled).rows(in);
  }

  private List<Prediction> rows(InputStream in) throws IOException {
    List<Prediction> rows = new ArrayList<>();
    var utf8 = StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT);
    try (BufferedReader reader = new BufferedReader(new InputStreamReader(in, utf8))) {
      for (String text = reader.readLine(); text != null; text = reader.readLine()) {
        line++;
        if (line == 1 && text.startsWith("\ufeff")) {
          text = text.substring(1);
        }
        if (text.isBlank()) {
          continue;
        }
        if (columns.isEmpty()) {
          header(text);
        } else {
          rows.add(row(fields(text)));
        }
      }
    } catch (CharacterCodingException e) {
      throw new DataException(
          "%s is not a text file in UTF-8 (near line %d)".formatted(file, line + 1), e);
    }
    if (rows.isEmpty()) {
      throw new DataException(file + " holds no predictions");
    }
    return rows;
  }

  private void header(String text) {
    List<String> names = fields(text);
    Map<String, Integer> found = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      if (found.put(names.get(i).toLowerCase(Locale.ROOT), i) != null) {
        throw bad("column '" + names.get(i) + "' is there twice");
      }
    }
    if (found.containsKey("label_index")) {
      // What 'predict' of earlier versions called it.
      found.putIfAbsent("prediction", found.get("label_index"));
    }
    for (String needed : List.of("clip", "label", "prediction")) {
      boolean elsewhere = needed.equals("label") && !labelled.isEmpty();
      if (!found.containsKey(needed) && !elsewhere) {
        throw bad(
            "the header '%s' lacks the column '%s'; needed are clip,label,prediction, or data.shards to take the labels from"
                .formatted(shortened(text), needed));
      }
    }
    columns = found;
    width = names.size();
  }

  private Prediction row(List<String> fields) {
    if (fields.size() != width) {
      throw bad("%d fields, the header has %d".formatted(fields.size(), width));
    }
    String clip = fields.get(columns.get("clip"));
    if (clip.isEmpty()) {
      throw bad("no clip id");
    }
    Integer before = seen.put(clip, line);
    if (before != null) {
      throw bad("clip '%s' is already on line %d".formatted(clip, before));
    }
    if (!columns.containsKey("label")) {
      ClipRecord known = labelled.get(clip);
      if (known == null) {
        throw bad("clip '%s' is not in the shard set; add a column label".formatted(clip));
      }
      return new Prediction(
          clip,
          known.scene(),
          known.fold(),
          known.label(),
          classIndex(fields, "prediction"),
          List.of());
    }
    String scene = columns.containsKey("scene") ? fields.get(columns.get("scene")) : "";
    return new Prediction(
        clip, scene, classIndex(fields, "label"), classIndex(fields, "prediction"), List.of());
  }

  private int classIndex(List<String> fields, String column) {
    String text = fields.get(columns.get(column));
    try {
      return ClassNames.index(text, classes);
    } catch (DataException e) {
      throw bad(column + " " + e.getMessage());
    }
  }

  private List<String> fields(String text) {
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted && c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
        field.append('"');
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        fields.add(field.toString().strip());
        field.setLength(0);
      } else {
        field.append(c);
      }
    }
    if (quoted) {
      throw bad("a quote is not closed");
    }
    fields.add(field.toString().strip());
    return fields;
  }

  private DataException bad(String what) {
    return new DataException("%s, line %d: %s".formatted(file, line, what));
  }

  private static String shortened(String text) {
    return text.length() <= 80 ? text : text.substring(0, 80) + "...";
  }
}
