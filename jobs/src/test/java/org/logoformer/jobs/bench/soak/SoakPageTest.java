package org.logoformer.jobs.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.logoformer.jobs.bench.soak.SoakPage.Panel;

class SoakPageTest {
  private static final Limit LIMIT = Limit.share(0.05);

  @Test
  void thePageShowsEverySeriesAndLoadsNothing() {
    String page =
        page(
            new Series("driver", LIMIT, List.of(10.0, 10.0, 10.0, 10.0)),
            new Series("executor <0>", LIMIT, List.of(10.0, 11.0, 12.0, 13.0)));

    assertThat(page)
        .contains("<h1>Soak</h1><p>two &lt;workers&gt;</p>", "<b>4</b><span>rounds</span>")
        .contains("<b>1</b><span>grow</span>", "executor &lt;0&gt;", "<b>grows</b>", "+5.0 %")
        .contains("<svg ", "executor &lt;0&gt; from 10 at 1 to 13 at 4")
        .doesNotContain("<script", "http:", "https:");
  }

  @Test
  void aFlatSoakSaysSo() {
    assertThat(page(new Series("driver", LIMIT, List.of(10.0, 9.0, 10.0, 10.0))))
        .contains("<b>flat</b><span>verdict</span>")
        .doesNotContain("<b>grows</b>");
  }

  private static String page(Series... series) {
    byte[] html = SoakPage.html("two <workers>", List.of(new Panel("Memory", List.of(series))));
    return new String(html, StandardCharsets.UTF_8);
  }
}
