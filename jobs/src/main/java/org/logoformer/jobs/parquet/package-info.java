/**
 * Tables for people and other programs, as single Parquet files that appear whole or not at all. No
 * class here knows what stands in them.
 */
package org.logoformer.jobs.parquet;
