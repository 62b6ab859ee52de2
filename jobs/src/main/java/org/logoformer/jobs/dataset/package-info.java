/**
 * What is in a shard set: counts, a contact sheet, and a page about the quality of its data. The
 * pixels are looked at by {@link org.logoformer.jobs.dataset.Survey} on Spark, what follows from
 * them is in {@link org.logoformer.jobs.dataset.Findings}, and the rest shows it.
 */
package org.logoformer.jobs.dataset;
