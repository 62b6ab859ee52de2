package org.logoformer.jobs.training;

import java.io.PrintWriter;
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
 */
record Driver(
    JavaSparkContext spark,
    LogoConfig config,
    RunFolder layout,
    FolderOwner owner,
    PrintWriter out) {}
