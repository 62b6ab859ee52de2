/**
 * Which kernels this process computes with. {@link org.logoformer.engine.KernelsFactory} chooses
 * among the providers on the class path and hands out kernels whose operations are proved.
 */
package org.logoformer.engine;
