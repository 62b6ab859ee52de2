/**
 * The way of clips from their files into the network: how fast a data set becomes shards, is read
 * from them and evaluated, beside what a lab would use instead, and whether training waits for it.
 */
package org.logoformer.jobs.bench.input;
