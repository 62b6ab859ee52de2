package org.logoformer.jobs.sweep;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.logoformer.error.DataException;
import org.logoformer.jobs.run.RunFolder;
import org.logoformer.jobs.sweep.search.Event;
import org.logoformer.jobs.sweep.search.Event.Ended;
import org.logoformer.jobs.sweep.search.Event.Score;
import org.logoformer.jobs.sweep.search.Event.Scored;
import org.logoformer.jobs.sweep.search.Event.Started;
import org.logoformer.jobs.sweep.search.State;
import org.logoformer.jobs.sweep.space.Meaning;
import org.logoformer.storage.Unreadable;

/**
 * {@code sweep.jsonl} of a sweep: what was decided, before it is done, and what was found, as it is
 * known; a line each. Written as a whole under another name and renamed with each line, so that a
 * driver may die at any point: what was running then goes on to where it was to go, and every rung
 * is what it was. Lines name the folder of a trial, since numbers are those of one command.
 */
final class Journal {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TRIAL = "trial";
  private static final String EVENT = "event";
  private static final String NAMED = "named";

  private final Configuration hadoop;

  /** Null: nothing is written down. */
  private final Path file;

  private final Runnable guard;
  private final List<String> lines = new ArrayList<>();
  private final Map<String, List<String>> settings = new LinkedHashMap<>();
  private final Map<String, List<Event>> events = new LinkedHashMap<>();

  private Journal(Configuration hadoop, Path file, Runnable guard) {
    this.hadoop = hadoop;
    this.file = file;
    this.guard = guard;
  }

  /**
   * Reads what is there.
   *
   * @param guard asked before each write; throws if the sweep is another process's
   * @throws DataException if a line is none of this program's
   */
  static Journal open(Configuration hadoop, RunFolder sweep, Runnable guard) {
    Journal journal = new Journal(hadoop, sweep.sweepJournal(), guard);
    try {
      Optional<String> text = RunFolder.text(journal.file.getFileSystem(hadoop), journal.file);
      text.ifPresent(t -> t.lines().forEach(journal::read));
      return journal;
    } catch (IOException e) {
      throw Unreadable.of(journal.file, e, "Restore the file, or start another sweep");
    }
  }

  /**
   * One that is forgotten: what the folders of the trials say is all that the next command knows.
   *
   * @param guard as above
   */
  static Journal forgotten(Configuration hadoop, Runnable guard) {
    return new Journal(hadoop, null, guard);
  }

  /** {@code key=value} settings of the trial in a folder; empty if none is known. */
  Optional<List<String>> settings(String name) {
    return Optional.ofNullable(settings.get(name));
  }

  /** The folder of the trial with settings that say the same; empty if none is known. */
  Optional<String> named(List<String> wanted) {
    Map<String, String> meaning = Meaning.of(wanted);
    return settings.entrySet().stream()
        .filter(e -> Meaning.of(e.getValue()).equals(meaning))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** Whether anything happened to the trial in a folder. */
  boolean isBegun(String name) {
    return events.containsKey(name);
  }

  /**
   * What happened to the trial in a folder so far.
   *
   * @param number that the trial has now
   */
  List<Event> events(String name, int number) {
    return events.getOrDefault(name, List.of()).stream().map(e -> numbered(e, number)).toList();
  }

  /** Forgets what happened to the trial of a folder that was removed. */
  void forget(String name) {
    events.remove(name);
    if (lines.removeIf(line -> isEventOf(name, parsed(line)))) {
      write();
    }
  }

  private static boolean isEventOf(String name, JsonNode line) {
    return line.path(TRIAL).asText().equals(name) && !line.path(EVENT).asText().equals(NAMED);
  }

  /**
   * Writes down what trials there are; a number that has not begun may have other values by now.
   */
  void name(List<Trial> trials) {
    int before = lines.size();
    for (Trial trial : trials) {
      if (!trial.settings().equals(settings.get(trial.name()))) {
        ObjectNode line = line(trial.name(), NAMED);
        trial.settings().forEach(line.putArray("settings")::add);
        lines.add(line.toString());
        settings.put(trial.name(), trial.settings());
      }
    }
    if (lines.size() > before) {
      write();
    }
  }

  /** Writes down what happened to the trial in a folder. */
  void add(String name, Event event) {
    ObjectNode line;
    if (event instanceof Started started) {
      line = line(name, "started").put("until", started.until());
    } else if (event instanceof Scored scored) {
      line = line(name, "scored").put("epoch", scored.epoch());
      line.put("uar", scored.score().uar()).put("war", scored.score().war());
      line.put("seconds", scored.seconds());
    } else {
      Ended ended = (Ended) event;
      line = line(name, "ended").put("state", ended.state().name().toLowerCase(Locale.ROOT));
      line.put("reason", ended.reason());
    }
    lines.add(line.toString());
    keep(name, event);
    write();
  }

  private void keep(String name, Event event) {
    events.computeIfAbsent(name, n -> new ArrayList<>()).add(event);
  }

  private void write() {
    guard.run();
    if (file == null) {
      return;
    }
    RunFolder.write(hadoop, file, String.join("\n", lines) + "\n");
  }

  private void read(String text) {
    JsonNode line = parsed(text);
    String name = line.path(TRIAL).asText();
    switch (line.path(EVENT).asText()) {
      case NAMED -> {
        List<String> values = new ArrayList<>();
        line.path("settings").forEach(s -> values.add(s.asText()));
        settings.put(name, List.copyOf(values));
      }
      case "started" -> keep(name, new Started(0, line.path("until").asInt()));
      case "scored" -> {
        Score score = new Score(number(line, "uar"), number(line, "war"));
        keep(name, new Scored(0, line.path("epoch").asInt(), score, number(line, "seconds")));
      }
      case "ended" -> keep(name, new Ended(0, state(line, text), line.path("reason").asText()));
      default -> throw unknown(text, null);
    }
    lines.add(text);
  }

  private State state(JsonNode line, String text) {
    try {
      return State.valueOf(line.path("state").asText().toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw unknown(text, e);
    }
  }

  /** JSON has no NaN: the UAR of no clips. */
  private static double number(JsonNode line, String key) {
    return line.path(key).isNumber() ? line.path(key).asDouble() : Double.NaN;
  }

  private JsonNode parsed(String line) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw unknown(line, e);
    }
  }

  private DataException unknown(String line, Exception cause) {
    return new DataException(
        "%s has a line that no version up to this one writes: %s. Restore the file, or remove it: trials are then known by their folders alone"
            .formatted(file, line),
        cause);
  }

  private static ObjectNode line(String name, String event) {
    return JsonNodeFactory.instance.objectNode().put(TRIAL, name).put(EVENT, event);
  }

  private static Event numbered(Event event, int number) {
    if (event instanceof Started e) {
      return new Started(number, e.until());
    } else if (event instanceof Scored e) {
      return new Scored(number, e.epoch(), e.score(), e.seconds());
    }
    Ended ended = (Ended) event;
    return new Ended(number, ended.state(), ended.reason());
  }
}
