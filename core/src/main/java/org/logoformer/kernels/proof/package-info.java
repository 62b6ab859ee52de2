/**
 * Native kernels are not trusted but checked where they run: {@link
 * org.logoformer.kernels.proof.ProvenKernels} runs each new (operation, sizes, strides, aliases) on
 * keyed values in memory of the same form, compares the results with a plain computation in double
 * precision, and takes the first {@link org.logoformer.kernels.proof.Route} that is right. What was
 * found is remembered per process by {@link org.logoformer.kernels.proof.Proofs}.
 *
 * <p>An operation is described once, as an {@code Operation}: how kernels make it and what it
 * should give ({@code Truth}, one output at a time). The same truth, read from real memory, is the
 * last route.
 *
 * <p>Its many files are one for each family of operations, twice: how it is made ({@code
 * ..Operations}) and what it should give (a {@code Truth}).
 */
package org.logoformer.kernels.proof;
