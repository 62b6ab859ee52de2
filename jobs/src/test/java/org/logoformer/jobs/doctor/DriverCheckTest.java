package org.logoformer.jobs.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.logoformer.jobs.doctor.Finding.Verdict;

class DriverCheckTest {
  private static final long STATE = 60L << 20;
  private static final long HEAP = 2L << 30;

  @Test
  void theDefaultsHoldAState() {
    Finding finding = DriverCheck.of(new SparkConf(false), STATE, 8, HEAP);
    assertThat(finding.verdict()).isEqualTo(Verdict.OK);
    assertThat(finding.found()).contains("62.9 MB");
  }

  @Test
  void aResultLimitBelowARoundFailsWithTheNumberToSet() {
    SparkConf conf = new SparkConf(false).set("spark.driver.maxResultSize", "64m");
    Finding finding = DriverCheck.of(conf, STATE, 8, HEAP);
    assertThat(finding.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(finding.found()).contains("67108864", "8 workers");
    assertThat(finding.advice()).matches("set spark.conf.\"spark.driver.maxResultSize\"=1\\d\\dm");
  }

  @Test
  void aHeapThatARoundCouldOutgrowIsWarnedOf() {
    Finding finding = DriverCheck.of(new SparkConf(false), STATE, 8, 300L << 20);
    assertThat(finding.verdict()).isEqualTo(Verdict.WARN);
    assertThat(finding.advice()).contains("spark.driver-memory to 2g");
  }
}
