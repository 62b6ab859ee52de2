package org.logoformer.jobs.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.logoformer.jobs.doctor.Finding.Verdict;
import org.logoformer.jobs.rounds.ResultLimit;

class DriverCheckTest {
  private static final long STATE = 60L << 20;
  private static final long HEAP = 2L << 30;
  private static final ResultLimit.Sent SENT = new ResultLimit.Sent(STATE, 20_000, 8, 8);

  @Test
  void theDefaultsHoldAState() {
    Finding finding = DriverCheck.of(new SparkConf(false), STATE, SENT, HEAP);
    assertThat(finding.verdict()).isEqualTo(Verdict.OK);
    assertThat(finding.found()).contains("62.9 MB");
  }

  @Test
  void aResultLimitBelowARoundFailsWithTheNumberToSet() {
    SparkConf conf = new SparkConf(false).set("spark.driver.maxResultSize", "48m");
    Finding finding = DriverCheck.of(conf, STATE, SENT, HEAP);
    assertThat(finding.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(finding.found()).contains("50331648", "8 workers");
    assertThat(finding.advice()).matches("set spark.conf.\"spark.driver.maxResultSize\"=61m");
  }

  @Test
  void aResultLimitThatARoundFitsIsEnough() {
    SparkConf conf = new SparkConf(false).set("spark.driver.maxResultSize", "61m");
    assertThat(DriverCheck.of(conf, STATE, SENT, HEAP).verdict()).isEqualTo(Verdict.OK);
  }

  @Test
  void aHeapThatARoundCouldOutgrowIsWarnedOf() {
    Finding finding = DriverCheck.of(new SparkConf(false), STATE, SENT, 300L << 20);
    assertThat(finding.verdict()).isEqualTo(Verdict.WARN);
    assertThat(finding.advice()).contains("spark.driver-memory to 2g");
  }
}
