/**
 * Between training and its checkpoints. Begin with {@link org.logoformer.train.resume.Checkpoints}.
 *
 * <p>Contract: training that resumes from a checkpoint ends with the bits of training that was
 * never interrupted, or is refused: {@link org.logoformer.train.resume.ConfigDrift} says which
 * settings may differ. Checkpoints of earlier versions stay readable.
 */
package org.logoformer.train.resume;
