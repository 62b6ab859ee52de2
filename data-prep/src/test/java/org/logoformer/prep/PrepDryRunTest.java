package org.logoformer.prep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logoformer.error.DataException;
import picocli.CommandLine;

final class PrepDryRunTest {
  @TempDir Path folder;

  private final StringWriter out = new StringWriter();

  @Test
  void refusesASourceThatIsNotThereAsTheRunWould() {
    assertThatThrownBy(() -> dryRun("prep.source=" + folder.resolve("typo")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("typo is not there");
  }

  @Test
  void saysThatWithoutASourceNothingWasChecked() {
    dryRun("prep.source=");
    assertThat(out.toString()).contains("prep.source is not set: lists not checked");
    assertThat(folder).isEmptyDirectory();
  }

  private void dryRun(String source) {
    PrepCommand command = new PrepCommand();
    CommandLine line = new CommandLine(command).setOut(new PrintWriter(out, true));
    line.parseArgs("--dry-run", source, "prep.output=" + folder.resolve("shards"));
    command.run();
  }
}
