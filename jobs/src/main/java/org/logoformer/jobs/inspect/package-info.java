/** {@code logo inspect}: what is in a shard set, a checkpoint, a weights file, a configuration. */
package org.logoformer.jobs.inspect;
