package org.logoformer.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import me.tongfei.progressbar.ProgressBarConsumer;
import org.junit.jupiter.api.Test;

class BarTest {
  private final List<String> drawn = new CopyOnWriteArrayList<>();

  @Test
  void tellsHowFarItIsAndTheTimeThatIsLeft() throws InterruptedException {
    try (Bar bar = Bar.of("shards", 8, consumer())) {
      bar.step(1);
      bar.stepTo(6);
      bar.say("half a million frames");
      assertThat(bar.isFull()).isFalse();
      bar.step(2);
      assertThat(bar.isFull()).isTrue();
      // It is drawn now and then, by a thread of its own.
      for (int i = 0; i < 100 && drawn.stream().noneMatch(d -> d.contains("8/8")); i++) {
        Thread.sleep(50);
      }
    }
    assertThat(List.copyOf(drawn))
        .anyMatch(
            d ->
                d.matches(
                    "shards 100% \\[=+] 8/8 \\(\\d:\\d\\d:\\d\\d / \\d:\\d\\d:\\d\\d\\) ?half a.*"));
  }

  @Test
  void nothingIsDrawnWhereThereIsNoTerminal() {
    assertThat(Bar.isOnTerminal()).as("tests have no terminal").isFalse();
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream both = new PrintStream(printed, true, StandardCharsets.UTF_8);
    System.setOut(both);
    System.setErr(both);
    try (Bar bar = Bar.of("clips", 10)) {
      bar.step(10);
      bar.say("done");
      assertThat(bar.isFull()).isFalse();
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
    assertThat(printed.size()).isZero();
  }

  private ProgressBarConsumer consumer() {
    return new ProgressBarConsumer() {
      @Override
      public int getMaxRenderedLength() {
        return 100;
      }

      @Override
      public void accept(String rendered) {
        drawn.add(rendered);
      }

      @Override
      public void close() {}
    };
  }
}
