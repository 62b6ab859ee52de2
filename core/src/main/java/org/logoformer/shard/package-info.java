/**
 * A shard set: Hadoop SequenceFiles with one clip per record, and {@code manifest.json}, committed
 * last, which says where every frame lies and what its checksum is. Readers see a whole set or
 * none, read only the frames they ask for, and never return a byte that the checksum does not vouch
 * for. Shards that lie far away may be copied to a disk of the machine that reads them; such a copy
 * is trusted no more than the shard.
 */
package org.logoformer.shard;
