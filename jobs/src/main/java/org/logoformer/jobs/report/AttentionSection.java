package org.logoformer.jobs.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.logoformer.clip.NaturalOrder;
import org.logoformer.error.DataException;
import org.logoformer.error.Message;
import org.logoformer.jobs.page.Html;
import org.logoformer.jobs.page.Sheet;
import org.logoformer.jobs.picture.AttentionFrames;
import org.logoformer.storage.AtomicFile;
import org.logoformer.storage.Unreadable;

/** What the network attends to in the frames of some clips. On request only: it shows faces. */
final class AttentionSection {
  /** More make the page slow to load. */
  private static final int MOST = 12;

  private AttentionSection() {}

  /**
   * The pictures that {@code predict --attention} wrote, in the order of the clips' names.
   *
   * @throws DataException if there are none in {@code folder}
   */
  static List<AttentionFrames> read(Configuration hadoop, Path folder) {
    List<AttentionFrames> clips = new ArrayList<>();
    try {
      FileSystem files = folder.getFileSystem(hadoop);
      for (Path png : pngs(files, folder)) {
        Optional<AttentionFrames> clip = AttentionFrames.read(AtomicFile.read(files, png));
        clip.ifPresent(clips::add);
      }
    } catch (IOException e) {
      throw Unreadable.of(folder, e, "Check --attention");
    }
    if (clips.isEmpty()) {
      throw new DataException(
          "%s holds no picture of attention: give the folder that 'logo predict --attention' wrote; what an earlier version wrote must be written again"
              .formatted(folder));
    }
    return clips;
  }

  private static List<Path> pngs(FileSystem files, Path folder) throws IOException {
    List<Path> pngs = new ArrayList<>();
    RemoteIterator<LocatedFileStatus> found = files.listFiles(folder, true);
    while (found.hasNext()) {
      Path file = found.next().getPath();
      if (file.getName().endsWith(".png")) {
        pngs.add(file);
      }
    }
    pngs.sort(Comparator.comparing(Path::toString, NaturalOrder.INSTANCE));
    return pngs;
  }

  static void add(Sheet sheet, List<AttentionFrames> clips) {
    if (clips.isEmpty()) {
      return;
    }
    sheet.heading("Attention");
    for (int i = 0; i < Math.min(clips.size(), MOST); i++) {
      sheet.add(card(clips.get(i)));
      keep(sheet, i + 1, clips.get(i));
    }
    sheet.note(
        "%sWhat the last attention of the network weighs: bright regions most, dark and grey ones least; below each frame its share. These pictures show faces: handle the page and the folder beside it, where each frame is a file, like the clips."
            .formatted(
                clips.size() > MOST ? "%d of %d clips. ".formatted(MOST, clips.size()) : ""));
  }

  /** For a paper, a file for each frame. */
  private static void keep(Sheet sheet, int number, AttentionFrames clip) {
    for (int f = 0; f < clip.frames().size(); f++) {
      sheet.file(
          Message.of("attention-%02d-frame-%02d.jpg", number, f + 1), clip.frames().get(f).jpeg());
    }
  }

  private static String card(AttentionFrames clip) {
    StringBuilder frames = new StringBuilder();
    for (AttentionFrames.Frame frame : clip.frames()) {
      frames.append(
          "<figure><img src=\"data:image/jpeg;base64,%s\" alt=\"%s\"/><figcaption>%s</figcaption></figure>\n"
              .formatted(
                  Base64.getEncoder().encodeToString(frame.jpeg()),
                  Html.text(
                      "%s; %s of the attention, brighter where it is more"
                          .formatted(clip.title(), frame.caption())),
                  Html.text(frame.caption())));
    }
    return Html.card(
        "<h3>%s</h3><div class=\"frames\">%s</div>".formatted(Html.text(clip.title()), frames));
  }
}
