package org.logoformer.jobs;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;

@AnalyzeClasses(
    packages = {"org.logoformer.jobs"},
    importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule packagesDoNotDependOnEachOtherInCircles =
      slices().matching("org.logoformer.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule nothingKnowsTheBenchmarks =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.logoformer.jobs.bench..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.logoformer.jobs.bench..");

  @ArchTest
  static final ArchRule jobsDoNotUseDataPreparation =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.logoformer.prep..", "org.logoformer.synth..");

  @ArchTest
  static final ArchRule implementationsOfKernelsStayBehindTheirFactory =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.logoformer.kernels.nd4j..", "org.logoformer.kernels.onednn..");

  /** Values between processes of one running job, filtered: nothing that comes from storage. */
  @ArchTest
  static final ArchRule onlyTheWireReadsJavaSerialisation =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("org.logoformer.jobs.rounds.Wire")
          .should()
          .callConstructor(ObjectInputStream.class, InputStream.class);

  @ArchTest
  static final ArchRule everyDrawIsKeyed =
      noClasses()
          .should()
          .callConstructor(Random.class)
          .orShould()
          .callMethod(ThreadLocalRandom.class, "current")
          .orShould()
          .callMethod(Math.class, "random")
          .orShould()
          .callMethod(Collections.class, "shuffle", List.class);

  // 'formatted' is for messages: they are shown, neither stored nor parsed.
  @ArchTest
  static final ArchRule nothingStoredOrParsedDependsOnTheLocale =
      noClasses()
          .should()
          .callMethod(String.class, "format", String.class, Object[].class)
          .orShould()
          .callMethod(PrintWriter.class, "printf", String.class, Object[].class)
          .orShould()
          .callMethod(PrintWriter.class, "format", String.class, Object[].class)
          .orShould()
          .callMethod(PrintStream.class, "printf", String.class, Object[].class)
          .orShould()
          .callMethod(String.class, "toLowerCase")
          .orShould()
          .callMethod(String.class, "toUpperCase")
          .because("digits and letters of some languages are other ones: say Locale.ROOT");

  @ArchTest
  static final ArchRule theWallClockSeedsNothing =
      noClasses().should().callMethod(System.class, "currentTimeMillis");
}
