/**
 * Tables of a measurement, for a terminal and as Markdown.
 *
 * <p>Contract: cells are text that the caller has formatted.
 */
package org.logoformer.jobs.bench.table;
