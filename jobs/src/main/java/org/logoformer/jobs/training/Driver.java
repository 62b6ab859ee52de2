package org.logoformer.jobs.training;

import java.io.PrintWriter;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.logoformer.config.LogoConfig;
import org.logoformer.jobs.run.RunFolder;
import org.logoformer.storage.FolderOwner;

/**
 * What the training of every fold of a run needs on the driver.
 *
 * @param hadoop the driver's Hadoop configuration, for the executors
 * @param config with absolute paths
 * @param owner shows that this process alone writes to the run folder
 * @param out where lines for the user go
 * @param epochs after which this command ends; the run itself may be longer
 * @param display makes a display of the progress within epochs
 */
record Driver(
    JavaSparkContext spark,
    Broadcast<SerializableConfiguration> hadoop,
    LogoConfig config,
    RunFolder layout,
    FolderOwner owner,
    PrintWriter out,
    int epochs,
    Supplier<ProgressDisplay> display) {}
