/**
 * How fast a data set becomes shards, beside what a lab would use instead, and whether training
 * waits for what it reads of them.
 */
package org.logoformer.jobs.bench.input;
