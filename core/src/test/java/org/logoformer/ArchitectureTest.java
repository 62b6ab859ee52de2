package org.logoformer;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameStartingWith;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.LocationProvider;
import com.tngtech.archunit.lang.ArchRule;
import java.io.ObjectInputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.logoformer.engine.KernelsFactory;
import org.nd4j.linalg.factory.Nd4j;

@AnalyzeClasses(locations = ArchitectureTest.MainClasses.class)
class ArchitectureTest {

  /** Where this module's own classes are, without its tests. */
  static final class MainClasses implements LocationProvider {
    @Override
    public Set<Location> get(Class<?> test) {
      return Set.of(
          Location.of(KernelsFactory.class.getProtectionDomain().getCodeSource().getLocation()));
    }
  }

  @ArchTest
  static final ArchRule coreKnowsNoCluster =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.spark..", "scala..", "org.deeplearning4j.spark..", "org.datavec..");

  @ArchTest
  static final ArchRule coreKnowsNoModuleBuiltOnIt =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.logoformer.prep..", "org.logoformer.synth..", "org.logoformer.jobs..");

  @ArchTest
  static final ArchRule packagesDoNotDependOnEachOtherInCircles =
      slices().matching("org.logoformer.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule nobodyKnowsAnImplementationOfKernels =
      noClasses()
          .that()
          .resideOutsideOfPackages("org.logoformer.kernels.nd4j", "org.logoformer.kernels.onednn")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.logoformer.kernels.nd4j",
              "org.logoformer.kernels.onednn",
              "org.bytedeco.dnnl..");

  @ArchTest
  static final ArchRule implementationsOfKernelsDoNotKnowEachOther =
      slices().matching("org.logoformer.kernels.(*)..").should().notDependOnEachOther();

  @ArchTest
  static final ArchRule tensorsAndPartsOfNetworksKnowNoNd4j =
      noClasses()
          .that()
          .resideInAnyPackage("org.logoformer.tensor", "org.logoformer.nn")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.nd4j..", "org.deeplearning4j..", "org.logoformer.tensor.nd4j");

  @ArchTest
  static final ArchRule partsOfNetworksKnowNoNetwork =
      noClasses()
          .that()
          .resideInAPackage("org.logoformer.nn")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.logoformer.models..");

  @ArchTest
  static final ArchRule networksDoNotKnowEachOther =
      slices().matching("org.logoformer.models.(*)..").should().notDependOnEachOther();

  @ArchTest
  static final ArchRule nobodyKnowsAKindOfNetwork =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.logoformer.models.*..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.logoformer.models.*..");

  @ArchTest
  static final ArchRule kernelsOnNd4jNeverTouchHostMemory =
      noClasses()
          .that()
          .resideInAPackage("org.logoformer.kernels.nd4j")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.bytedeco..", "java.nio..")
          .orShould()
          .callMethod(org.logoformer.tensor.Tensor.class, "address");

  @ArchTest
  static final ArchRule nothingIsReadByJavaDeserialisation =
      noClasses().should().dependOnClassesThat().areAssignableTo(ObjectInputStream.class);

  @ArchTest
  static final ArchRule everyDrawIsKeyed =
      noClasses()
          .should()
          .dependOnClassesThat()
          .areAssignableTo(Random.class)
          .orShould()
          .callMethod(ThreadLocalRandom.class, "current")
          .orShould()
          .callMethod(Math.class, "random")
          .orShould()
          .callMethod(Collections.class, "shuffle", List.class)
          .orShould()
          .callMethodWhere(target(owner(type(Nd4j.class))).and(target(nameStartingWith("rand"))));

  // Not even messages: these also run in executors, where Logo has set no locale.
  @ArchTest
  static final ArchRule noTextOfShardsDependsOnTheLocale =
      noClasses()
          .that()
          .resideInAnyPackage(
              "org.logoformer.clip..",
              "org.logoformer.shard..",
              "org.logoformer.sampling..",
              "org.logoformer.transform..")
          .should()
          .callMethod(String.class, "formatted", Object[].class);

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
