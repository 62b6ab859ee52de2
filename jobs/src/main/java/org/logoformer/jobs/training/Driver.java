package org.logoformer.jobs.training;

import java.io.PrintWriter;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaSparkContext;
import org.logoformer.config.LogoConfig;
import org.logoformer.jobs.run.RunFolder;
import org.logoformer.storage.FolderOwner;

/**
 * What a command that trains a run has, whatever the fold.
 *
 * @param config with complete paths
 * @param owner of the run folder
 * @param out for people
 * @param until epochs after which the command ends, whatever the run goes to
 * @param display of what goes on within an epoch
 */
record Driver(
    JavaSparkContext spark,
    LogoConfig config,
    RunFolder layout,
    FolderOwner owner,
    PrintWriter out,
    int until,
    Supplier<ProgressDisplay> display) {}
