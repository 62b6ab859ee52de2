/**
 * Networks that stay in an executor process between tasks. A slot is one thread with one network,
 * because native state (kernels, OpenMP settings, workspaces, the device) is bound to a thread, and
 * Spark may run each round on another thread. A task leases a slot, hands it work and waits.
 *
 * <p>Contract: a slot keeps memory and compiled kernels, but no training state; each task brings
 * the state it needs. A task attempt is cancelled between two steps if another attempt of the same
 * worker arrives; a slot whose step does not end is closed. A process with a GPU has one slot, on
 * the GPU that Spark assigned; no other process of the machine may use that GPU, and the thread of
 * the slot is bound to it before it first uses ND4J.
 */
package org.logoformer.jobs.slots;
