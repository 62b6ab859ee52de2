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

  @Test
  void repairTakesAShardOrAllThatAreBad() {
    String output = "prep.output=" + folder.resolve("none");
    assertThat(repair("--repair", output)).isEmpty();
    assertThat(repair(output, "--repair")).isEmpty();
    assertThat(repair("--repair", "--verify", output)).isEmpty();
    assertThat(repair("--repair", "part-00012", output)).isEqualTo("part-00012");
    assertThat(repair("--repair=part-00012", output)).isEqualTo("part-00012");
    assertThat(repair(output)).isNull();
  }

  private static String repair(String... words) {
    CommandLine line = new CommandLine(new PrepCommand());
    assertThat(line.parseArgs(words).matchedPositionals()).hasSize(1);
    return line.getCommandSpec().findOption("--repair").getValue();
  }

  private void dryRun(String source) {
    PrepCommand command = new PrepCommand();
    CommandLine line = new CommandLine(command).setOut(new PrintWriter(out, true));
    line.parseArgs("--dry-run", source, "prep.output=" + folder.resolve("shards"));
    command.run();
  }
}
