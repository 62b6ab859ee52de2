package org.logoformer.submit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The commands that README.md tells its readers to type. */
final class Readme {
  private static final Pattern BLOCK = Pattern.compile("```bash\n(.*?)```", Pattern.DOTALL);
  private static final Pattern INLINE = Pattern.compile("`(submit/logo [^`]+)`");

  private Readme() {}

  /** The lines of its blocks, in order, without comments. */
  static List<String> commands() throws IOException {
    List<String> commands = new ArrayList<>();
    Matcher blocks = BLOCK.matcher(text());
    while (blocks.find()) {
      blocks
          .group(1)
          .lines()
          .map(Readme::withoutComment)
          .filter(l -> !l.isEmpty())
          .forEach(commands::add);
    }
    return commands;
  }

  /** Those in running text and tables. */
  static List<String> mentioned() throws IOException {
    return INLINE.matcher(text()).results().map(r -> r.group(1)).distinct().toList();
  }

  private static String withoutComment(String line) {
    return line.replaceFirst("(^|\\s)#.*$", "").strip();
  }

  private static String text() throws IOException {
    return Files.readString(Path.of("../README.md"));
  }
}
