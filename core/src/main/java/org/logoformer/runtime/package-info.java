/**
 * What the process computes with: the variant of ND4J's native code that fits this CPU, the number
 * of threads, the memory limits of native code, and which GPU, if any.
 */
package org.logoformer.runtime;
