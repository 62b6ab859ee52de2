package org.logoformer.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinesTest {
  @Test
  void linesAreHandedOnWholeAndTheLastOneAtTheEnd() {
    List<String> read = new ArrayList<>();
    try (PrintWriter out = new PrintWriter(new Lines(read::add))) {
      out.print("one\r\ntw");
      out.flush();
      assertThat(read).containsExactly("one");
      out.print("o\n\nthree");
    }
    assertThat(read).containsExactly("one", "two", "", "three");
  }
}
