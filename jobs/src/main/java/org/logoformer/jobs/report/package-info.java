/**
 * One self-contained HTML page about a run: curves, confusion matrix, per-class, per-scene and fold
 * tables beside published results, where the time went, provenance and resolved configuration. It
 * is made from the files of the run alone (design.md, "Files of a run"), so it can be made again at
 * any time. Begin with {@link org.logoformer.jobs.page.Sheet}: what a page shows is also written
 * beside it for papers.
 */
package org.logoformer.jobs.report;
