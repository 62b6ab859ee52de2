/**
 * One self-contained HTML page about a run: curves, confusion matrix, per-class, per-scene and fold
 * tables, where the time went, provenance and resolved configuration. It is made from the files of
 * the run alone (design.md, "Files of a run"), so it can be made again at any time; the pictures
 * are also written beside it as PNG.
 */
package org.logoformer.jobs.report;
