/**
 * The operations that networks are made of, behind one interface. Implementations are found by name
 * through their {@link org.logoformer.kernels.KernelsProvider providers}: {@code onednn} (the
 * default on a CPU, float), {@code nd4j} (portable: float and double, CPU and CUDA), and whatever
 * else has a services line. Begin with {@link org.logoformer.kernels.Kernels}.
 *
 * <p>Contract: {@link org.logoformer.kernels.Kernels} is a factory. An operation is bound to its
 * tensors when it is made, does all its set-up then (primitives, scratch memory), and afterwards
 * only {@link org.logoformer.kernels.Op#run runs}: no allocation, same addresses, same order of
 * summation, so the same input gives the same bits. Results overwrite their destination. Everything
 * made by one {@code Kernels} belongs to the thread that made it and dies with it; {@link
 * org.logoformer.kernels.Lanes} have threads and kernels of their own.
 */
package org.logoformer.kernels;
