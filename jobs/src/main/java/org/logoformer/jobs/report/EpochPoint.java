package org.logoformer.jobs.report;

/**
 * One epoch of the training log; NaN where the log has no value.
 *
 * @param epoch number from 1
 * @param loss mean training loss of the epoch
 * @param uar unweighted average recall on the test split
 * @param war accuracy on the test split
 * @param clipsPerSecond trained clips per second of wall time
 * @param seconds wall time of the epoch
 * @param dataShare share of the wall time spent waiting for data
 * @param averagingShare share of the wall time spent averaging
 */
record EpochPoint(
    int epoch,
    double loss,
    double uar,
    double war,
    double clipsPerSecond,
    double seconds,
    double dataShare,
    double averagingShare) {}
