package org.logoformer.clip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class NaturalOrderTest {
  @Test
  void numbersAreOrderedByValue() {
    assertThat(sorted("10.jpg", "2.jpg", "1.jpg", "16.jpg", "9.jpg"))
        .containsExactly("1.jpg", "2.jpg", "9.jpg", "10.jpg", "16.jpg");
  }

  @Test
  void leadingZerosDoNotCount() {
    assertThat(sorted("010.jpg", "9.jpg", "00.jpg", "1.jpg"))
        .containsExactly("00.jpg", "1.jpg", "9.jpg", "010.jpg");
  }

  @Test
  void numbersLongerThanALongAreOrderedToo() {
    assertThat(sorted("f99999999999999999999999.png", "f100000000000000000000000.png"))
        .containsExactly("f99999999999999999999999.png", "f100000000000000000000000.png");
  }

  @Property
  void isATotalOrder(
      @ForAll @StringLength(max = 6) @CharRange(from = '0', to = '3') String a,
      @ForAll @StringLength(max = 6) @CharRange(from = '/', to = '2') String b,
      @ForAll @StringLength(max = 6) @CharRange(from = '0', to = ';') String c) {
    NaturalOrder order = NaturalOrder.INSTANCE;

    assertThat(order.compare(a, b)).isEqualTo(-order.compare(b, a));
    assertThat(order.compare(a, b) == 0).isEqualTo(a.equals(b));
    if (order.compare(a, b) <= 0 && order.compare(b, c) <= 0) {
      assertThat(order.compare(a, c)).isLessThanOrEqualTo(0);
    }
  }

  private static List<String> sorted(String... names) {
    return List.of(names).stream().sorted(NaturalOrder.INSTANCE).toList();
  }
}
