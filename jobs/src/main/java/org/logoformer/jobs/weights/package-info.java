/** {@code logo import} and {@code logo export}: weights from and to the world of PyTorch. */
package org.logoformer.jobs.weights;
