/**
 * Weights and training state on any Hadoop file system. {@link
 * org.logoformer.checkpoint.Safetensors} reads and writes single files and trusts none of them;
 * {@link org.logoformer.checkpoint.CheckpointStore} keeps the checkpoints of one fold, of which
 * readers see all or nothing.
 */
package org.logoformer.checkpoint;
