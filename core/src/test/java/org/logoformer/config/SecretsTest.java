package org.logoformer.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SecretsTest {
  @Test
  void whatIsStoredAndShownHasNoSecrets() {
    LogoConfig config =
        LogoConfig.of(
            "spark.conf.spark.hadoop.fs.s3a.secret.key=S3CRET",
            "spark.conf.spark.hadoop.fs.s3a.access.key=S3CRET",
            "spark.conf.spark.hadoop.fs.s3a.session.token=S3CRET",
            "spark.conf.spark.ssl.keyPassword=S3CRET",
            "spark.conf.spark.executorEnv.AWS_SECRET_ACCESS_KEY=S3CRET",
            "spark.conf.spark.hadoop.fs.azure.account.key.x=S3CRET",
            "spark.conf.spark.driver.defaultJavaOptions=-Dtrust.storePassword=S3CRET -Da=b",
            "spark.java-options=-Djavax.net.ssl.trustStorePassword=S3CRET -Da=b",
            "spark.conf.spark.hadoop.fs.s3a.endpoint=http://here");
    LogoConfig shown = config.redacted();
    assertThat(shown.render()).doesNotContain("S3CRET").contains("http://here", "-Da=b");
    assertThat(LogoConfig.parse(shown.render(), "stored")).isEqualTo(shown);
    assertThat(config.with("run.seed=2").render()).as("what Spark gets").contains("S3CRET");
    assertThat(config.hash()).isEqualTo(shown.hash());
    assertThat(LogoConfig.redacted(config.render()))
        .as("a file that an older program wrote")
        .doesNotContain("S3CRET")
        .contains("http://here", "-Da=b");
  }
}
