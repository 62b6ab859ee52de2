/**
 * Files that readers see whole or not at all, on any Hadoop file system.
 *
 * <p>Contract: whatever point a writer dies at, the file is what it was before or what it was to
 * become; on a local disk and on HDFS this holds for every moment in between, too.
 */
package org.logoformer.storage;
